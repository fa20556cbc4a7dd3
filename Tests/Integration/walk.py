"""The walk from what a request needs to incidents, on a fake tenant: every step prints what a person would want to see."""

import shlex
import sys

sys.dont_write_bytecode = True
from scene import KEYS, METADATA, TENANT, Suite  # noqa: E402
from tenant import FakeTenant  # noqa: E402

suite = Suite(sys.argv[1])
tenant = FakeTenant(suite)
scene = tenant.scene
INCIDENTS = ["defender", "incidents"]
XDR = "api.security.microsoft.com"
GRAPH = "graph.microsoft.com/v1.0/security"


def show(title, words, code, asked=None, says=None, never=None):
    """Prints a command as one would type it, what it prints, and what was asked."""
    print(f"\n# {title}\n$ tokcheck {shlex.join(words)}")
    run = scene.expect(title, scene.run(*words, cwd=scene.home), code, asked, says, never)
    print(run.output + run.errors, end="")
    print(f"[exit {run.code}; {len(run.asked)} requests, {run.seconds * 1000:.0f} ms]")
    return run


def check(token, *operations):
    """The command that checks a token for some operations of the manifest."""
    return ["check", token, "--tenant", TENANT, "--manifest", "tokcheck.yaml",
            *(word for name in operations for word in ("--operation", name))]


print("A tenant with 200 incidents answers on loopback; nothing leaves this machine.")

# What the job needs, as a file that is reviewed with the job.
entries = []
for request in ("GET /api/incidents", "PATCH /api/incidents/{id}", "POST /api/advancedhunting/run",
                "POST /v1.0/security/runHuntingQuery"):
    run = show(f"What {request} takes", ["permissions", "--for", request], 0, 0)
    entries.append(run.output.split("operations:\n")[1])
manifest = scene.home / "tokcheck.yaml"
manifest.write_text("tokcheck: 1\noperations:\n" + "".join(entries))
print(f"\n# The manifest is made of these entries\n{manifest.read_text()}", end="")
show("Is it in order", ["manifest", "lint", "tokcheck.yaml"], 0, 0)
show("Which tokens pass, in words", ["manifest", "explain", "tokcheck.yaml"], 0, 0)

# Tokens, checked before they are used.
xdr, graph = tenant.write("xdr.jwt", tenant.token("xdr")), tenant.write("graph.jwt", tenant.token("graph"))
show("The token for Defender XDR: two requests, then the keys are known", check(xdr, "incidents.list", "incidents.update"),
     0, [METADATA, KEYS], "ACCEPTED")
show("The token for Graph holds what hunting needs", check(graph, "hunting-query.run"), 0, 0, "ACCEPTED")

# Used.
show("The incidents that are active", [*INCIDENTS, "list", xdr, "--status", "active", "--limit", "5"], 0, 1, "924199")
show("The same at Microsoft Graph", [*INCIDENTS, "list", graph, "--backend", "graph", "--status", "active", "--limit", "5"],
     0, 1, "924199")
show("One is resolved", [*INCIDENTS, "update", "924198", xdr, "--status", "resolved", "--classification", "falsePositive",
                         "--determination", "clean", "--comment", "a scanner of ours", "--yes"], 0,
     [f"{XDR}/api/incidents/924198"], "Resolved")
show("And so says Graph", [*INCIDENTS, "get", "924198", graph, "--backend", "graph"], 0,
     [f"{GRAPH}/incidents/924198"], "resolved")
show("A query at Graph", ["defender", "hunt", "DeviceInfo | take 3", graph], 0, [f"{GRAPH}/runHuntingQuery"], "host-2")
show("The same query at Defender XDR, which says when that ends",
     ["defender", "hunt", "DeviceInfo | take 3", xdr, "--backend", "xdr", "-o", "csv"], 0, 1, "ends on 2027-02-01")

# An administrator takes the role away: the next token lacks it, and nothing is sent.
tenant.granted["xdr"] = ["Incident.Read.All"]
reader = tenant.write("xdr.jwt", tenant.token("xdr"))
show("A role was taken away: told by its name, and nothing is sent",
     [*INCIDENTS, "update", "924198", reader, "--status", "active", "--yes"], 12, 0, "Incident.ReadWrite.All")
show("Reading goes on", [*INCIDENTS, "list", reader, "--limit", "1"], 0, 1)

# Time passes.
old = tenant.write("old.jwt", tenant.token("xdr", expires=-120))
show("A token that has expired", [*INCIDENTS, "list", old], 11, 0, "time-expired")

# The tenant signs with another key.
tenant.roll_key()
scene.age(300)
rolled = tenant.write("xdr.jwt", tenant.token("xdr"))
show("The tenant signs with a new key: one fetch, and it is known", check(rolled, "incidents.list"), 0, [METADATA, KEYS],
     "ACCEPTED")
show("From then on nobody is asked", check(rolled, "incidents.list"), 0, 0)
show("And the API takes it", [*INCIDENTS, "list", rolled, "--limit", "1"], 0, [f"{XDR}/api/incidents?$top=1"])
print()
suite.end("from registration to incidents")
