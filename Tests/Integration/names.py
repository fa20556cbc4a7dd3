"""The program finds hosts by itself, in a root that holds no library of the system: by /etc/hosts and by DNS, whatever
/etc/nsswitch.conf says. Above all it loads no module, since the modules of systemd and others end a static program. In a
network of its own, in which the only DNS server and the only host are here; the certificate is held against the system's
list, at its usual place.
"""

import http.server
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.dont_write_bytecode = True
from authority import Certificates  # noqa: E402

# What /etc/nsswitch.conf may say: nothing, what is usual on servers and on desktops, no DNS, and a module that is there.
SWITCHES = (None, "hosts: files dns\n", "hosts: files mdns4_minimal [NOTFOUND=return] resolve [!UNAVAIL=return] dns\n",
            "hosts: files\n", "hosts: planted [NOTFOUND=return] files dns\n", "hosts: files planted dns\n")
MODULE = "__attribute__((constructor)) static void loaded(void) { __builtin_trap(); }"
A = 1
# Another root with /proc, which Swift's runtime reads; mounted for one run only.
ROOT = ["unshare", "--mount", "sh", "-c", 'mount --rbind /proc "$0/proc" && exec chroot "$0" "$@"']


class NameServer(threading.Thread):
    """Answers for `known` over UDP, A records only, and remembers what it was asked."""

    def __init__(self, known):
        super().__init__(daemon=True)
        self.known, self.asked = known, []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))

    def run(self):
        while True:
            query, client = self.socket.recvfrom(4_096)
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1:at + 1 + query[at]].decode())
                at += 1 + query[at]
            kind = struct.unpack("!H", query[at + 1:at + 3])[0]
            name = ".".join(labels)
            self.asked.append((name, kind))
            here = kind == A and name in self.known
            code = 0 if name in self.known else 3
            head = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, int(here), 0, 0)
            record = struct.pack("!HHHIH4s", 0xC00C, A, 1, 60, 4, socket.inet_aton("127.0.0.1")) if here else b""
            self.socket.sendto(head + query[12:at + 5] + record, client)


class Keys(http.server.BaseHTTPRequestHandler):
    """An issuer's metadata and keys, under whichever name it is asked."""

    list = Path("Fixtures/keys/entra-v2.json").read_bytes()

    def do_GET(self):
        issuer = f"https://{self.headers['host']}"
        body = (f'{{"issuer":"{issuer}","jwks_uri":"{issuer}/keys"}}'.encode() if "well-known" in self.path else self.list)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(certificates, host):
    """Serves keys under one name on loopback; the port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    server.socket = certificates.context(host).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def inside(binary):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    faults, runs = [], 0
    with tempfile.TemporaryDirectory() as folder:
        certificates = Certificates(folder)
        ports = {host: serve(certificates, host) for host in ("written.example", "named.example", "nowhere.example")}
        server = NameServer({"named.example", "named.search.example"})
        server.start()
        root = Path(folder) / "root"
        (root / "etc/ssl/certs").mkdir(parents=True)
        for name in ("home", "proc"):
            (root / name).mkdir()
        shutil.copy(binary, root / "tokcheck")
        shutil.copy(certificates.root, root / "etc/ssl/certs/ca-certificates.crt")
        (root / "etc/hosts").write_text("127.0.0.1 localhost written.example\n")
        (root / "lib").mkdir()
        compiler = shutil.which("clang") or shutil.which("cc")
        if compiler:
            subprocess.run([compiler, "-shared", "-fPIC", "-nostdlib", "-x", "c", "-", "-o", root / "lib/libnss_planted.so.2"],
                           input=MODULE.encode(), check=True)
        else:
            print("not tried: a module for names, for no compiler is there")
        for switch in SWITCHES:
            file = root / "etc/nsswitch.conf"
            file.unlink(missing_ok=True)
            if switch:
                file.write_text(switch)
            for host, server_line, code, asks in (
                    ("written.example", True, 0, False), ("named.example", True, 0, True),
                    ("nowhere.example", True, 20, True), ("written.example", False, 0, False)):
                resolver = root / "etc/resolv.conf"
                resolver.unlink(missing_ok=True)
                if server_line:
                    resolver.write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:2\n")
                server.asked.clear()
                shutil.rmtree(root / "home")
                (root / "home").mkdir()
                done = subprocess.run(
                    [*ROOT, root, "/tokcheck", "keys", "fetch", "--issuer", f"https://{host}:{ports[host]}"],
                    env={"PATH": os.environ["PATH"], "HOME": "/home", "LD_LIBRARY_PATH": "/lib", "SWIFT_BACKTRACE": "enable=no"}, stdin=subprocess.DEVNULL,
                    capture_output=True, text=True, timeout=60)
                runs += 1
                told = done.stdout + done.stderr
                asked = {name for name, _ in server.asked}
                if done.returncode != code or asked != ({host} if asks else set()) or code and "DNS" not in told:
                    faults.append(f"{host}, {switch!r}, resolv.conf {server_line}: {done.returncode}, asked {server.asked}: {told}")
    for fault in faults:
        print(fault)
    print(f"gate: {'failed' if faults else 'ok'}: names of hosts, {runs} runs without a library, {len(faults)} faults")
    sys.exit(bool(faults))


program = str(Path(sys.argv[1]).resolve())
if len(sys.argv) > 2:
    inside(program)
if "=>" in subprocess.run(["ldd", program], capture_output=True, text=True).stdout:
    print("not tried: names of hosts without a library, for this program needs libraries")
    sys.exit(0)
words = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
if subprocess.run([*words, "sh", "-c", "ip link set lo up && unshare --mount chroot / true"], capture_output=True).returncode:
    print("not tried: names of hosts, for no network and root of its own can be had")
    sys.exit(0)
sys.exit(subprocess.run([*words, sys.executable, sys.argv[0], program, "inside"]).returncode)
