"""A change of an incident at a terminal: what is asked, what an answer does, and what other people's text may do there."""

import os
import pty
import select
import signal
import sys
import time

sys.dont_write_bytecode = True
from scene import Suite  # noqa: E402
from tenant import FakeTenant  # noqa: E402

suite = Suite(sys.argv[1])
tenant = FakeTenant(suite)
xdr, graph = tenant.write("xdr.jwt", tenant.token("xdr")), tenant.write("graph.jwt", tenant.token("graph"))
UPDATE = ["defender", "incidents", "update", "924198", xdr, "--status", "resolved"]


def terminal(answer, *words):
    """Runs the program at a terminal, and answers its question; exit code and everything on the screen."""
    before = len(tenant.api.calls)
    child, screen = pty.fork()
    if child == 0:
        os.chdir(tenant.scene.home)
        os.execve(suite.binary, [suite.binary, *words], tenant.scene.environment())
    shown, end = b"", time.monotonic() + 20
    while time.monotonic() < end:
        if not select.select([screen], [], [], 0.2)[0]:
            continue
        try:
            part = os.read(screen, 4096)
        except OSError:
            break
        shown += part
        if not part:
            break
        if answer and b"[y/N] " in shown:
            os.write(screen, answer)
            answer = None
    else:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(screen)
    suite.runs += 1
    return code, shown.decode().replace("\r\n", "\n"), tenant.api.calls[before:]


def expect(name, run, code, calls, says=None, never=None):
    actual, shown, asked = run
    if (actual, len(asked)) != (code, calls) or says and says not in shown or never and never in shown:
        suite.fault(f"{name}: exit code {actual}, {len(asked)} calls\n{shown}")


expect("no", terminal(b"n\n", *UPDATE, "--comment", "a\u202eb"), 0, 0, '  comment: "a\\u{202E}b"', never="\u202e")
expect("nothing", terminal(b"\n", *UPDATE), 0, 0, "nothing was changed")
expect("yes", terminal(b"y\n", *UPDATE), 0, 1, "Resolved")
expect("--yes", terminal(b"", *UPDATE, "--yes"), 0, 1, "Resolved", never="[y/N]")
expect("--no-input", terminal(b"", *UPDATE, "--no-input"), 64, 0, "--yes")
# A role that is missing is told before anybody is asked.
tenant.granted["xdr"]["roles"] = ["Incident.Read.All"]
tenant.write("xdr.jwt", tenant.token("xdr"))
expect("a role that is missing", terminal(b"", *UPDATE), 12, 0, "perm-missing", never="[y/N]")
code, shown, _ = listed = terminal(b"", "defender", "incidents", "list", xdr, "--limit", "9")
expect("a list", listed, 0, 1, "\\u{1B", never="\x1b[31mred")
if any(len(line) > 80 for line in shown.replace("\x1b[1m", "").replace("\x1b[0m", "").split("\n")):
    suite.fault(f"a list: lines are longer than the terminal\n{shown}")
expect("rows", terminal(b"", "defender", "hunt", "DeviceInfo | take 2", graph), 0, 1, "2 rows")
suite.end("the Defender client at a terminal")
