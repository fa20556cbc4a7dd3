"""`token get`, each grant once: the token is handed out, looked at, and passes `check` with keys that were fetched."""

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

sys.dont_write_bytecode = True
import jsonschema  # noqa: E402
import minting  # noqa: E402
from grants import CLIENT, PARTNER, Grants  # noqa: E402
from scene import TENANT, Suite, documented  # noqa: E402

suite = Suite(sys.argv[1])
scene = suite.scene()
home = scene.home
WHO = ["--tenant", TENANT, "--client-id", CLIENT]
XDR = ["--resource", "defender-xdr"]
KEY = "Tests/Support/Keys/entra-2.pem"


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def write(name, text, mode=0o600):
    path = home / name
    path.write_text(text)
    path.chmod(mode)
    return str(path)


# The stock openssl makes the certificate and both files.
(certificate, pem), p12 = minting.certificate(home, KEY), str(home / "app.p12")
word = "correct horse " + os.urandom(6).hex()
openssl("pkcs12", "-export", "-inkey", KEY, "-in", certificate, "-passout", f"pass:{word}", "-out", p12)
grants = Grants(certificate, home).install(scene)
grants.hide(word)
secret, passphrase = write("secret.txt", grants.secret + "\n"), write("word.txt", word + "\n")
everything = ""


def get(name, *words, code=0, says=None, never=None, **options):
    """Runs `token get`, and keeps what it said; all that it says, with -v, is for everybody's eyes but the token."""
    global everything
    run = scene.run("token", "get", "-v", *words, **options)
    everything += run.errors if code == 0 else run.output + run.errors
    return scene.expect(name, run, code, says=says, never=never)


def accepted(name, token, role=True, tenant=TENANT):
    """The release program judges the token with keys that it fetches from the stand-in."""
    need = ["--role", "Incident.Read.All"] if role else ["--scope", "Incident.Read"]
    run = scene.run("check", "-", "--tenant", tenant, *XDR, *need, text=token)
    scene.expect(f"{name}, checked", run, 0, says="ACCEPTED")


# An application's own token.
SECRET = ["--grant", "secret", *WHO, *XDR]
accepted("a secret of a file", get("a secret of a file", *SECRET, "--client-secret-file", secret,
                                   says="the token came straight from the authority").output)
accepted("a secret of standard input", get("a secret of standard input", *SECRET, "--client-secret-stdin",
                                           text=grants.secret).output)
accepted("a secret of a variable", get("a secret of a variable", *SECRET, "--client-secret-env", "THE_SECRET",
                                       variables={"THE_SECRET": grants.secret}).output)
azure = {"AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_CLIENT_SECRET": grants.secret,
         "AZURE_AUTHORITY_HOST": "login.microsoftonline.com"}
accepted("Azure's variables", get("Azure's variables", "--grant", "secret", "--azure-env", *XDR, variables=azure).output)
get("Azure's variables unasked", "--grant", "secret", *XDR, variables=azure, code=64, says="which application?")
accepted("version 1", get("version 1", *SECRET, "--endpoint", "v1", "--client-secret-file", secret).output)
if grants.requests[-1][1].get("resource") != minting.AUDIENCES["xdr"] or "scope" in grants.requests[-1][1]:
    suite.fault(f"version 1 sent {sorted(grants.requests[-1][1])}")
partner = get("a partner's tenant", "--grant", "secret", "--tenant", PARTNER, "--client-id", CLIENT, *XDR,
              "--client-secret-file", secret).output
if minting.claims_of(partner)["tid"] != PARTNER:
    suite.fault("a partner's tenant: the token is of another")
get("scopes by name", "--grant", "secret", *WHO, "--oauth-scope", "https://api.security.microsoft.com/.default",
    "--client-secret-file", secret)

CERTIFICATE = ["--grant", "certificate", *WHO, *XDR]
for name, more in [("PEM", ["--certificate", pem]), ("RS256", ["--certificate", pem, "--certificate-alg", "RS256"]),
                   ("a chain", ["--certificate", pem, "--certificate-chain"]),
                   ("PKCS#12", ["--certificate", p12, "--certificate-passphrase-file", passphrase])]:
    accepted(name, get(name, *CERTIFICATE, *more).output)
accepted("a passphrase of a variable", get(
    "a passphrase of a variable", *CERTIFICATE, "--certificate", p12, "--certificate-passphrase-env", "WORD",
    variables={"WORD": word}).output)

# Federated: a file, the variable of a workload, a job of GitHub Actions.
grants.federated = grants.hide(minting.mint("xdr", ["x"], aud="api://AzureADTokenExchange"))
assertion = write("assertion.jwt", grants.federated)
FEDERATED = ["--grant", "federated", *WHO, *XDR]
accepted("federated", get("federated", *FEDERATED, "--federated-token-file", assertion).output)
accepted("a workload", get("a workload", "--grant", "federated", "--azure-env", *XDR, variables={
    "AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_FEDERATED_TOKEN_FILE": assertion}).output)
job = grants.hide("job-" + os.urandom(12).hex())


def actions(request):
    asked = request.path.split("audience=")[-1]
    good = request.fields.get("authorization") == f"Bearer {job}" and asked == "api%3A%2F%2FAzureADTokenExchange"
    return (200, {}, json.dumps({"count": 1, "value": grants.federated}).encode()) if good else (401, {}, b"{}")


scene.authority.services["run.actions.githubusercontent.com"] = actions
hub = {"ACTIONS_ID_TOKEN_REQUEST_URL": "https://run.actions.githubusercontent.com/j?v=2",
       "ACTIONS_ID_TOKEN_REQUEST_TOKEN": job}
accepted("GitHub Actions", get("GitHub Actions", *FEDERATED, "--github-actions", variables=hub).output)
get("no job", *FEDERATED, "--github-actions", code=64, says="id-token: write")
grants.federated = None

# A user: on another device, with a refresh token that takes the place of the one before.
refresh = home / "refresh.txt"
DEVICE = ["--grant", "device", *WHO, *XDR]
for texts in (False, True):
    grants.numbers_as_texts, grants.pending = texts, 2
    run = get("a device code", *DEVICE, "--refresh-token-file", str(refresh), says="and type the code")
    accepted("a device code", run.output, role=False)
accepted("version 1, a device code", get("version 1, a device code", *DEVICE, "--endpoint", "v1").output, role=False)
first = refresh.read_text()
if stat.S_IMODE(refresh.stat().st_mode) != 0o600:
    suite.fault("the refresh token may be read by others")
accepted("a refresh token", get("a refresh token", "--grant", "refresh", *WHO, *XDR, "--refresh-token-file",
                                str(refresh)).output, role=False)
if refresh.read_text() == first:
    suite.fault("the refresh token was not replaced")
write("old.txt", first)
get("an old refresh token", "--grant", "refresh", *WHO, *XDR, "--refresh-token-file", str(home / "old.txt"), code=20,
    says="AADSTS70008")

# To a file that only the user may read, through no link; as JSON; piped on.
target, link, out = home / "target.txt", home / "link.txt", home / "token.jwt"
target.write_text("untouched")
link.symlink_to(target)
for path in (out, link):
    run = get("--out", *SECRET, "--client-secret-file", secret, "--out", str(path))
    if run.output or stat.S_IMODE(path.lstat().st_mode) != 0o600 or path.is_symlink():
        suite.fault(f"--out {path.name}: {oct(path.lstat().st_mode)} {run.output!r}")
    accepted("a file", path.read_text())
if target.read_text() != "untouched" or list(home.glob("*.part")):
    suite.fault("--out wrote through a link, or left something behind")
document = json.loads(get("JSON", *SECRET, "--client-secret-file", secret, "-o", "json").output)
accepted("JSON", json.dumps(document))
schema = json.loads(Path("Sources/Reporting/Schemas/token.json").read_text())
for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
    suite.fault(f"JSON: {error.message}")
if sorted(document) != sorted(schema["properties"]):
    suite.fault(f"JSON: {sorted(document)}")
if document["preflight"]["decision"] != "passes" or document["file"] or document["token"]["kind"] != "application":
    suite.fault(f"JSON: {document['preflight']} {document['token']}")

# Against a manifest: what the job needs decides, and a manifest alone says for what a token is asked.
manifest = write("service.yaml", """
tokcheck: 1
operations:
  incidents.list:
    resource: defender-xdr
    application: Incident.Read.All
  incidents.update:
    resource: defender-xdr
    application: Incident.ReadWrite.All
""")
MANIFEST = ["--grant", "secret", *WHO, "--client-secret-file", secret, "--manifest", manifest]
get("an operation", *MANIFEST, "--operation", "incidents.list")
run = get("an operation that needs more", *MANIFEST, "--operation", "incidents.update", code=12,
          says="the token was not handed out")
if "eyJ" in run.output:
    suite.fault("a token that was stopped was handed out")
# The commands of README as they stand there, the pipe among them.
names = {"tenant": TENANT, "client_id": CLIENT}
run = scene.shell(documented("tokcheck token get --grant certificate", **names))
everything += run.stdout + run.stderr
if run.returncode != 0 or "ACCEPTED" not in run.stdout:
    suite.fault(f"README's pipe: {run.returncode} {run.stdout}{run.stderr}")
grants.roles = ["Machine.Isolate"]
run = scene.shell(documented("tokcheck token get --grant certificate", **names))
if run.returncode != 14 or "was not handed out" not in run.stderr:
    suite.fault(f"README's pipe with a token that will not do: {run.returncode} {run.stdout}{run.stderr}")
grants.roles = ["Incident.Read.All"]
run = scene.shell(documented("tokcheck token get --grant device", **names))
if run.returncode or grants.device not in run.stderr:
    suite.fault(f"README's device code: {run.returncode} {run.stderr}")
accepted("README's device code", (home / "token.jwt").read_text(), role=False)
get("the same unchecked", *SECRET, "--client-secret-file", secret, "--no-check", says="nobody looked at it")


# A managed identity of App Service, on loopback and in plain HTTP.
class Service(BaseHTTPRequestHandler):
    header, asked = grants.hide("header-" + os.urandom(12).hex()), []

    def do_GET(self):
        self.asked.append(self.path)
        good = self.headers["x-identity-header"] == self.header and "resource=https%3A%2F%2Fapi.security" in self.path
        token = grants.hide(minting.mint("xdr", ["Incident.Read.All"]))
        body = json.dumps({"access_token": token, "expires_on": "1999999999", "token_type": "Bearer", "resource": "r"}
                          if good else {"statusCode": 400, "message": "no identity"}).encode()
        self.send_response(200 if good else 400)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
service = {"IDENTITY_ENDPOINT": f"http://127.0.0.1:{server.server_port}/msi/token", "IDENTITY_HEADER": Service.header}
accepted("App Service", get("App Service", "--grant", "managed-identity", *XDR, variables=service).output)
get("one of several", "--grant", "managed-identity", *XDR, "--client-id", CLIENT, variables=service)
if f"client_id={CLIENT}" not in Service.asked[-1]:
    suite.fault(f"one of several: {Service.asked[-1]}")
get("a wrong header", "--grant", "managed-identity", *XDR, code=20, says="no identity",
    variables=service | {"IDENTITY_HEADER": "wrong"})
get("an address elsewhere", "--grant", "managed-identity", *XDR, code=64, says="no address of this machine",
    variables=service | {"IDENTITY_ENDPOINT": "http://10.0.0.1/token"})

# A virtual machine's service, at its link-local address in a network namespace that is made for it, and one without.
MACHINE = """
import http.server, json, subprocess, sys, threading
class Machine(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        good = self.headers["metadata"] == "true" and "api-version=2018-02-01" in self.path
        self.send_response(200 if good else 400)
        self.end_headers()
        self.wfile.write(json.dumps(dict(access_token=sys.stdin.read(), expires_in="86400", token_type="Bearer")).encode())
    def log_message(self, *_): pass
for words in (["link", "set", "lo", "up"], ["address", "add", "169.254.169.254/32", "dev", "lo"]):
    subprocess.run(["ip", *words], check=True)
server = http.server.HTTPServer(("169.254.169.254", 80), Machine)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.exit(subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL).returncode)
"""
namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
ip = shutil.which("ip")
if ip and subprocess.run([*namespace, "ip", "link", "set", "lo", "up"], capture_output=True).returncode == 0:
    token = grants.hide(minting.mint("xdr", ["Incident.Read.All"]))
    accepted("a virtual machine", get("a virtual machine", "--grant", "managed-identity", *XDR, text=token,
                                      prefix=[*namespace, sys.executable, "-c", MACHINE]).output)
    get("a machine without", "--grant", "managed-identity", *XDR, code=20, says="this machine has no managed identity",
        prefix=namespace)
else:
    print("not tried: a virtual machine's identity, for a network namespace cannot be made")

# Nothing secret was said, stood in a process list, or reached an address.
for place, text in [("what was said", everything), ("the process list", grants.processes),
                    ("the server's log", grants.log), ("the addresses", "\n".join(scene.authority.asked + Service.asked))]:
    for hidden in grants.hidden:
        if hidden in text:
            suite.fault(f"{place} holds a secret ({hidden[:6]}…)")
if len(grants.hidden) < 20 or suite.binary not in grants.processes:
    suite.fault(f"nothing was looked for: {len(grants.hidden)} secrets, {len(grants.processes)} bytes of processes")
suite.end("getting tokens")
