"""`--keys`, `--offline` and a warm cache open no socket: run where there is no network, and with every call counted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from scene import HOST, LIST, TENANT, Suite  # noqa: E402

suite = Suite(sys.argv[1])
calls = Path(suite.folder.name) / "calls"


def works(*words):
    """Whether a tool is there and may do its work."""
    if not shutil.which(words[0]):
        return False
    return subprocess.run([*words, "true"], capture_output=True).returncode == 0


# An empty network namespace: not even loopback is up. Users other than root need a namespace of users, too.
alone = next((words for words in (["unshare", "-n"], ["unshare", "-rn"]) if works(*words)), None)
counted = ["strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(calls)]
if not works(*counted):
    counted = None

ways = [("--keys without a cache", False, ["--keys", LIST], 0), ("--keys with a cache", True, ["--keys", LIST], 0),
        ("--offline without a cache", False, ["--offline"], 13), ("--offline with a cache", True, ["--offline"], 0),
        ("a warm cache", True, [], 0)]
for name, isWarm, flags, code in ways:
    scene = suite.scene()
    if isWarm:
        scene.check()
    if alone:
        scene.expect(f"{name}, without a network", scene.check(*flags, prefix=alone), code, 0, never="no new keys")
    if counted:
        calls.write_text("")
        scene.expect(f"{name}, counted", scene.check(*flags, prefix=counted), code, 0)
        if calls.read_text():
            suite.fault(f"{name}: calls to the network:\n{calls.read_text()}")

# The tools see what they should: a check that may ask does open a socket, and without a network finds no name.
scene = suite.scene()
if counted:
    calls.write_text("")
    scene.expect("a check that asks, counted", scene.check(prefix=counted), 0, 2)
    if "socket(" not in calls.read_text():
        suite.fault("strace does not see sockets")
if alone:
    scene = suite.scene()
    for again in (False, True):
        told = "not asked again within 5 min" if again else f"no new keys from {HOST}: DNS"
        scene.expect("no name is found", scene.check(prefix=[*alone, "env", "-u", "HTTPS_PROXY"]), 13, 0, told)

for tool, words in (("unshare", alone), ("strace", counted)):
    if not words:
        print(f"not tried: {tool} is not there or not permitted")
if not alone and not counted:
    suite.fault("neither unshare nor strace could be used: nothing was shown")
suite.end("no socket without need")
