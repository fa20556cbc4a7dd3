"""Reads the Dockerfile and makes its last image as a folder, without Docker: image.py DIST VERSION.

The commands that take the release apart are run as they stand, below another folder; the copies of the last stage are
made, and the program is run with that folder as its root, by the user whom the file names.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

dist, version = Path(sys.argv[1]), sys.argv[2]
root = Path(__file__).resolve().parent.parent.parent.parent
TOKEN, KEYS = "Fixtures/tokens/defender-xdr-app.jwt", "Fixtures/keys/entra-v2.json"


def fail(text):
    print(f"gate: failed: package, the Dockerfile: {text.rstrip()}")
    sys.exit(1)


def instructions(text):
    """The instructions: their name and what follows, lines that are continued put together."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


stages = []
for name, rest in instructions((root / "Dockerfile").read_text()):
    if name not in ("FROM", "ARG", "RUN", "COPY", "USER", "ENV", "WORKDIR", "ENTRYPOINT"):
        fail(f"an instruction that is not known here: {name}")
    if name == "FROM":
        base, _, alias = rest.partition(" AS ")
        stages.append({"base": base, "name": alias, "steps": []})
    elif not stages:
        fail("something before FROM")
    else:
        stages[-1]["steps"].append((name, rest))
shell, last = stages if len(stages) == 2 else fail(f"{len(stages)} stages")
if shell["name"] != "shell" or last["base"] != "scratch" or shell["base"].partition(":")[2] in ("", "latest"):
    fail("stages of other names, or a base without a version")
if ("ARG", "VERSION") not in shell["steps"]:
    fail("the version is not an argument")
user = [rest for name, rest in last["steps"] if name == "USER"]
if [rest for name, rest in shell["steps"] if name == "USER"] != user or not re.fullmatch(r"([1-9]\d*):\1", user[0]):
    fail(f"the user: {user}")

with tempfile.TemporaryDirectory() as folder:
    work = Path(folder)
    work.chmod(0o755)
    release, local, image = work / "release", work / "local", work / "image"
    for path in (release, local, image):
        path.mkdir()
    runs = 0
    for name, rest in shell["steps"]:
        if name == "COPY":
            *sources, target = rest.replace("${VERSION}", version).split()
            found = [path for source in sources for path in dist.glob(source)]
            if len(found) != 2 or target != "/tmp/release/":
                fail(f"copies {found} to {target}")
            for path in found:
                shutil.copy(path, release)
        elif name == "RUN" and "/tmp/release" in rest:
            command = rest.replace("/tmp/release", str(release)).replace("/usr/local", str(local))
            done = subprocess.run(["sh", "-ec", command], env={"PATH": os.environ["PATH"], "VERSION": version},
                                  capture_output=True, text=True)
            if done.returncode or release.exists():
                fail(f"{command}: {done.stdout}{done.stderr}")
            runs += 1
        elif name == "RUN" and not (rest.startswith("apt-get update") and "ca-certificates" in rest):
            fail(f"a command that is not known here: {rest}")
    if runs != 1:
        fail("nothing takes the release apart")

    variables, entry, start = {}, [], "/"
    for name, rest in last["steps"]:
        if name == "COPY":
            flag, source, target = rest.split()
            if flag != "--from=shell" or source != target:
                fail(f"COPY {rest}")
            # Certificates are those of the first stage's system; those of this machine stand for them.
            path = local / source.removeprefix("/usr/local/") if source.startswith("/usr/local/") else Path(source)
            (image / target[1:]).parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, image / target[1:])
            elif path.exists():
                shutil.copy(path, image / target[1:])
            elif source.startswith("/usr/local/"):
                fail(f"there is no {source}")
        elif name == "ENV":
            variables |= dict(word.split("=", 1) for word in rest.split())
        elif name == "WORKDIR":
            start = rest
        elif name == "ENTRYPOINT":
            entry = json.loads(rest)
    (image / start[1:]).mkdir(parents=True)
    for name in (TOKEN, KEYS):
        shutil.copy(root / name, image / start[1:])
    program = shutil.which(entry[0], path=f"{image}{variables['PATH']}") or fail(f"no program {entry}")
    # Root becomes the user of the file; anybody else may at most pretend to be root. Containers have /proc.
    (image / "proc").mkdir()
    become = f"--userspec={user[0]} " if os.geteuid() == 0 else ""
    words = ["unshare", "--mount", *([] if become else ["--map-root-user"]), "sh", "-c"]
    if subprocess.run([*words, f"mount --rbind /proc {image}/proc && chroot {become}/ true"], capture_output=True).returncode:
        print("not tried: the program in the image, for no other root can be had")
        sys.exit(0)
    inside = [*words, f'mount --rbind /proc "$0/proc" && exec chroot {become}"$0" "$@"', image]
    flags = ["--tenant", "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", "--resource", "defender-xdr", "--role",
             "Incident.Read.All", "--at", "2026-11-23T09:00:00Z"]
    for words, code, says in (
            (["version"], 0, f"tokcheck {version} "),
            (["check", f"@{start}/{Path(TOKEN).name}", *flags, "--keys", f"{start}/{Path(KEYS).name}"], 0, "ACCEPTED"),
            (["check", f"@{start}/{Path(TOKEN).name}", *flags, "--offline"], 13, "UNDECIDED")):
        done = subprocess.run([*inside, f"/{Path(program).relative_to(image)}", *words],
                              env=variables | {"PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        if done.returncode != code or says not in done.stdout:
            fail(f"{words} in the image: {done.returncode}: {done.stdout}{done.stderr}")
