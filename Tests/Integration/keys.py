"""Fetching signing keys, tried on the built program: what is asked, what comes out, and every fault."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from authority import Authority, Certificates, closed_port

sys.dont_write_bytecode = True
BINARY = sys.argv[1]
TENANT = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
HOST = "login.microsoftonline.com"
METADATA = f"{HOST}/{TENANT}/v2.0/.well-known/openid-configuration"
KEYS = f"{HOST}/{TENANT}/discovery/v2.0/keys"
TOKEN = "@Fixtures/tokens/defender-xdr-app.jwt"
FLAGS = ["--resource", "defender-xdr", "--role", "Incident.Read.All", "--at", "2026-11-23T09:00:00Z"]
LIST = Path("Fixtures/keys/entra-v2.json").read_bytes()

work = tempfile.TemporaryDirectory()
certificates = Certificates(work.name)
authority = Authority(certificates)
faults, tests, serial = [], 0, 0


def metadata(issuer=f"https://{HOST}/{TENANT}/v2.0", keys=f"https://{KEYS}"):
    return {"issuer": issuer, "jwks_uri": keys, "cloud_instance_name": "microsoftonline.com"}


def fresh():
    """An authority in order, and a home that has seen nothing."""
    global serial
    serial += 1
    authority.answers = {METADATA: metadata(), KEYS: ("body", LIST)}
    authority.wrong_name = authority.refuses = False
    authority.asked.clear()
    home = Path(work.name) / f"home-{serial}"
    home.mkdir()
    return home


def run(home, *arguments, proxy=None, trust=True, command="check"):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                   "SWIFT_BACKTRACE": "enable=no",
                   "HTTPS_PROXY": f"http://127.0.0.1:{proxy or authority.port}"}
    if trust:
        environment["SSL_CERT_FILE"] = str(certificates.root)
    begin = time.monotonic()
    done = subprocess.run([BINARY, *command.split(), *arguments], env=environment, capture_output=True,
                          text=True, timeout=60, stdin=subprocess.DEVNULL)
    done.seconds = time.monotonic() - begin
    return done


def check(home, *more, tenant=TENANT, **options):
    return run(home, TOKEN, "--tenant", tenant, *FLAGS, *more, **options)


def expect(name, done, code, asked=None, says=None, seconds=5):
    global tests
    tests += 1
    problems = []
    if done.returncode != code:
        problems.append(f"exit code {done.returncode} instead of {code}")
    if asked is not None and authority.asked != asked:
        problems.append(f"asked {authority.asked}")
    if says is not None and says not in " ".join((done.stdout + done.stderr).split()):
        problems.append(f"does not say {says!r}")
    if done.seconds > seconds:
        problems.append(f"took {done.seconds:.1f} s")
    if problems:
        faults.append(f"{name}: {', '.join(problems)}\n{done.stdout}{done.stderr}")


# From nothing to the cache, offline, and a rollover.
home = fresh()
expect("first", check(home), 0, [METADATA, KEYS], ", fetched ")
expect("cached", check(home), 0, [METADATA, KEYS])
expect("offline", check(home, "--offline", proxy=closed_port()), 0, [METADATA, KEYS])
expect("refresh too early", check(home, "--refresh"), 0, [METADATA, KEYS], "not asked again within 5 min")
mode = next((home / ".cache/tokcheck/keys").glob("*.json")).stat().st_mode & 0o777
if mode != 0o600:
    faults.append(f"the cache file has mode {mode:o}")
home = fresh()
other = json.loads(LIST)
other["keys"] = [key for key in other["keys"] if key["kid"] != "0GFWt6lE8VIJBIV0--V5LUYVGpg"]
authority.answers[KEYS] = other
expect("another key than the list has", check(home), 10, [METADATA, KEYS], "key-found")
cache = next((home / ".cache/tokcheck/keys").glob("*.json"))
old = json.loads(cache.read_text())
old["attemptedAt"] -= 1000
old["list"]["fetchedAt"] -= 1000
cache.write_text(json.dumps(old))
authority.answers[KEYS] = ("body", LIST)
authority.asked.clear()
expect("after a rollover", check(home), 0, [METADATA, KEYS])
cache.write_text(json.dumps(old)[:300])
authority.asked.clear()
expect("half a cache file", check(home), 0, [METADATA, KEYS], "damaged")
cache.chmod(0o622)
authority.asked.clear()
expect("a cache file that others may write", check(home), 0, [METADATA, KEYS], "others may write")

# Eight processes at once: one of them asks, the others wait for its list.
home = fresh()
authority.answers[KEYS] = ("slow", LIST)
with ThreadPoolExecutor(8) as pool:
    for done in pool.map(lambda _: check(home), range(8)):
        expect("one of eight", done, 0, seconds=10)
if authority.asked != [METADATA, KEYS]:
    faults.append(f"eight processes asked {authority.asked}")

# Who is asked is decided by the flags alone.
home = fresh()
many = f"{HOST}/organizations/v2.0/.well-known/openid-configuration"
authority.answers[many] = metadata(f"https://{HOST}/{{tenantid}}/v2.0")
expect("several tenants", check(home, "--tenant", "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d"), 0, [many, KEYS])
home = fresh()
expect("a key file", check(home, "--keys", "Fixtures/keys/entra-v2.json"), 0, [])
home = fresh()
appid = "8ee8fdad-f234-4243-8f3b-15c294843740"
authority.answers[f"{METADATA}?appid={appid}"] = metadata(keys=f"https://{KEYS}?appid={appid}")
authority.answers[f"{KEYS}?appid={appid}"] = ("body", LIST)
expect("keys of an application", check(home, "--appid", appid), 0,
       [f"{METADATA}?appid={appid}", f"{KEYS}?appid={appid}"])

# Keys for offline use, by domain; what the cache holds, and emptying it.
home = fresh()
V1 = f"{HOST}/contoso.example/.well-known/openid-configuration"
V2 = f"{HOST}/contoso.example/v2.0/.well-known/openid-configuration"
authority.answers[V2] = metadata()
authority.answers[V1] = metadata(issuer=f"https://sts.windows.net/{TENANT}/", keys=f"https://{HOST}/{TENANT}/discovery/keys")
authority.answers[f"{HOST}/{TENANT}/discovery/keys"] = ("body", Path("Fixtures/keys/entra-v1.json").read_bytes())
bundle = home / "keys.json"
bundle.symlink_to(home / "elsewhere")
expect("fetch by domain", run(home, "--tenant", "contoso.example", "--out", str(bundle), command="keys fetch"), 0,
       says=f"tenant {TENANT}")
if bundle.is_symlink() or (home / "elsewhere").exists():
    faults.append("a link was followed")
expect("a fetched file", check(home, "--keys", str(bundle), proxy=closed_port()), 0)
expect("a listing of it", run(home, str(bundle), command="keys show"), 0, says="usable")
expect("what the cache holds", run(home, command="keys list"), 0, says="2 lists in")
expect("a clear cache", run(home, command="keys clear"), 0, says="2 lists removed")
expect("an empty cache", run(home, command="keys list"), 0, says="0 lists in")
expect("fetch into nowhere", run(home, "--tenant", "contoso.example", "--out", f"{home}/no/such.json", command="keys fetch"), 73)
home = fresh()
authority.answers.clear()
expect("fetch of an unknown tenant", run(home, "--tenant", TENANT, command="keys fetch"), 20, says="status 404")

# Everything that can go wrong leaves the verdict open, names the step, and ends in time.
elsewhere = f"https://{HOST}/00000000-5f60-4718-92a3-b4c5d6e7f801/v2.0"
broken = [
    ("404", METADATA, ("status", 404), "HTTP", 1), ("500", KEYS, ("status", 500), "HTTP", 2),
    ("429", KEYS, ("status", 429), "HTTP", 1), ("a redirect", METADATA, ("redirect", "https://evil.example/"), "HTTP", 1),
    ("a page", KEYS, ("body", b"<html><body>sign in</body></html>"), "JSON", 1),
    ("a page as metadata", METADATA, ("body", b"<html>"), "JSON", 1),
    ("half a list", KEYS, ("body", LIST[:200]), "JSON", 1), ("an encoded body", KEYS, ("encoded", LIST), "HTTP", 1),
    ("a cut body", KEYS, ("cut", None), "HTTP", 2), ("no keys", KEYS, {"keys": []}, "key", 1),
    ("keys nobody can use", KEYS, {"keys": [{"kty": "EC", "kid": "a"}]}, "key", 1),
    ("a gigabyte", KEYS, ("large", 1 << 30), "HTTP", 1), ("a gigabyte in chunks", KEYS, ("endless", 1 << 14), "HTTP", 1),
    ("another issuer", METADATA, metadata(issuer=elsewhere), "metadata", 1),
    ("keys elsewhere", METADATA, metadata(keys="https://evil.example/keys"), "metadata", 1),
    ("keys without TLS", METADATA, metadata(keys=f"http://{KEYS}"), "metadata", 1),
]
for name, address, reply, step, count in broken:
    home = fresh()
    authority.answers[address] = reply
    expect(name, check(home), 13, says=f"no new keys from {HOST}: {step}", seconds=12)
    if authority.asked.count(address) != count:
        faults.append(f"{name}: {address} was asked {authority.asked.count(address)} times")
    asked = len(authority.asked)
    expect(f"{name}, again at once", check(home), 13, says="not asked again within 5 min")
    if len(authority.asked) != asked:
        faults.append(f"{name}: asked again at once")
for name, reply in (("silence", ("silence", 40)), ("a byte a second", ("drip", 40))):
    home = fresh()
    authority.answers[METADATA] = reply
    expect(name, check(home), 13, says=f"no new keys from {HOST}: HTTP", seconds=26)
home = fresh()
authority.wrong_name = True
expect("a certificate for another name", check(home), 13, says=f"no new keys from {HOST}: TLS")
home = fresh()
expect("a certificate of a stranger", check(home, trust=False), 13, says=f"no new keys from {HOST}: TLS")
home = fresh()
authority.refuses = True
expect("a proxy that refuses", check(home), 13, says=f"no new keys from {HOST}: proxy")
home = fresh()
expect("no proxy", check(home, proxy=closed_port()), 13, says=f"no new keys from {HOST}: proxy")

# A failed refresh keeps the good keys; a cache that cannot be written is told and nothing else.
home = fresh()
check(home)
cache = next((home / ".cache/tokcheck/keys").glob("*.json"))
old = json.loads(cache.read_text())
for name in ("attemptedAt",):
    old[name] -= 50_000
old["list"]["fetchedAt"] -= 50_000
cache.write_text(json.dumps(old))
authority.answers[METADATA] = ("status", 404)
expect("good keys after a failed refresh", check(home), 0, says="no new keys from")
home = fresh()
(home / ".cache").write_text("a file where the folder should be")
expect("no place for a cache", check(home), 0, [METADATA, KEYS], "were not cached")

memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
if memory > 64 + 40:  # The runtime and its libraries take about 40 MiB before anything is fetched.
    faults.append(f"a run took {memory} MiB")
authority.close()
print("".join(f"{fault}\n" for fault in faults), end="")
print(f"gate: {'failed' if faults else 'ok'}: {tests} runs against an authority on loopback, "
      f"{memory} MiB at most, {len(faults)} faults")
sys.exit(bool(faults))
