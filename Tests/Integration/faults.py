"""Everything that can go wrong with an authority: the verdict stays open, or good keys go on serving; the step is told."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
from authority import closed_port  # noqa: E402
from scene import HOST, KEYS, LIST, METADATA, TENANT, TOKEN_KEY, Suite, metadata  # noqa: E402

suite = Suite(sys.argv[1])
LISTED = Path(LIST).read_bytes()
elsewhere = f"https://{HOST}/00000000-5f60-4718-92a3-b4c5d6e7f801/v2.0"

# What is answered where, which step is told, and how often that address is asked.
ANSWERS = [
    ("404", METADATA, ("status", 404), "HTTP", 1), ("500", KEYS, ("status", 500), "HTTP", 2),
    ("429", KEYS, ("status", 429), "HTTP", 1),
    ("a redirect", METADATA, ("redirect", "https://evil.example/"), "HTTP", 1),
    ("a redirect of the keys", KEYS, ("redirect", f"https://{KEYS}/"), "HTTP", 1),
    ("a page", KEYS, ("body", b"<html><body>sign in</body></html>"), "JSON", 1),
    ("a page as metadata", METADATA, ("body", b"<html>"), "JSON", 1),
    ("half a list", KEYS, ("body", LISTED[:200]), "JSON", 1),
    ("an encoded body", KEYS, ("encoded", LISTED), "HTTP", 1),
    ("a cut body", KEYS, ("cut", None), "HTTP", 2), ("no keys", KEYS, {"keys": []}, "key", 1),
    ("keys nobody can use", KEYS, {"keys": [{"kty": "EC", "kid": "a"}]}, "key", 1),
    ("a gigabyte", KEYS, ("large", 1 << 30), "HTTP", 1),
    ("a gigabyte in chunks", KEYS, ("endless", 1 << 14), "HTTP", 1),
    ("a gigabyte of metadata", METADATA, ("endless", 1 << 14), "HTTP", 1),
    ("another issuer", METADATA, metadata(issuer=elsewhere), "metadata", 1),
    ("keys elsewhere", METADATA, metadata(keys="https://evil.example/keys"), "metadata", 1),
    ("keys without TLS", METADATA, metadata(keys=f"http://{KEYS}"), "metadata", 1),
    ("no key address", METADATA, {"issuer": f"https://{HOST}/{TENANT}/v2.0"}, "metadata", 1),
    ("silence", METADATA, ("silence", 40), "HTTP", 2),
    ("a byte a second", METADATA, ("drip", 40), "HTTP", 2),
    ("a byte a second of keys", KEYS, ("drip", 40), "HTTP", 2),
]


def from_nothing(name, address, reply, step, count):
    """Undecided, and nobody is asked again at once."""
    scene = suite.scene()
    scene.authority.answers[address] = reply
    compare(name, scene, 13, address, step, count)


def with_good_list(name, address, reply, step, count):
    """A list of yesterday goes on serving, and nobody is asked again at once."""
    scene = suite.scene()
    scene.check()
    scene.age(50_000)
    scene.authority.answers[address] = reply
    compare(f"{name}, with a good list", scene, 0, address, step, count)


def compare(name, scene, code, address, step, count):
    run = scene.expect(name, scene.check(), code, says=f"no new keys from {HOST}: {step}")
    if run.asked.count(address) != count:
        suite.fault(f"{name}: {address} was asked {run.asked.count(address)} times")
    scene.expect(f"{name}, again at once", scene.check(), code, 0, "not asked again within 5 min")


def late():
    """Each answer at the last moment: the whole still ends in time."""
    scene = suite.scene()
    scene.authority.answers[METADATA] = ("slow", (7, json.dumps(metadata()).encode()))
    scene.authority.answers[KEYS] = ("silence", 40)
    scene.expect("as late as can be", scene.check(), 13, [METADATA, KEYS, KEYS], f"no new keys from {HOST}: HTTP")


def both_silent():
    """The two lists of `keys fetch` are asked for at the same time."""
    scene = suite.scene()
    for path in ("", "/v2.0"):
        scene.authority.answers[f"{HOST}/{TENANT}{path}/.well-known/openid-configuration"] = ("silence", 40)
    scene.expect("fetch of silence", scene.run("keys", "fetch", "--tenant", TENANT), 20, 4, "HTTP")


def waits(reply):
    return not isinstance(reply, dict) and reply[0] in ("silence", "drip")


with ThreadPoolExecutor(16) as pool:
    # What waits goes first and together: it takes no processor.
    waiting = [pool.submit(late), pool.submit(both_silent)]
    waiting += [pool.submit(test, *row) for test in (from_nothing, with_good_list)
                for row in ANSWERS if waits(row[2])]
    for done in waiting:
        done.result()
for row in ANSWERS:
    if not waits(row[2]):
        from_nothing(*row)
        with_good_list(*row)

# The way there. Nothing is asked, and nobody is asked twice.
scene = suite.scene()
scene.authority.wrong_name = True
scene.expect("a certificate for another name", scene.check(), 13, 0, f"no new keys from {HOST}: TLS")
scene = suite.scene()
scene.expect("a certificate of a stranger", scene.check(trust=False), 13, 0, f"no new keys from {HOST}: TLS")
scene = suite.scene()
scene.authority.refuses = True
scene.expect("a proxy that refuses", scene.check(), 13, 0, f"no new keys from {HOST}: proxy")
for name, proxy in (("nobody at the proxy", f"http://127.0.0.1:{closed_port()}"),
                    ("a proxy without an address", "http://proxy.invalid:8080")):
    scene = suite.scene()
    scene.expect(name, scene.check(proxy=proxy), 13, 0, f"no new keys from {HOST}: proxy")
    scene.expect(f"{name}, again", scene.check(proxy=proxy), 13, 0, "not asked again within 5 min")

# A strange key does not spoil the others; two keys of one name are not told apart.
keys = json.loads(LISTED)["keys"]
scene = suite.scene()
scene.authority.answers[KEYS] = {"keys": [{"kty": "oct", "kid": TOKEN_KEY, "k": "c2VjcmV0"}, 7, {}, *keys]}
scene.expect("one impossible key", scene.check(), 0, [METADATA, KEYS])
scene = suite.scene()
mine = next(key for key in keys if key["kid"] == TOKEN_KEY)
other = next(key for key in keys if key["kid"] != TOKEN_KEY)
scene.authority.answers[KEYS] = {"keys": [mine, {**other, "kid": TOKEN_KEY}]}
scene.expect("two keys of one name", scene.check(), 13, [METADATA, KEYS], "key-unambiguous")

suite.end("faults of an authority")
