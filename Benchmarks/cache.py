"""How long `check` takes with a warm cache, beside `check --keys FILE`: whole processes, in turn, in one run."""

import os
import statistics
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent.parent / "Tests/Integration"))
from scene import FLAGS, LIST, TENANT, TOKEN, Suite  # noqa: E402

ROUNDS = 101
suite = Suite(sys.argv[1])
scene = suite.scene()
scene.check()
environment = scene.environment()
expected = [suite.binary, "check", TOKEN, "--tenant", TENANT, *FLAGS]
subjects = {"--keys FILE": [*expected, "--keys", LIST], "warm cache": expected,
            "warm cache, --offline": [*expected, "--offline"]}
times = {name: [] for name in subjects}
nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
for _ in range(ROUNDS):
    for name, words in subjects.items():
        begin = time.perf_counter()
        process = os.posix_spawn(words[0], words, environment, file_actions=nowhere)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        times[name].append(time.perf_counter() - begin)
        if status != 0:
            sys.exit(f"{name}: exit code {status}")
suite.close()
base = statistics.median(times["--keys FILE"])
print(f"whole runs of `check`, in turn, median of {ROUNDS}")
for name, seconds in times.items():
    median = statistics.median(seconds)
    print(f"  {name:22} {median * 1000:6.2f} ms   ratio {median / base:.3f}")
