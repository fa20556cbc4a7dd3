"""Uses the action in many ways on a runner in small (runner.py), and holds docs/pipelines.md against what there is."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
import yaml  # noqa: E402
from runner import TENANT, Run, action, root, token  # noqa: E402

binary = Path(sys.argv[1]).resolve()
keys = (root / "Fixtures/keys/entra-v2.json").read_text()
manifest = (root / "Fixtures/manifests/examples/list-incidents.yaml").read_text()
pin = hashlib.sha256(manifest.encode()).hexdigest()
good, poor = token(["Incident.Read.All"]), token(["Other.Read.All"])
forged = token(["Incident.Read.All"], key="entra-2")
files = {"keys.json": keys, "gate/tokcheck.yaml": manifest}
base = {"binary": str(binary), "tenant": TENANT, "keys": "keys.json"}
flags = base | {"resource": "defender-xdr", "role": "Incident.Read.All"}
pinned = base | {"manifest": "gate/tokcheck.yaml", "manifest-sha256": pin, "operation": "incidents.list"}
faults, tried = [], 0


def check(name, run, code, *words, verdict=""):
    """Whether a run ended so, and said so; a step that fails without a verdict never passes as one."""
    global tried
    tried += 1
    outputs = run.outputs.get("check", {})
    found = outputs.get("verdict", "")
    if (run.code, found) != (code, verdict):
        faults.append(f"{name}: {run.code} {found!r} instead of {code} {verdict!r}: {run.log[-300:]}")
    for word in words:
        if word not in run.log + run.summary + json.dumps(run.files):
            faults.append(f"{name}: nobody said {word!r}: {run.log[-300:]}")
    if code and "::error " not in run.log:
        faults.append(f"{name}: no annotation: {run.log[-300:]}")
    if any(text in run.log for text in (good, poor, forged)) or set(outputs) - {"exit-code", "verdict", "sarif", "junit", "json"}:
        faults.append(f"{name}: the token, or another output: {outputs}")
    if left := set(run.left) - {"keys.json", "gate", "tokcheck", "token.txt", ".git", "named"}:
        faults.append(f"{name}: left behind: {left}")
    return run


# What it is for.
run = check("accepted", Run(pinned | {"token": good}, files), 0, "before\n### tokcheck: accepted", verdict="accepted")
if set(run.files) != {"sarif", "junit", "json"} or json.loads(run.files["json"])["exitCode"] != 0:
    faults.append(f"accepted: files {set(run.files)}")
check("a file", Run(flags | {"token-file": "token.txt"}, files | {"token.txt": good}), 0, verdict="accepted")
run = check("permission", Run(pinned | {"token": poor}, files), 12, "### tokcheck: rejected",
            "::error file=gate/tokcheck.yaml,line=5,col=3,title=permissions-held", verdict="rejected")
if '"uri": "gate/tokcheck.yaml"' not in run.files["sarif"]:
    faults.append("permission: SARIF names another file")
check("undecided", Run(pinned | {"token": token(["Incident.Read.All"], kid="nobody")}, files), 13, "key-found",
      verdict="undecided")
check("no token at all", Run(pinned | {"token": "nothing"}, files), 14, verdict="rejected")
lenient = base | {"resource": "defender-xdr", "token": good}
check("a warning", Run(lenient, files), 0, verdict="accepted")
check("no warnings", Run(lenient | {"fail-on-warning": "true"}, files), 10, verdict="accepted")

# Bad input.
check("no secret", Run(pinned, files), 64, "is the secret set")
check("two tokens", Run(pinned | {"token": good, "token-file": "token.txt"}, files), 64, "contradicts")
check("a word", Run(lenient | {"fail-on-warning": "yes"}, files), 64, "true or false")
check("not pinned", Run(base | {"manifest": "gate/tokcheck.yaml", "token": good}, files), 64, "pin it")
check("a pin alone", Run(flags | {"manifest-sha256": pin, "token": good}, files), 64, "need the input manifest")
check("swapped", Run(pinned | {"token": good}, files | {"gate/tokcheck.yaml": manifest + "# x\n"}), 65,
      "::error file=gate/tokcheck.yaml,line=1,col=1,title=manifest-sha256")
check("a broken pin", Run(pinned | {"manifest-sha256": "x", "token": good}, files), 64, "no SHA-256")
check("no manifest", Run(pinned | {"manifest": "nowhere.yaml", "token": good}, files), 66)
check("no keys", Run(pinned | {"keys": "nowhere.json", "token": good}, files), 66)
check("no tenant", Run(pinned | {"tenant": "", "token": good}, files), 64)
check("no program", Run(pinned | {"binary": "", "token": good}, files), 64, "set the input binary")
check("no such program", Run(pinned | {"binary": "nowhere", "token": good}, files), 66)
check("another program", Run(pinned | {"sha256": "0" * 64, "token": good}, files), 65)
for silent in ("exit 0", "echo ACCEPTED"):
    named = files | {"named/tool": f"#!/bin/sh\n{silent}\n"}
    prepare = lambda run: (run.workspace / "named/tool").chmod(0o755)  # noqa: E731
    check(silent, Run(flags | {"binary": "named/tool", "token": good}, named, prepare=prepare), 70)

# Inputs are values, whatever they hold.
for hostile in ("$(touch pwned)", "`touch pwned`", "; touch pwned", "' || touch pwned #", '"; touch pwned; "', "*",
                "--any-tenant", "--exit-zero", "--operation", "x\n--exit-zero", "a%0A::stop-commands::x", "-", "@keys.json",
                "${{ github.token }}", "x\ny=z", "::error::x", "../../etc/passwd"):
    for name in ("operation", "role", "tenant", "resource", "leeway", "keys", "manifest-sha256", "cloud", "client"):
        run = Run(pinned | {"token": poor, name: hostile}, files)
        tried += 1
        lines = [line for line in run.log.splitlines() if line.lstrip().startswith("::")]
        if run.code in (0, 1, 2) or run.code > 73 or "pwned" in run.left or len(lines) > 3 or any(
                not line.startswith(("::error ", "::warning ")) for line in lines):
            faults.append(f"{name} is {hostile!r}: exit code {run.code}, {run.left}: {run.log[-300:]}")
for name in ("token", "token-file", "manifest", "manifest-ref", "binary", "version", "url", "sha256", "ca-file"):
    run = Run(pinned | {"token": good if name != "token-file" else "", name: "x\npath=/bin/true\n$(touch pwned)"}, files)
    tried += 1
    if run.code == 0 and name != "ca-file" or "pwned" in run.left or run.outputs["binary"].get("path") == "/bin/true":
        faults.append(f"{name} of several lines: exit code {run.code}, {run.outputs}")

# The environment decides nothing; flags do.
other = {"TOKCHECK_TENANT": TENANT, "TOKCHECK_AUDIENCE": "api://other", "TOKCHECK_MANIFEST": "/nowhere", "TOKCHECK_X": "y",
         "TOKCHECK_CLOUD": "china", "OPENSSL_CONF": "/nowhere", "XDG_CACHE_HOME": "/nowhere", "LC_ALL": "C"}
check("variables", Run(pinned | {"token": good}, files, other), 0, "✔ signature", verdict="accepted")
check("a variable for a flag", Run(pinned | {"tenant": "", "token": good}, files, other), 64)



def poisoned(run):
    """The job's own key cache, in which an earlier step has given another key the name of Entra ID's."""
    first, second = (key["kid"] for key in json.loads(keys)["keys"][:2])
    forged_keys = keys.replace(first, "?").replace(second, first).replace("?", second)
    authority = f"https://login.microsoftonline.com/{TENANT}/v2.0/.well-known/openid-configuration"
    fetched = int(time.time()) - 60
    folder = run.folder / ".cache/tokcheck/keys"
    folder.mkdir(parents=True, mode=0o700)
    (folder / f"{hashlib.sha256(authority.encode()).hexdigest()}.json").write_text(json.dumps({
        "schema": "tokcheck/key-cache/1", "authority": authority, "attemptedAt": fetched, "list": {
            "address": "https://login.microsoftonline.com/keys", "tenant": TENANT, "fetchedAt": fetched,
            "sha256": hashlib.sha256(forged_keys.encode()).hexdigest(), "keys": forged_keys}}))
    # Whoever reads it takes the forged token for genuine.
    trusting = subprocess.run([binary, "check", "-", "--tenant", TENANT, "--resource", "defender-xdr", "--role",
                               "Incident.Read.All"], input=forged, text=True, env=run.variables, capture_output=True)
    if trusting.returncode:
        faults.append(f"a poisoned cache is none: {trusting}")


check("a forged token", Run(flags | {"token": forged}, files), 10, verdict="rejected")
# No key file: the action would fetch, and finds nobody.
check("a poisoned cache", Run(flags | {"keys": "", "https-proxy": "http://127.0.0.1:9", "token": forged}, files,
                              prepare=poisoned), 13, verdict="undecided")

# A runner without the expected variables.
for name in ("RUNNER_TEMP", "GITHUB_OUTPUT", "GITHUB_WORKSPACE"):
    check(name, Run(pinned | {"token": good}, files, without=[name]), 64, f"{name} is not set")
run = Run(pinned | {"token": poor}, files, without=["GITHUB_STEP_SUMMARY"])
check("no summary", run, 12, "GITHUB_STEP_SUMMARY is not set", verdict="rejected")
run = Run(pinned | {"token": good}, files, without=["GITHUB_ACTION_PATH"])
tried += 1
if run.code in (0, 10, 11, 12, 13, 14) or "GITHUB_ACTION_PATH: is not set" not in run.log:
    faults.append(f"GITHUB_ACTION_PATH: {run.code}: {run.log}")


def repository(run):
    """A server whose branch main holds the manifest, and a checkout in which a pull request has widened it."""
    def git(*words, folder=run.folder / "server"):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@a.example", *words], cwd=folder, check=True,
                       capture_output=True, env={"PATH": os.environ["PATH"], "HOME": str(run.folder)})

    (run.folder / "server/gate").mkdir(parents=True)
    (run.folder / "server/gate/tokcheck.yaml").write_text(manifest)
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "--message", "gate")
    git("init", "--quiet", folder=run.workspace)


widened = files | {"gate/tokcheck.yaml": manifest.replace("Incident.Read.All", "Other.Read.All")}
ref = base | {"manifest": "./gate/tokcheck.yaml", "manifest-ref": "main", "operation": "incidents.list"}
run = check("protected", Run(ref | {"token": poor}, widened, prepare=repository), 12,
            "::error file=gate/tokcheck.yaml,line=5", verdict="rejected")
if not re.fullmatch("[0-9a-f]{40}", run.outputs["manifest"].get("commit", "")):
    faults.append(f"protected: no commit: {run.outputs}")
check("protected and accepted", Run(ref | {"token": good}, widened, prepare=repository), 0, verdict="accepted")
check("protected and pinned", Run(ref | {"manifest-sha256": "0" * 64, "token": good}, widened, prepare=repository), 65)
for branch in ("nowhere", "--upload-pack=touch pwned", "main:main", "a..b", "$(touch pwned)"):
    run = Run(ref | {"manifest-ref": branch, "token": good}, widened, prepare=repository)
    check(f"branch {branch}", run, 66 if branch == "nowhere" else 64, "input manifest-ref")
for path in ("/etc/passwd", "../tokcheck.yaml", "gate/../gate/tokcheck.yaml"):
    run = Run(ref | {"manifest": path, "token": good}, widened, prepare=repository)
    check(f"path {path}", run, 64, "a path within the repository")
check("not there", Run(ref | {"manifest": "gate", "token": good}, widened, prepare=repository), 66, "no such file")


def download(source):
    """A curl that gives a file, whatever is asked."""
    def prepare(run):
        (run.folder / "bin").mkdir()
        script = 'echo "$@" >"$HOME/asked"\nwhile [ "$1" != --output ]; do shift; done\n' + f'cp "{source}" "$2"\n'
        (run.folder / "bin/curl").write_text("#!/bin/sh\n" + script)
        (run.folder / "bin/curl").chmod(0o755)
        run.variables["PATH"] = f"{run.folder}/bin:{run.variables['PATH']}"
        run.variables["GITHUB_SERVER_URL"] = "https://server.example"
    return prepare


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


scratch = Path(sys.argv[1]).resolve().parent / "action-gate"
scratch.mkdir(exist_ok=True)
archive, trap = scratch / "tokcheck.tar.gz", scratch / "trap"
with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
    tar.add(binary, "tokcheck-1.0.0/bin/tokcheck")
trap.write_text("#!/bin/sh\ntouch pwned\n")
fetched = flags | {"binary": "", "token": good, "version": "1.0.0"}
check("a release", Run(fetched | {"sha256": sha256(archive).upper()}, files, prepare=download(archive)), 0,
      verdict="accepted")
address = {"version": "", "url": "https://files.example/tokcheck"}
check("an address", Run(fetched | address | {"sha256": sha256(binary)}, files, prepare=download(binary)), 0,
      verdict="accepted")
check("another file", Run(fetched | address | {"sha256": sha256(binary)}, files, prepare=download(trap)), 65,
      "nothing of it was used")
check("no pin", Run(fetched, files, prepare=download(archive)), 64, "must be pinned")
check("no HTTPS", Run(fetched | {"url": "http://files.example/t", "sha256": "0" * 64}, files), 64, "HTTPS")
check("an option", Run(fetched | {"url": "-o/x", "sha256": "0" * 64}, files), 64, "HTTPS")
check("no version", Run(fetched | {"version": "1/../..", "sha256": "0" * 64}, files), 64, "not a version")
archive.unlink()
trap.unlink()
scratch.rmdir()

# The action and its pages name what there is.
used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", (root / "action.yml").read_text()))
if used != set(action["inputs"]):
    faults.append(f"inputs that nobody uses, or that are not there: {used ^ set(action['inputs'])}")
page = (root / "docs/pipelines.md").read_text()
known = set().union(*(re.findall(r"--[a-z][\w-]+", subprocess.run(
    [binary, *command.split(), "--help"], capture_output=True, text=True).stdout)
    for command in ("check", "manifest hash", "keys fetch")))
for line in re.findall(r"tokcheck (?:check|manifest hash|keys fetch)(?:.*\\\n)*.*", page):
    if unknown := set(re.findall(r"(?<=\s)--[a-z][\w-]+", line)) - known:
        faults.append(f"docs/pipelines.md: flags that are not there: {unknown}")
snippets = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", page, re.S)]
uses = [step for text in snippets for job in (text.get("jobs", {}) if isinstance(text.get("jobs"), dict) else {}).values()
        for step in job["steps"] if "tokcheck" in step.get("uses", "")]
if not uses or len(snippets) < 3:
    faults.append("docs/pipelines.md: no use of the action, or fewer than three snippets of YAML")
for step in uses:
    if unknown := set(step["with"]) - set(action["inputs"]):
        faults.append(f"docs/pipelines.md: inputs that are not there: {unknown}")
if tried < 190:
    faults.append(f"only {tried} runs")
print("".join(f"{fault}\n" for fault in faults[:20]), end="")
print(f"gate: {'failed' if faults else 'ok'}: the action's steps, {tried} runs, {len(faults)} faults")
sys.exit(bool(faults))
