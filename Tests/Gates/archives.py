"""Feeds archives and exports of a hundred megabytes to the release program, and holds its answers, memory and time."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

root = Path(__file__).resolve().parent.parent.parent
binary = str(Path(sys.argv[1]).resolve())
MEGABYTE = 1_000_000
# An entry may be nothing but values, and each of its bytes then takes some more.
MEMORY, OF_VALUES, SECONDS = 64, 160, 20
token = (root / "Fixtures/tokens/defender-xdr-app.jwt").read_text().strip()
session = json.loads((root / "Fixtures/har/session.har").read_text())["log"]["entries"]
refusal = next(entry for entry in session if entry["response"]["status"] == 403)
faults, worst = [], [0, 0.0]
# A process begins with the memory of the one that starts it, which must be a small one to say anything.
START = """import os, sys
pid = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
print(usage.ru_maxrss // 1024, file=open(os.environ["MEMORY"], "w"))
sys.exit(os.waitstatus_to_exitcode(status))"""
measured = tempfile.NamedTemporaryFile()


def entry(number, size=0, bearer=None, padding="x"):
    """An entry whose answer has about so many bytes."""
    headers = [{"name": "Authorization", "value": f"Bearer {bearer}"}] if bearer else []
    return json.dumps({
        "request": {"method": "GET", "url": f"https://api.security.microsoft.com/api/incidents?{number}", "headers": headers},
        "response": {"status": 200, "headers": [], "content": {"text": padding * size}}}).encode()


def archive(entries, end=b"]}}"):
    """An archive, entry by entry."""
    yield b'{"log":{"version":"1.2","entries":['
    for number, each in enumerate(entries):
        if number:
            yield b","
        yield from [each] if isinstance(each, bytes) else each
    yield end


def run(name, arguments, chunks, code, *words, never=(), limit=20_000):
    """Runs the program on what is written to it, and looks at how it ends."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-S", "-c", START, binary, *arguments], cwd=root / "Fixtures",
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env={"LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "MEMORY": measured.name})

    def write():
        try:
            for chunk in chunks:
                process.stdin.write(chunk)
            process.stdin.close()
        except BrokenPipeError:
            pass

    writer = threading.Thread(target=write)
    writer.start()
    said = process.stdout.read().decode()
    process.wait()
    writer.join()
    seconds, memory = time.monotonic() - began, int(Path(measured.name).read_text())
    worst[0], worst[1] = max(worst[0], memory), max(worst[1], seconds)
    if process.returncode != code:
        faults.append(f"{name}: {process.returncode} instead of {code}: {said[:300]}")
    faults.extend(f"{name}: nobody said {word!r}: {said[:300]}" for word in words if word not in said)
    faults.extend(f"{name}: somebody said {word!r}" for word in (*never, token) if word in said)
    if len(said) > limit:
        faults.append(f"{name}: {len(said)} characters are said")
    if memory > (OF_VALUES if name.startswith("an entry of") else MEMORY) or seconds > SECONDS:
        faults.append(f"{name}: {memory} MiB, {seconds:.1f} s")
    return said


INSPECT = ["inspect", "--har", "-", "--at", "2026-11-23T09:00:00Z", "-o", "json"]
LEARN = ["manifest", "learn", "--har", "-"]
FOUND = '"fingerprint": "2dba44f27794"'
many = [entry(number, 10_000) for number in range(10_000)]
session_of = lambda *more: [*many[:5_000], entry("t", 10, token), json.dumps(refusal).encode(), *more, *many[5_000:]]  # noqa: E731
run("100 MB of entries", INSPECT, archive([entry("t", 10, token), *many]), 0, FOUND)
run("100 MB and what was refused", LEARN, archive(session_of()), 0, "Incident.ReadWrite.All")

words = [f"{a}{b}{c}" for a in "abcdefghijklm" for b in "abcdefghijklm" for c in "abcdefghijklmnopqrstuvwxyz"]
denied = [json.dumps(refusal | {"request": {"method": "GET", "url": f"https://api.security.microsoft.com/api/{word}"},
                                "comment": "x" * 20_000}).encode() for word in words]
learnt = run("many refusals", LEARN, archive(denied), 0, "left out: 3894 answers to further requests", limit=200_000)
if learnt.count("request: GET") != 500:
    faults.append(f"many refusals: {learnt.count('request: GET')} operations")

# A download in the middle: left out and told, the others are read.
large = lambda: iter([b'{"request":{"x":"'] + [b"x" * MEGABYTE] * 100 + [b'"}}'])  # noqa: E731
run("one entry of 100 MB", INSPECT, archive([large(), entry("t", 10, token)]), 0, FOUND, "entry 1 of the HAR left out: more than")
run("the same, to learn", LEARN, archive([large(), *session_of()]), 0, "Incident.ReadWrite.All", "entry 1 of the HAR left out")

# As many values as an entry can have: what takes the most memory.
limit = 8 << 20
values = b'{"request":{"method":"GET","url":"/","x":[' + b"0," * (limit // 2 - 100) + b"0]}}"
run("an entry of many values", INSPECT, archive([values] * 3 + [entry("t", 10, token)]), 0, FOUND, never=["left out"])
names = b",".join(b'"%x":0' % number for number in range(700_000))
run("an entry of many names", INSPECT, archive([b'{"request":{%s}}' % names, entry("t", 10, token)]), 0, FOUND)

# No end, no beginning, nothing but brackets.
run("100 MB without an end", INSPECT, archive([entry("t", 10, token), *many], end=b""), 0, FOUND, "ends in the middle")
run("100 MB in one string", INSPECT, iter([b'{"log":"'] + [b"x" * MEGABYTE] * 100), 65, "no HTTP archive")
run("100 MB of brackets", INSPECT, iter([b"[" * MEGABYTE] * 100), 65, "no HTTP archive")
run("100 MB of brackets in an entry", INSPECT, archive([iter([b"[" * MEGABYTE] * 100), entry("t", 10, token)]), 65,
    "no token in the HAR")
run("100 MB of zeros", INSPECT, iter([bytes(MEGABYTE)] * 100), 65, "no HTTP archive")

# Ten thousand broken entries are told in a few lines; so are ten thousand tokens.
run("broken entries", INSPECT, archive([b"{]"] * 10_000 + [entry("t", 10, token)]), 0, FOUND, "9995 more entries left out")
run("broken entries alone", LEARN, archive([b"{]"] * 10_000), 65, "names a permission", "9995 more entries left out")
body, signature = token.rsplit(".", 1)
others = (entry(number, 10, f"{body}.{number:05d}{signature[5:]}") for number in range(10_000))
run("many tokens", INSPECT, archive(others), 64, "more than 1000 different tokens", "and many more", never=["eyJ"])

others = [entry(number, 10, f"{body}.{number:05d}{signature[5:]}") for number in range(3_000)]
run("the last of many tokens", [*INSPECT, "--request", "3001"], archive([*others, entry("t", 10, token)]), 0, FOUND)
huge = (entry(number, 10, f"eyJ{number}" + "x" * 900_000) for number in range(110))
run("tokens of megabytes", INSPECT, archive(huge), 64, "more than", never=["xxxxxxxxxxxxxxxxxxxxxxxx"])

# Exports are read whole, up to a limit.
for command in (["manifest", "from-app", "-"], ["manifest", "from-grants", "-"],
                ["manifest", "check-grants", "-", "--manifest", "manifests/examples/list-incidents.yaml"]):
    run(f"an export of 100 MB, {command[1]}", command, iter([b'{"value":['] + [b"{}," * 300_000] * 120), 65, "at most 16 MiB")
run("an answer of 100 MB", ["manifest", "learn", "-"], iter([b"x" * MEGABYTE] * 100), 65)

# Whoever reads the answer may go away: the exit code stays.
shell = f'"{binary}" manifest init --operation "GET /api/incidents" {{}} | true; echo "${{PIPESTATUS[0]}}"'
for flags in ("", "-o json"):
    said = subprocess.run(["bash", "-c", shell.replace("{}", flags)], capture_output=True, text=True)
    if said.stdout != "0\n" or said.stderr:
        faults.append(f"a reader that has gone: {said}")

print("".join(f"{fault}\n" for fault in faults[:20]), end="")
print(f"gate: {'failed' if faults else 'ok'}: archives and exports of 100 MB, at most {worst[0]} MiB and {worst[1]:.1f} s, "
      f"{len(faults)} faults")
sys.exit(bool(faults))
