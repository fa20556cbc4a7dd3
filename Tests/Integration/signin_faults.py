"""Everything that can go wrong on the way to a token: each with a clear error, its remedy and its exit code."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

sys.dont_write_bytecode = True
import minting  # noqa: E402
from grants import CLIENT, Grants, Refusal  # noqa: E402
from scene import HOST, METADATA, TENANT, Suite, metadata  # noqa: E402

suite = Suite(sys.argv[1])
scene = suite.scene()
home = scene.home
KEYS, KEY = "Fixtures/certificates", "Tests/Support/Keys/entra-1.pem"
grants = Grants(f"{KEYS}/certificate-only.pem", home).install(scene)
word = grants.hide("horse-battery")
WHO, XDR = ["--tenant", TENANT, "--client-id", CLIENT], ["--resource", "defender-xdr"]
everything = ""


def write(name, text):
    path = home / name
    path.write_text(text)
    return str(path)


def fault(name, says, *words, code=20, never=None, **options):
    """Runs `token get` twice, the second time with -v and as JSON, and expects an error both times."""
    global everything
    pending = list(grants.next)
    run = scene.run("token", "get", *words, **options)
    scene.expect(name, run, code, says=says, never=never)
    everything += run.output + run.errors
    grants.next[:] = pending
    again = scene.run("token", "get", *words, "-v", "-o", "json", **options)
    everything += again.output + again.errors
    document = json.loads(again.output or "{}")
    if again.code != code or document.get("exitCode") != code:
        suite.fault(f"{name}, as JSON: {again.code} {again.output}{again.errors}")
    if run.output or "hint" not in run.errors and document.get("schema") == "tokcheck/error/1":
        suite.fault(f"{name}: says no remedy, or hands something out\n{run.output}{run.errors}")
    grants.next.clear()
    return document


SECRET = ["--grant", "secret", *WHO, *XDR, "--client-secret-file", write("secret.txt", grants.secret)]


def refused(error, number, sentence, says, status=400, **more):
    """What the token endpoint says instead of a token."""
    grants.next.append(Refusal(error, number, sentence, status, **more).answer())
    document = fault(f"AADSTS{number}", says, *SECRET)
    if document["error"]["code"] != f"aadsts{number}":
        suite.fault(f"AADSTS{number}: {document}")


# What the authority refuses.
wrong = grants.hide("not-the-secret-" + os.urandom(6).hex())
fault("a wrong secret", "use the secret's value", *SECRET[:-1], write("wrong.txt", wrong))
fault("a secret's id", "the form of a secret's id", *SECRET[:-1], write(
    "id.txt", grants.hide("0c5e9a3e-1111-4222-8333-944455566677")))
refused("invalid_client", 7000222, "The provided client secret keys are expired", "make a new secret", 401)
refused("invalid_grant", 65001, "The user or administrator has not consented", "grant consent", suberror="consent_required")
refused("interaction_required", 50076, "You must use multi-factor authentication", "a second factor is needed")
refused("access_denied", 53003, "Access has been blocked by Conditional Access", "which policy applies")
refused("invalid_grant", 70043, "The refresh token has expired due to sign-in frequency", "sign in again",
        claims='{"access_token":{"acrs":{"essential":true}}}')
fault("a wrong tenant", "the tenant does not exist", "--grant", "secret", "--tenant", "no-such.example", "--client-id", CLIENT,
      *XDR, *SECRET[-2:])
fault("another application", "the application is unknown", "--grant", "secret", "--tenant", TENANT, "--client-id", TENANT, *XDR,
      "--client-secret-file", str(home / "secret.txt"))
fault("an unknown API", "the API is not known", "--grant", "secret", *WHO, "--oauth-scope", "api://none/.default",
      "--client-secret-file", str(home / "secret.txt"))
grants.next.append((400, {}, json.dumps({"error": "invalid_client", "error_description":
                                         f"you sent {grants.secret} \u001b[31m"}).encode()))
fault("an echo", "‹secret›", *SECRET, never="\u001b")

# What is no token at all.
for name, says, body in [
        ("HTML", "the answer is a web page", b"<!DOCTYPE html><title>Sign in to the hotel</title>"),
        ("no access_token", "the answer has no access_token", b'{"token_type":"Bearer","expires_in":"3599"}'),
        ("no JSON", "the answer is no JSON", b"OK"), ("nothing", "the answer is no JSON", b""),
        ("a name twice", "no JSON", b'{"access_token":"a","access_token":"b"}'),
        ("a bound token", 'of the type "pop"', b'{"access_token":"a","token_type":"pop"}')]:
    grants.next.append((200, {}, body))
    fault(name, says, *SECRET)
grants.next.append((307, {"location": "https://evil.example/"}, b""))
fault("a redirect", "leads elsewhere", *SECRET)
grants.next.append((200, {}, json.dumps({"access_token": grants.hide("EwBwA8l6BAAUkj1NuJYtTVha-opaque"),
                                         "token_type": "bearer"}).encode()))
fault("an opaque token", "ticket of a personal Microsoft account", *SECRET, code=14)
for name, says, token, code in [
        ("another audience", "aud-", minting.mint("graph", ["Incident.Read.All"]), 10),
        ("an expired token", "time-expired", minting.mint("xdr", ["Incident.Read.All"], expires=-600), 11)]:
    grants.next.append(grants.json({"access_token": grants.hide(token)}))
    fault(name, says, *SECRET, code=code)
ahead = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 3630))
late = minting.mint("xdr", ["Incident.Read.All"], nbf=int(time.time()) + 3500, iat=int(time.time()) + 3500, expires=7000)
grants.next.append((200, {"date": ahead}, json.dumps({"access_token": grants.hide(late)}).encode()))
fault("a clock that is slow by an hour", "time-clock", *SECRET, code=11)
status, _, body = Refusal("invalid_client", 700024, "Client assertion is not within its valid time range", 401).answer()
grants.next.append((status, {"date": ahead}, body))
fault("the same, told by the authority", "clock is 1 h behind", *SECRET)
late = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 3630))
grants.next.append((status, {"date": late}, body))
fault("a clock that is fast by an hour, told by the authority", "clock is 1 h ahead of", *SECRET)
old = minting.mint("xdr", ["Incident.Read.All"], expires=-100)
grants.next.append((200, {"date": late}, json.dumps({"access_token": grants.hide(old)}).encode()))
fault("a clock that is fast by an hour", "time-clock", *SECRET, code=11)
refused("invalid_client", 700213, "No matching federated identity record found for presented assertion subject",
        "no federated credential matches", 401)
refused("invalid_request", 7000218, "The request body must contain client_assertion or client_secret",
        "allow public client flows", 401)
for status, says in ((401, "id-token: write"), (503, "try again later")):
    scene.authority.services["run.example"] = lambda request, status=status: (status, {}, b"no")
    fault(f"GitHub says {status}", says, "--grant", "federated", *WHO, *XDR, "--github-actions", variables={
        "ACTIONS_ID_TOKEN_REQUEST_URL": "https://run.example/?a=b",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": grants.hide("job-" + os.urandom(9).hex())})
scene.authority.answers[METADATA] = metadata() | {"token_endpoint": "https://evil.example/token"}
fault("metadata that leads elsewhere", "token_endpoint is no address", *SECRET)
grants.install(scene)

# Certificates.
CERTIFICATE = ["--grant", "certificate", *WHO, *XDR, "--certificate"]
for name, says, file in [
        ("a certificate without its key", "without its private key", "certificate-only.pem"),
        ("a key of another certificate", "of another certificate", "key-of-another.pem"),
        ("a locked key", "the private key is locked", "locked.pem"), ("a locked file", "is locked", "locked.p12"),
        ("an elliptic curve", "not RSA", "ec.pem"), ("a script", "neither PEM nor PKCS#12", "make")]:
    fault(name, says, *CERTIFICATE, f"{KEYS}/{file}", code=65)
fault("a key without a certificate", "without its certificate", *CERTIFICATE, KEY, code=65)
for file in ("locked.pem", "locked.p12"):
    fault("a wrong passphrase", "does not open", *CERTIFICATE, f"{KEYS}/{file}", "--certificate-passphrase-file",
          write("word.txt", grants.hide("wrong-" + os.urandom(6).hex())), code=65)
other = home / "other.pem"
subprocess.run(["openssl", "req", "-x509", "-new", "-key", KEY, "-subj", "/CN=other", "-days", "1", "-out", other], check=True,
               capture_output=True)
other.write_text(other.read_text() + Path(KEY).read_text())
fault("a certificate that is not registered", "the certificate or its assertion was refused", *CERTIFICATE, str(other))

# A device code.
DEVICE = ["--grant", "device", *WHO, *XDR]
for error, says in [("authorization_declined", "the user declined"), ("access_denied", "the user declined"),
                    ("expired_token", "before the code expired"), ("bad_verification_code", "bad_verification_code")]:
    code = (200, {}, json.dumps({"device_code": grants.hide("d" * 40), "user_code": "U", "interval": 1, "expires_in": "600",
                                 "verification_uri": "https://microsoft.com/devicelogin"}).encode())
    grants.next += [code, Refusal(error, None, "").answer()]
    fault(error, says, *DEVICE)
grants.next += [(200, {}, code[2].replace(b'"600"', b"2"))] + [Refusal("authorization_pending", 70016, "").answer()] * 2
fault("a code that expires", "before the code expired", *DEVICE)
grants.devices["d" * 40] = [0, {"scope": "https://api.security.microsoft.com/.default"}]
grants.next += [code, Refusal("slow_down", None, "").answer()]
run = scene.run("token", "get", *DEVICE)
scene.expect("slow_down", run, 0)
if not 6.5 < run.seconds < 12:
    suite.fault(f"slow_down: ended after {run.seconds:.1f} s")

# Flags that nobody can have meant.
for says, words in [
        ("how?", WHO + XDR), ("which secret?", ["--grant", "secret", *WHO, *XDR]), ("which tenant?", SECRET[:2] + SECRET[4:]),
        ("a token for what?", ["--grant", "device", *WHO]), ("has no part in", [*DEVICE, "--certificate", "x"]),
        ("--client-secret-file contradicts", [*SECRET, "--client-secret-stdin"]), ("no resource", [*DEVICE[:-1], "nonsense"]),
        ("takes no permissions by name", ["--grant", "secret", *WHO, "--oauth-scope", "api://x/Read", *SECRET[-2:]]),
        ("needs one tenant", ["--grant", "secret", "--tenant", "organizations", "--client-id", CLIENT, *XDR, *SECRET[-2:]]),
        ("--operation without a manifest", [*SECRET, "--operation", "x"]),
        ("nobody would get the token", [*SECRET, "-q"]), ("not a GUID", ["--grant", "device", "--client-id", "app", *XDR])]:
    before = len(grants.requests)
    run = scene.expect(says, scene.run("token", "get", *words), 64, says=says)
    everything += run.errors
    if len(grants.requests) != before:
        suite.fault(f"{says}: somebody was asked all the same")


# At a terminal: the token is not shown unasked; the countdown; Ctrl-C.
def terminal(*words, interrupt_at=None):
    child, screen = pty.fork()
    before = termios.tcgetattr(screen) if child else None
    if child == 0:
        os.execve(suite.binary, [suite.binary, "token", "get", *words], scene.environment())
    shown, end = b"", time.monotonic() + 15
    while time.monotonic() < end:
        if not select.select([screen], [], [], 0.2)[0]:
            continue
        try:
            shown += os.read(screen, 4096)
        except OSError:
            break
        if interrupt_at and interrupt_at in shown:
            os.write(screen, b"\x03")
            interrupt_at = None
    else:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if termios.tcgetattr(screen) != before:
        suite.fault(f"the terminal is left otherwise than it was: {words}")
    os.close(screen)
    return code, shown.decode()


code, shown = terminal(*SECRET)
if code != 64 or "would stand on the terminal" not in shown:
    suite.fault(f"at a terminal: {code} {shown}")
code, shown = terminal(*SECRET, "--show")
if code != 0 or "eyJ" not in shown:
    suite.fault(f"--show: {code}")
grants.pending = 2
code, shown = terminal(*WHO, *XDR, "--out", str(home / "token.jwt"))
if code != 0 or "14:5" not in shown or grants.device not in shown:
    suite.fault(f"a countdown: {code} {shown!r}")
everything += shown
grants.pending = 1000
code, shown = terminal(*WHO, *XDR, "--out", str(home / "never.jwt"), interrupt_at=b"left")
if code != 130 or (home / "never.jwt").exists() or not shown.endswith("\r\x1b[K"):
    suite.fault(f"Ctrl-C: {code} {shown!r}")
everything += shown

for place, text in [("what was said", everything), ("the process list", grants.processes),
                    ("the server's log", grants.log), ("the addresses", "\n".join(scene.authority.asked))]:
    for hidden in grants.hidden:
        if hidden in text:
            suite.fault(f"{place} holds a secret ({hidden[:6]}…)")
suite.end("faults on the way to a token")
