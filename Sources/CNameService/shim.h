// Which sources of host names the GNU C Library asks in a static program.
#ifndef TOKCHECK_CNAMESERVICE_SHIM_H
#define TOKCHECK_CNAMESERVICE_SHIM_H

#include <stdlib.h>

#if defined(__GLIBC__)
#include <elf.h>
#include <nss.h>
#include <sys/auxv.h>

// Of what /etc/nsswitch.conf names for hosts, only files and DNS are linked in. Everything else, such as mDNS or systemd's
// modules, is a library with a C library of its own behind it; loaded into a static program it ends the process by SIGSEGV.
// A program that no interpreter has loaded is a static one.
static inline void tokcheck_ask_linked_name_sources(void) {
    if (getauxval(AT_BASE) == 0) { __nss_configure_lookup("hosts", "files dns"); }
}
#else
static inline void tokcheck_ask_linked_name_sources(void) {}
#endif

#endif
