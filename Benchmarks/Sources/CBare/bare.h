// OpenSSL as the bare measure uses it, without anything of tokcheck.
#ifndef TOKCHECK_BARE_H
#define TOKCHECK_BARE_H

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#endif
