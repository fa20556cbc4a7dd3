"""`token get` among clumsy hands and hostile neighbours: secrets in the wrong place, files in the way, the listener."""

import http.client
import json
import os
import pty
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
import minting  # noqa: E402
from grants import CLIENT, Grants  # noqa: E402
from scene import TENANT, Suite  # noqa: E402

suite = Suite(sys.argv[1])
scene = suite.scene()
home = scene.home
grants = Grants(folder=home).install(scene)
WHO, XDR = ["--tenant", TENANT, "--client-id", CLIENT], ["--resource", "defender-xdr"]
everything = ""


def write(name, text):
    path = home / name
    path.write_text(text)
    return str(path)


def get(name, *words, code=0, says=None, asks=None, **options):
    """Runs `token get`; `asks` is how many requests for tokens there are."""
    global everything
    before = len(grants.requests)
    run = scene.expect(name, scene.run("token", "get", *words, **options), code, says=says)
    everything += run.errors + ("" if code == 0 else run.output)
    if asks is not None and len(grants.requests) - before != asks:
        suite.fault(f"{name}: {len(grants.requests) - before} requests instead of {asks}")
    return run


def memory(process):
    """Everything that a process has in memory and may change; None when the system does not show it."""
    seen = b""
    try:
        with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb") as content:
            for line in maps:
                place, rights = line.split()[:2]
                begin, end = (int(number, 16) for number in place.split("-"))
                if rights.startswith("rw") and end - begin < 1 << 28:
                    content.seek(begin)
                    try:
                        seen += content.read(end - begin)
                    except OSError:
                        pass
    except OSError:
        return None
    return seen


SECRET = ["--grant", "secret", *WHO, *XDR, "--client-secret-file", write("secret.txt", grants.secret)]
refresh = grants.hide("1.AXkA" + minting.part(os.urandom(60)))

# A secret in the place of what names it is in no message. (Whoever types it there shows it to `ps`: nothing can help that.)
for secret in (grants.secret, "abc8Q~" + minting.part(os.urandom(25)), "hunter2", refresh, "it's 'mine' ~"):
    for output in ([], ["-o", "json"], ["-v"]):
        for name, code, words in [
                ("as a file", 66, SECRET[:-1] + [secret]), ("as a variable", 64, SECRET[:-2] + ["--client-secret-env", secret]),
                ("as a stray word", 64, [*SECRET, secret]), ("as an option", 64, [*SECRET[:-2], "--client-secret", secret]),
                ("as a grant", 64, ["--grant", secret, *WHO, *XDR]),
                ("as a refresh token", 66, ["--grant", "refresh", *WHO, *XDR, "--refresh-token-file", secret]),
                ("as a passphrase", 64, ["--grant", "certificate", *WHO, *XDR, "--certificate",
                                         "Fixtures/certificates/locked.p12", "--certificate-passphrase-env", secret])]:
            run = get(f"a secret {name}", *words, *output, code=code, asks=0)
            if secret in run.output + run.errors:
                suite.fault(f"a secret {name} is told: {run.errors}")

# Where nothing can be written, nobody signs in; what is read is not written over.
folder, fifo = home / "folder", home / "fifo"
folder.mkdir()
os.mkfifo(fifo)
sealed = home / "sealed"
sealed.mkdir(0o500)
for name, path, says, code in [
        ("no folder", home / "no/token.jwt", "there is no such folder", 73), ("a folder", folder, "a folder, not a file", 73),
        ("a pipe", fifo, "a device or pipe", 73), ("a device", "/dev/stdout", "a device or pipe", 73),
        ("nothing", "", "there is no such folder", 73), ("the secret", home / "secret.txt", "name the same file", 64),
        ("the secret, otherwise written", home / "folder/../secret.txt", "name the same file", 64)]:
    get(f"--out {name}", *SECRET, "--out", str(path), code=code, says=says, asks=0)
get("two outputs in one", "--grant", "device", *WHO, *XDR, "--out", str(home / "a"), "--refresh-token-file", str(home / "a"),
    code=64, says="name the same file", asks=0)
if Path(SECRET[-1]).read_text() != grants.secret:
    suite.fault("the secret was written over")
if os.geteuid() != 0:
    get("a folder that may not be written", *SECRET, "--out", str(sealed / "t"), code=73, says="not allowed", asks=0)
target = home / "target.txt"
target.write_text("untouched")
out = home / "new.jwt"


def planted(path):
    """Plants links under every name that a process to come may give to its unfinished file."""
    for number in range(os.getpid(), os.getpid() + 400):
        link = Path(f"{path}.{number}.part")
        if not link.is_symlink():
            link.symlink_to(target)


planted(out)
for mask in (0o000, 0o077):
    get(f"umask {mask:o}", *SECRET, "--out", str(out), preexec_fn=lambda mask=mask: os.umask(mask))
    if not out.exists() or stat.S_IMODE(out.lstat().st_mode) != 0o600 or out.is_symlink() or not out.read_text().startswith("eyJ"):
        suite.fault(f"umask {mask:o}: {out.exists() and oct(out.lstat().st_mode)}")
if target.read_text() != "untouched":
    suite.fault("an unfinished file was written through a link")

# Variables: what is pinned is pinned here, too, and every value taken from one is named.
manifest = write("job.yaml", "tokcheck: 1\noperations:\n  a:\n    resource: defender-xdr\n    application: Incident.Read.All\n")
more = write("more.yaml", "tokcheck: 1\noperations:\n  a:\n    resource: defender-xdr\n    application: Other.All\n")
digest = subprocess.run([suite.binary, "manifest", "hash", manifest], capture_output=True, text=True).stdout.split()[0]
BARE = ["--grant", "secret", "--client-id", CLIENT, *SECRET[-2:]]
get("a manifest of a variable", *BARE, says="manifest from TOKCHECK_MANIFEST",
    variables={"TOKCHECK_MANIFEST": manifest, "TOKCHECK_TENANT": TENANT, "TOKCHECK_MANIFEST_SHA256": digest})
run = get("a manifest that asks for more", *SECRET, "-o", "json", code=12, variables={"TOKCHECK_MANIFEST": more})
if json.loads(run.output)["policy"]["from"].get("manifest") != "TOKCHECK_MANIFEST":
    suite.fault(f"a manifest that asks for more: {run.output}")
for name, code, says, words, variables in [
        ("another manifest than was pinned", 65, "expected", ["--manifest", more], {"TOKCHECK_MANIFEST_SHA256": digest}),
        ("a pin without a manifest", 64, "without a manifest", [], {"TOKCHECK_MANIFEST_SHA256": digest}),
        ("a misspelt variable", 64, "TOKCHECK_TENAT", [], {"TOKCHECK_TENAT": TENANT}),
        ("unchecked against a variable", 64, "--no-check contradicts", ["--no-check"], {"TOKCHECK_MANIFEST": more})]:
    get(name, *SECRET, *words, code=code, says=says, asks=0, variables=variables)
get("several tenants", *BARE, *XDR, code=64, says="several tenants", asks=0,
    variables={"TOKCHECK_TENANT": f"{TENANT},{CLIENT}"})
get("no variables", *SECRET, "--no-env", variables={"TOKCHECK_MANIFEST": more})
for flag in (["--tenant", TENANT], ["--endpoint", "v1"], ["--claims", "{}"]):
    get(f"a machine and {flag[0]}", "--grant", "managed-identity", *XDR, *flag, code=64, says="has no part in", asks=0)

# Ctrl-C and its like while a server is silent: at once, in order, and nothing is left behind.
for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
    grants.next.append((0, {}, ("silence", 20)))
    process = subprocess.Popen([suite.binary, "token", "get", *SECRET, "--out", str(home / "never.jwt")],
                               env=scene.environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while grants.next:
        time.sleep(0.02)
    time.sleep(0.2)
    begin = time.monotonic()
    process.send_signal(number)
    errors = process.communicate(timeout=10)[1]
    if process.returncode != code or time.monotonic() - begin > 3 or (home / "never.jwt").exists():
        suite.fault(f"{number.name}: {process.returncode} after {time.monotonic() - begin:.1f} s {errors}")
    everything += errors

# While the request is on its way, neither the passphrase nor the text of the key is left in memory.
word = grants.hide("horse-battery")
pem = Path("Fixtures/certificates/certificate-first.pem").read_text()
for name, file, more, gone in [
        ("a locked key", "locked.pem", ["--certificate-passphrase-file", write("word.txt", word)], [word]),
        ("a locked file", "locked.p12", ["--certificate-passphrase-file", write("word.txt", word)], [word]),
        ("a key", "certificate-first.pem", [], pem.split("PRIVATE KEY")[1].split("\n")[5:7])]:
    grants.next.append((0, {}, ("silence", 20)))
    process = subprocess.Popen([suite.binary, "token", "get", "--grant", "certificate", *WHO, *XDR, "--certificate",
                                f"Fixtures/certificates/{file}", *more], env=scene.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while grants.next:
        time.sleep(0.02)
    seen = memory(process.pid)
    process.kill()
    process.wait()
    if seen is None:
        print("not tried: what is left in memory, which may not be read")
        break
    if CLIENT.encode() not in seen:
        suite.fault(f"{name}: nothing was looked at")
    for text in gone:
        if text.encode() in seen:
            suite.fault(f"{name}: {text[:5]}… is left in memory")

# OpenSSL asks nothing on the terminal, even for a certificate that claims to be locked.
odd = write("odd.pem", "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDD"
            "EEFF\n\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END CERTIFICATE-----\n" + Path("Tests/Support/Keys/entra-1.pem").read_text())
child, screen = pty.fork()
if child == 0:
    os.execve(suite.binary, [suite.binary, "token", "get", "--grant", "certificate", *WHO, *XDR, "--certificate", odd, "--show"],
              scene.environment())
shown, end = b"", time.monotonic() + 10
while time.monotonic() < end and select.select([screen], [], [], 10)[0]:
    try:
        shown += os.read(screen, 4096)
    except OSError:
        break
if time.monotonic() > end:
    os.kill(child, signal.SIGKILL)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
if code != 65 or b"pass phrase" in shown:
    suite.fault(f"a locked certificate: {code} {shown!r}")

# The listener among neighbours: whoever says nothing, too much, or something else keeps nobody from signing in.
process = subprocess.Popen([suite.binary, "token", "get", "--grant", "browser", *WHO, *XDR, "--no-browser"],
                           env=scene.environment() | {"NO_PROXY": "localhost,127.0.0.1"}, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
address = ""
while not address.startswith("https://"):
    address = process.stderr.readline().strip()
form = dict(pair.split("=", 1) for pair in address.split("?")[1].split("&"))
port = int(form["redirect_uri"].split("%3A")[-1])


def said(data, seconds=3):
    """What the listener answers to bytes; None when it waits for more."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        try:
            connection.sendall(data)
            answer = b""
            while part := connection.recv(65_536):
                answer += part
            return answer
        except TimeoutError:
            return None
        except OSError:
            return b""


HEAD = f"Host: localhost:{port}\r\n".encode()
refused = {
    "a huge address": b"GET /?code=" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a huge field": b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    "a huge body": b"POST /?code=a HTTP/1.1\r\n" + HEAD + b"Content-Length: 9000000\r\n\r\n" + b"a" * 200_000,
    "an endless body": b"POST / HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"8000\r\n" + b"a" * 0x8000
                       + b"\r\n" + (b"8000\r\n" + b"a" * 0x8000 + b"\r\n") * 6,
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60,
    "another state's icon": b"GET /favicon.ico?code=a&state=b HTTP/1.1\r\n" + HEAD + b"\r\n",
    "another name": b"GET /?code=a&state=b HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a name without a port": b"GET /?code=a&state=b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no name": b"GET /?code=a&state=b HTTP/1.0\r\n\r\n",
    "a whole address": f"GET http://evil.example/?code=a&state=b HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode(),
}
for name, data in refused.items():
    answer = said(data)
    if answer is None or answer and not answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400", b"HTTP/1.1 431")):
        suite.fault(f"the listener, {name}: {answer and answer[:200]}")
    if answer and b"a" * 20 in answer:
        suite.fault(f"the listener, {name}: repeats what was said")
# More connections than there is room for, all silent: later ones are closed at once, the others after ten seconds.
begin = time.monotonic()
silent = [socket.create_connection(("127.0.0.1", port), timeout=15) for _ in range(100)]
closed = select.select(silent, [], [], 2)[0]
time.sleep(0.5)
closed = select.select(silent, [], [], 2)[0]
if not 30 <= len(closed) <= 50:
    suite.fault(f"the listener: {len(closed)} of 100 silent connections were closed at once")
for connection in silent:
    try:
        connection.recv(1)
    except OSError:
        pass
    connection.close()
if not 8 < time.monotonic() - begin < 14:
    suite.fault(f"the listener: silent connections were kept for {time.monotonic() - begin:.1f} s")
code = grants.hide("code-" + os.urandom(12).hex())
grants.codes[code] = {name: value for name, value in form.items()} | {
    "redirect_uri": f"http://localhost:{port}", "scope": XDR[1]}
browser = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
browser.request("GET", f"/?code={code}&state={form['state']}", headers={"Host": f"localhost:{port}"})
answer = browser.getresponse()
page = answer.read()
if answer.status != 200 or code.encode() in page or form["state"].encode() in page:
    suite.fault(f"the listener's page: {answer.status} {page}")
fields = {name.lower(): value for name, value in answer.getheaders()}
if fields["referrer-policy"] != "no-referrer" or fields["cache-control"] != "no-store" \
        or fields["content-security-policy"] != "default-src 'none'":
    suite.fault(f"the listener's page: {fields}")
output, errors = process.communicate(timeout=20)
everything += errors
if process.returncode or not output.startswith("eyJ"):
    suite.fault(f"after all that: {process.returncode} {errors}")
try:
    socket.create_connection(("127.0.0.1", port), timeout=2)
    suite.fault("the listener goes on")
except OSError:
    pass

for place, text in [("what was said", everything), ("the process list", grants.processes), ("the server's log", grants.log)]:
    for hidden in grants.hidden:
        if hidden in text:
            suite.fault(f"{place} holds a secret ({hidden[:6]}…)")
suite.end("clumsy hands and hostile neighbours")
