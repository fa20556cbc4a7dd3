"""The disk cache in the wrong state, in the wrong hands, full, read-only, and used by several processes at once."""

import fcntl
import json
import os
import resource
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
from scene import HOST, KEYS, LIST, METADATA, TENANT, Suite  # noqa: E402

suite = Suite(sys.argv[1])
isRoot = os.geteuid() == 0
NOBODY = 65_534


def warm():
    """A scene whose cache holds the list."""
    scene = suite.scene()
    scene.check()
    return scene


def changed(**members):
    """The record with other members; those of the list by `list_…`."""
    def change(path):
        record = json.loads(path.read_text())
        for name, value in members.items():
            place, name = (record["list"], name[5:]) if name.startswith("list_") else (record, name)
            place[name] = value
        path.write_text(json.dumps(record))
    return change


def linked(path):
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def never_ends():
    """A process that holds the lock and never ends: the cached keys serve, nobody is asked, and the wait has an end."""
    scene = warm()
    scene.age(50_000)
    with next(scene.folder.glob("*.lock")).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        scene.expect("a process that never ends", scene.check(), 0, 0, f"no new keys from {HOST}: cache")
    scene.expect("when it has ended", scene.check(), 0, [METADATA, KEYS])


waiting = ThreadPoolExecutor(1).submit(never_ends)
tomorrow = int(time.time()) + 86_400
stranger = json.loads(Path(LIST).read_text())
SPOILT = [
    ("cut in half", lambda path: path.write_bytes(path.read_bytes()[:path.stat().st_size // 2]), "damaged"),
    ("empty", lambda path: path.write_bytes(b""), "damaged"),
    ("sixteen megabytes", lambda path: path.write_bytes(b" " * (1 << 24)), "damaged"),
    ("with other keys", changed(list_keys=Path("Fixtures/keys/foreign.json").read_text()), "damaged"),
    ("asked tomorrow", changed(attemptedAt=tomorrow), "dated in the future"),
    ("fetched tomorrow", changed(list_fetchedAt=tomorrow), "dated in the future"),
    ("of another authority", changed(authority=f"https://{METADATA}".replace("1d2c", "0000")), "another authority"),
    ("that a group may write", lambda path: path.chmod(0o620), "others may write"),
    ("that everybody may write", lambda path: path.chmod(0o602), "others may write"),
    ("a link", linked, "a link"),
    ("a link to nothing", lambda path: (linked(path), (path.parent.parent / "elsewhere").unlink()), "a link"),
    ("a folder", lambda path: (path.unlink(), path.mkdir()), "no plain file"),
    ("a pipe", lambda path: (path.unlink(), os.mkfifo(path)), "no plain file"),
    ("a folder that everybody may write", lambda path: path.parent.chmod(0o707), "others may write"),
]
if isRoot:
    SPOILT += [("planted by another user", lambda path: os.chown(path, NOBODY, NOBODY), "belongs to somebody else"),
               ("in another user's folder", lambda path: os.chown(path.parent, NOBODY, NOBODY), "somebody else")]
else:
    print("not tried without root: files and folders of another user")

for name, spoil, reason in SPOILT:
    scene = warm()
    spoil(scene.cache)
    # Offline a file that does not count is no file.
    told = f"the cached keys do not count: {reason}" if reason == "a link" else reason
    scene.expect(f"{name}, offline", scene.check("--offline"), 13, 0, told)
    scene = warm()
    spoil(scene.cache)
    scene.expect(name, scene.check(), 0, [METADATA, KEYS], told)
    elsewhere = scene.folder.parent / "elsewhere"
    if elsewhere.exists() and json.loads(elsewhere.read_text())["authority"] != f"https://{METADATA}":
        suite.fault(f"{name}: what it leads to was changed")
    if "folder" not in name:
        scene.expect(f"{name}, and then", scene.check(), 0, 0, never="do not count")

# A clock that jumps back: what was fetched lies in the future; one fetch, and then in order.
scene = warm()
scene.age(-100_000)
scene.expect("a clock that jumps back", scene.check(), 0, [METADATA, KEYS], "dated in the future")
scene.expect("after the jump", scene.check(), 0, 0)

# No place for a cache is told, and nothing else.
scene = suite.scene()
(scene.home / ".cache").write_text("a file where the folder should be")
scene.expect("a file in the way", scene.check(), 0, [METADATA, KEYS], "were not cached")


def full():
    """Files may grow to 4 KiB only; a write beyond fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))


scene = suite.scene()
scene.expect("a full disk", scene.check(preexec_fn=full), 0, [METADATA, KEYS], "were not cached")
if any(name.suffix != ".lock" for name in scene.folder.iterdir()):
    suite.fault(f"a full disk: half a file stays: {list(scene.folder.iterdir())}")
scene = warm()
scene.age(50_000)
scene.expect("a full disk and an old list", scene.check(preexec_fn=full), 0, [METADATA, KEYS], "were not cached")
scene.authority.answers[METADATA] = ("status", 404)
scene.expect("the old list is still there", scene.check(), 0, [METADATA], f"no new keys from {HOST}")

# A folder that may only be read: root may write to it all the same, so that somebody else runs the program.
user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if isRoot else {}
scene = suite.scene()
if isRoot:
    os.chown(scene.home, NOBODY, NOBODY)
can = scene.run("version", **user).code == 0
if can:
    scene.folder.mkdir(parents=True)
    for path in (scene.folder, scene.folder.parent, scene.folder.parent.parent):
        if isRoot:
            os.chown(path, NOBODY, NOBODY)
    scene.folder.chmod(0o500)
    run = scene.expect("a read-only folder", scene.check(**user), 0, [METADATA, KEYS], "were not cached")
    if run.seconds > 5:
        suite.fault(f"a read-only folder: took {run.seconds:.1f} s")
    scene.folder.chmod(0o700)
    scene.check(**user)
    scene.folder.chmod(0o500)
    scene.expect("a read-only folder with a list", scene.check(**user), 0, 0, never="cached:")
    scene.age(50_000)
    scene.expect("a read-only folder with an old list", scene.check(**user), 0, [METADATA, KEYS], "were not cached")
    scene.folder.chmod(0o700)
else:
    print("not tried: a read-only folder; no other user can run the program here")

# Several processes at once: one of them asks, the others wait for its list, and no file is half of anything.
scene = suite.scene()
scene.authority.answers[KEYS] = ("slow", (2, Path(LIST).read_bytes()))
with ThreadPoolExecutor(8) as pool:
    asked = []
    for run in pool.map(lambda _: scene.check(), range(8)):
        scene.expect("one of eight", run, 0)
if scene.authority.asked != [METADATA, KEYS]:
    suite.fault(f"eight processes asked {scene.authority.asked}")
scene.authority.answers[KEYS] = ("body", Path(LIST).read_bytes())
for _ in range(10):
    scene.age(400)
    before = len(scene.authority.asked)
    with ThreadPoolExecutor(2) as pool:
        for run in pool.map(lambda _: scene.check("--refresh"), range(2)):
            scene.expect("one of two that write", run, 0)
    if len(scene.authority.asked) - before != 2:
        suite.fault(f"two processes asked {scene.authority.asked[before:]}")
    scene.expect("what they wrote", scene.check("--offline"), 0, 0, never="do not count")
waiting.result()
suite.end("the disk cache")
