"""The way of the keys, tried on the built program: from nothing, cached, offline, after a rollover; and the commands."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from authority import closed_port  # noqa: E402
from scene import HOST, KEYS, LIST, METADATA, TENANT, TOKEN_KEY, Suite, metadata, without_key  # noqa: E402

suite = Suite(sys.argv[1])
nowhere = f"http://127.0.0.1:{closed_port()}"

# From nothing to the cache, and offline.
scene = suite.scene()
scene.expect("first", scene.check(), 0, [METADATA, KEYS], ", fetched ")
scene.expect("cached", scene.check(), 0, 0)
scene.expect("offline", scene.check("--offline", proxy=nowhere), 0, 0)
scene.expect("refresh too early", scene.check("--refresh"), 0, 0, "not asked again within 5 min")
scene.age(300)
scene.expect("refresh", scene.check("--refresh"), 0, [METADATA, KEYS], never="not asked again")
scene.age(43_000)
scene.expect("still fresh", scene.check(), 0, 0)
scene.age(300)
scene.expect("no longer fresh", scene.check(), 0, [METADATA, KEYS])
mode = scene.cache.stat().st_mode & 0o777
if mode != 0o600 or scene.folder.stat().st_mode & 0o777 != 0o700:
    suite.fault(f"the cache file has mode {mode:o}")

# A rollover: the first token with the new key costs one fetch, and no token costs one within five minutes.
scene = suite.scene()
scene.authority.answers[KEYS] = without_key(TOKEN_KEY)
scene.expect("a key the list does not have", scene.check(), 10, [METADATA, KEYS], "key-found")
scene.authority.answers[KEYS] = ("body", Path(LIST).read_bytes())
scene.expect("at once after the rollover", scene.check(), 10, 0, "not asked again within 5 min")
scene.age(300)
scene.expect("five minutes later", scene.check(), 0, [METADATA, KEYS])
scene.expect("and from then on", scene.check(), 0, 0)

# A withdrawn key is accepted as long as the list is fresh; without an authority for a day, and no longer.
scene.authority.answers[KEYS] = without_key(TOKEN_KEY)
scene.age(43_100)
scene.expect("withdrawn, within twelve hours", scene.check(), 0, 0)
scene.age(100)
scene.expect("withdrawn, after twelve hours", scene.check(), 10, [METADATA, KEYS], "key-found")
scene = suite.scene()
scene.check()
scene.authority.answers[METADATA] = ("status", 404)
scene.age(86_000)
scene.expect("no authority, within a day", scene.check(), 0, [METADATA], f"no new keys from {HOST}: HTTP")
scene.age(500)
scene.expect("no authority, after a day", scene.check(), 13, [METADATA], "key-fetch")
scene.expect("nor offline", scene.check("--offline"), 13, 0, "key-stale")

# Who is asked is decided by the flags alone.
scene = suite.scene()
many = f"{HOST}/organizations/v2.0/.well-known/openid-configuration"
scene.authority.answers[many] = metadata(f"https://{HOST}/{{tenantid}}/v2.0")
scene.expect("several tenants", scene.check("--tenant", "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d"), 0, [many, KEYS])
scene = suite.scene()
scene.expect("a key file", scene.check("--keys", LIST), 0, 0)
scene = suite.scene()
appid = "8ee8fdad-f234-4243-8f3b-15c294843740"
scene.authority.answers[f"{METADATA}?appid={appid}"] = metadata(keys=f"https://{KEYS}?appid={appid}")
scene.authority.answers[f"{KEYS}?appid={appid}"] = ("body", Path(LIST).read_bytes())
scene.expect("keys of an application", scene.check("--appid", appid), 0,
             [f"{METADATA}?appid={appid}", f"{KEYS}?appid={appid}"])

# Keys for offline use, by domain; what the cache holds, and emptying it.
scene = suite.scene()
V1 = f"{HOST}/contoso.example/.well-known/openid-configuration"
V2 = f"{HOST}/contoso.example/v2.0/.well-known/openid-configuration"
scene.authority.answers[V2] = metadata()
scene.authority.answers[V1] = metadata(
    issuer=f"https://sts.windows.net/{TENANT}/", keys=f"https://{HOST}/{TENANT}/discovery/keys")
scene.authority.answers[f"{HOST}/{TENANT}/discovery/keys"] = ("body", Path("Fixtures/keys/entra-v1.json").read_bytes())
bundle = scene.home / "keys.json"
bundle.symlink_to(scene.home / "elsewhere")
scene.expect("fetch by domain", scene.run("keys", "fetch", "--tenant", "contoso.example", "--out", str(bundle)), 0, 4,
             f"tenant {TENANT}")
if bundle.is_symlink() or (scene.home / "elsewhere").exists():
    suite.fault("a link was followed")
sources = json.loads(bundle.read_text())["tokcheck"]["sources"]
if [source["address"] for source in sources] != [f"https://{KEYS}", f"https://{HOST}/{TENANT}/discovery/keys"]:
    suite.fault(f"the file says it comes from {sources}")
scene.expect("a fetched file", scene.check("--keys", str(bundle), proxy=nowhere), 0)
scene.expect("a listing of it", scene.run("keys", "show", str(bundle)), 0, says="usable")
scene.expect("what the cache holds", scene.run("keys", "list"), 0, says="2 lists in")
scene.expect("a clear cache", scene.run("keys", "clear"), 0, says="2 lists removed")
scene.expect("an empty cache", scene.run("keys", "list"), 0, says="0 lists in")
scene.expect("fetch into nowhere", scene.run(
    "keys", "fetch", "--tenant", "contoso.example", "--out", f"{scene.home}/no/such.json"), 73)
scene = suite.scene()
scene.authority.answers.clear()
scene.expect("fetch of an unknown tenant", scene.run("keys", "fetch", "--tenant", TENANT), 20, says="status 404")

suite.end("keys from an authority")
