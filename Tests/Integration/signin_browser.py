"""The sign-in with a browser: a scripted one, and the real Chromium if there is one; a foreign provider as the authority."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")
import browser  # noqa: E402
import idp  # noqa: E402
import minting  # noqa: E402
from authority import closed_port  # noqa: E402
from grants import CLIENT, Grants  # noqa: E402
from scene import HOST, METADATA, TENANT, Suite, documented  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

suite = Suite(sys.argv[1])
scene = suite.scene()
home = scene.home
grants = Grants(folder=home).install(scene)
ISSUER = f"https://{HOST}/{TENANT}/v2.0"
BROWSER = ["--grant", "browser", "--tenant", TENANT, "--client-id", CLIENT, "--resource", "defender-xdr"]
programs = home / "bin"
log = programs / "browser.log"
everything = ""


def get(name, *words, does="", code=0, says=None, never=None, **options):
    """Runs `token get` with the scripted browser on the path."""
    global everything
    log.unlink(missing_ok=True)
    variables = browser.installed(programs, does)
    run = scene.run("token", "get", *BROWSER, *words, variables=variables, **options)
    everything += run.errors + ("" if code == 0 else run.output)
    scene.expect(name, run, code, says=says, never=never)
    end = time.monotonic() + 5
    while "nothing" not in does and not log.exists() and time.monotonic() < end:
        time.sleep(0.05)
    run.notes = log.read_text().split("\n") if log.exists() else []
    return run


def accepted(name, token):
    scene.expect(f"{name}, checked", scene.run(
        "check", "-", "--tenant", TENANT, "--resource", "defender-xdr", "--scope", "Incident.Read", text=token), 0,
        says="ACCEPTED")


# What must be: one answer is taken, the icon, other paths, names and methods get 404, and so does a second answer.
run = get("a browser", says="A browser should open now")
accepted("a browser", run.output)
if len(run.notes) != 2 or "200 no-store <!DOCTYPE html>" not in run.notes[1] or "Back to the terminal" not in run.notes[1]:
    suite.fault(f"a browser: {run.notes}")
run = get("a strange browser", does="strange twice")
accepted("a strange browser", run.output)
if [note[:3] for note in run.notes[1:-1]] != ["404"] * 6 + ["200"] or run.notes[-1][:3] not in ("404", "nob"):
    suite.fault(f"a strange browser: {run.notes}")
run = get("what is asked", "--prompt", "select_account", "--login-hint", "ann@contoso.example", "--endpoint", "v1")
accepted("what is asked", run.output)
asked = grants.requests[-2][1]
if asked["prompt"] != "select_account" or asked["login_hint"] != "ann@contoso.example" or "resource" not in asked:
    suite.fault(f"what is asked: {asked}")
grants.redirected = {"iss": ISSUER}
accepted("with iss", get("with iss").output)

grants.redirected = None
for prompt in ("login", "consent"):
    get(f"--prompt {prompt}", "--prompt", prompt)
    if grants.requests[-2][1].get("prompt") != prompt:
        suite.fault(f"--prompt {prompt}: {grants.requests[-2][1]}")
run = scene.shell(documented("tokcheck token get --grant browser", client_id=CLIENT), DISPLAY=":9", BROWSER_LOG=str(log),
                  PATH=f"{programs}:{os.environ['PATH']}", NO_PROXY="localhost,127.0.0.1")
everything += run.stdout + run.stderr
if run.returncode:
    suite.fault(f"README's browser: {run.returncode} {run.stderr}")
accepted("README's browser", (home / "token.jwt").read_text())

# What must not be believed.
for name, redirected, says in [
        ("another state", {"state": "another"}, "did not ask for"), ("no state", {"state": None}, "did not ask for"),
        ("another issuer", {"iss": "https://evil.example"}, "https://evil.example"),
        ("the user declines", {"code": None, "error": "access_denied",
                               "error_description": "AADSTS65004: User declined to consent"}, "accept, or ask for less"),
        ("a refusal", {"code": None, "error": "invalid_request", "error_description": "AADSTS50011: The redirect URI"},
         "register exactly this redirect address"),
        ("another's code", {"code": "stolen-code-of-somebody"}, "the code was used before")]:
    grants.redirected = redirected
    before = len(grants.requests)
    get(name, code=20, says=says)
    if len(grants.requests) - before != (2 if name == "another's code" else 1):
        suite.fault(f"{name}: the token endpoint was asked")
scene.authority.answers[METADATA]["authorization_response_iss_parameter_supported"] = True
grants.redirected = None
get("an issuer was promised", code=20, says="does not say from which authority")
grants.install(scene)

# A port that somebody has; nobody opens a browser; nobody comes back, and Ctrl-C.
with socket.socket() as taken:
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    get("a port in use", "--redirect-port", str(port), code=20, does="nothing", says=f"port {port} is in use")
get("that port", "--redirect-port", str(port))


def waiting(*words, **more):
    """A sign-in that waits for a browser: the process, and the address that it prints."""
    variables = scene.environment() | {"NO_PROXY": "localhost,127.0.0.1"} | more
    process = subprocess.Popen([suite.binary, "token", "get", *BROWSER, *words], env=variables, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = ""
    while not line.startswith("https://"):
        line = process.stderr.readline()
        if not line:
            suite.fault(f"nothing is waited for: {process.wait()}")
            break
    suite.runs += 1
    return process, line.strip()


process, address = waiting("--no-browser", DISPLAY=":9", PATH=f"{programs}:/usr/bin")
process.send_signal(signal.SIGINT)
if process.wait(5) != 130:
    suite.fault(f"Ctrl-C: {process.returncode} {process.stderr.read()}")
# A desktop without a program that opens addresses, and no desktop: the address is printed, and that is all.
for name, more in (("no xdg-open", {"DISPLAY": ":9", "PATH": str(home)}), ("no desktop", {})):
    process, address = waiting(**more)
    process.send_signal(signal.SIGTERM)
    if process.wait(5) != 143 or "redirect_uri=http%3A%2F%2Flocalhost" not in address:
        suite.fault(f"{name}: {process.returncode} {address}")
process, address = waiting()
listening = subprocess.run(["sh", "-c", f"cat /proc/{process.pid}/net/tcp /proc/{process.pid}/net/tcp6"], capture_output=True,
                           text=True).stdout
number = f"{int(address.split('redirect_uri=http%3A%2F%2Flocalhost%3A')[1].split('&')[0]):04X}"
bound = [line.split()[1] for line in listening.split("\n") if f":{number} " in line and " 0A " in line]
if bound != [f"0100007F:{number}"]:
    suite.fault(f"the listener: {bound}")
subprocess.run([programs / "xdg-open", address], env=scene.environment() | {
    "BROWSER_LOG": str(log), "NO_PROXY": "localhost,127.0.0.1"}, check=True)
output, errors = process.communicate(timeout=10)
everything += errors
if process.returncode:
    suite.fault(f"an address opened by hand: {errors}")
accepted("an address opened by hand", output)

# The real Chromium: through the proxy to the sign-in page, and directly back to loopback.
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if chromium:
    process, address = waiting()
    with tempfile.TemporaryDirectory() as profile, open(home / "chromium.log", "w") as out:
        window = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             f"--user-data-dir={profile}", f"--proxy-server=http://127.0.0.1:{scene.authority.port}",
             "--ignore-certificate-errors", "--dump-dom", "--timeout=15000", address], stdout=out, stderr=subprocess.STDOUT)
        output, errors = process.communicate(timeout=40)
        window.wait(40)
    everything += errors
    if process.returncode:
        suite.fault(f"Chromium: {process.returncode} {errors}")
    accepted("Chromium", output)
    if "Back to the terminal" not in (home / "chromium.log").read_text():
        suite.fault(f"Chromium shows {(home / 'chromium.log').read_text()[-2000:]}")
else:
    print("not tried: Chromium, which is not installed")

# idpyoidc, others' software, in the place of the authority: it makes metadata, code and token, and judges the verifier.
port = str(closed_port())
provider = idp.Provider(ISSUER, public=(CLIENT, f"http://localhost:{port}"))
server = make_server("127.0.0.1", 0, provider.application(), threaded=True,
                     ssl_context=suite.certificates.context(HOST))
threading.Thread(target=server.serve_forever, daemon=True).start()
scene.authority.tunnels[HOST] = server.server_port
BROWSER[-2:] = ["--oauth-scope", "openid"]
run = get("a foreign provider", "--no-check", "--redirect-port", port)
if run.code == 0 and minting.claims_of(run.output)["iss"] != ISSUER:
    suite.fault("a foreign provider: the token is of another")
if run.code == 0:
    scene.run("keys", "clear")
    again = scene.run("check", "-", "--issuer", ISSUER, "--any-audience", "-o", "json", text=run.output)
    statuses = {check["code"]: check["status"] for check in json.loads(again.output)["checks"]}
    if statuses["signature-valid"] != "satisfied":
        suite.fault(f"a foreign provider: {again.output}")

for place, text in [("what was said", everything), ("the process list", grants.processes),
                    ("the addresses", "\n".join(scene.authority.asked)), ("the server's log", grants.log)]:
    for hidden in grants.hidden:
        if hidden in text:
            suite.fault(f"{place} holds a secret ({hidden[:6]}…)")
verifiers = [form["code_verifier"] for _, form in grants.requests if "code_verifier" in form]
if len(verifiers) < 8 or any(verifier in "\n".join(scene.authority.asked) for verifier in verifiers):
    suite.fault("a verifier stands in an address, or there is none")
suite.end(f"the sign-in with a browser{', Chromium among them' if chromium else ''}")
