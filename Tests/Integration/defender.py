"""The Defender client on a fake tenant: what is asked and printed, and everything that can go wrong."""

import csv
import io
import json
import sys
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

sys.dont_write_bytecode = True
import jsonschema  # noqa: E402
import minting  # noqa: E402
from defender_api import DefenderAPI  # noqa: E402
from minting import mint  # noqa: E402
from scene import Suite  # noqa: E402

suite = Suite(sys.argv[1])
LIST, GET, UPDATE = (["defender", "incidents", word] for word in ("list", "get", "update"))
HUNT = ["defender", "hunt"]
XDR = mint("xdr", ["Incident.ReadWrite.All", "AdvancedHunting.Read.All"])
GRAPH = mint("graph", ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"])
USER = mint("xdr", scopes=["Incident.Read"])
ON = ["--backend", "graph"]
HOST = "api.security.microsoft.com"


def tenant(**options):
    """A scene with a tenant."""
    scene = suite.scene()
    scene.api = DefenderAPI(suite.binary, **options).install(scene.authority)
    return scene


def expect(name, scene, words, code, asked=None, says=None, never=None, token=XDR, **options):
    """Runs the client with a token; no run ever prints it."""
    run = scene.expect(name, scene.run(*words, "--token-env", "T", variables={"T": token}, **options),
                       code, asked, says, never)
    for part in token.split("."):
        if len(part) > 20 and part in run.output + run.errors:
            suite.fault(f"{name}: the token was printed")
    return run


def validate(name, document, schema):
    """Holds a document against its JSON Schema."""
    schema = json.loads(Path(f"Sources/Reporting/Schemas/{schema}.json").read_text())
    error = next(jsonschema.Draft202012Validator(schema).iter_errors(document), None)
    if error:
        suite.fault(f"{name}: {error.json_path}: {error.message[:200]}")


def document(name, run, schema):
    """The one document that a run printed."""
    try:
        document = json.loads(run.output)
        if document["schema"] == f"tokcheck/{schema}/1":
            validate(name, document, schema)
            return document
    except (ValueError, KeyError):
        pass
    suite.fault(f"{name}: no document {schema}: {run.output[:300]}")
    return {"incidents": [], "rows": [], "complete": None, "count": -1, "error": {}, "causes": [], "incident": {}}


def same(name, actual, wanted):
    if actual != wanted:
        suite.fault(f"{name}: {actual!r} instead of {wanted!r}")


# Much, in little memory; first, for a child counts from its fork on and so is as large as this process at least.
for name, words, token, lines, asked in [
        ("twenty thousand incidents", [*LIST, "-o", "jsonl"], XDR, 20_000, 201),
        ("100,000 rows as CSV", [*HUNT, "DeviceInfo | take 100000", "-o", "csv"], GRAPH, 100_001, 1),
        ("100,000 rows as JSON lines", [*HUNT, "DeviceInfo | take 100000", "-o", "jsonl"], GRAPH, 100_000, 1)]:
    with tempfile.TemporaryFile() as file:
        run = expect(name, tenant(count=20_000), words, 0, asked, token=token, output=file)
        if run.mebibytes > 64:
            suite.fault(f"{name}: {run.mebibytes} MiB")
        file.seek(0)
        same(name, sum(1 for _ in file), lines)

# Lists: pages, filters, formats, both APIs.
scene = tenant()
run = expect("a list", scene, [*LIST], 0, 3, "924199 Informational Active", never="\x1b")
same("lines of a list", len(run.output.splitlines()), 201)
listed = document("JSON", expect("JSON", scene, [*LIST, "-o", "json"], 0, 3), "incidents")
same("count", (listed["count"], listed["complete"], len(listed["incidents"])), (200, True, 200))
same("nothing but an id", {key: value for key, value in listed["incidents"][-4].items() if value and key != "server"},
     {"id": "924003"})
same("what the API said is all there", listed["incidents"][0]["server"]["alerts"][0]["category"], "Execution")
lines = expect("JSON lines of Graph", scene, [*LIST, *ON, "-o", "jsonl"], 0, 4, token=GRAPH).output.splitlines()
same("the same incidents at Graph", [json.loads(line)["id"] for line in lines],
     [one["id"] for one in listed["incidents"]])
expect("a user's list", scene, [*LIST, "--limit", "1"], 0, 1, token=USER)
run = expect("by status and name", scene, [*LIST, "--status", "inProgress", "--status", "resolved", "--assigned-to",
                                          "ann@contoso.example", "--since", "2d", "-o", "jsonl"], 0, 1)
found = [json.loads(line) for line in run.output.splitlines()]
if not found or any(one["status"] not in ("InProgress", "Resolved") or one["assignedTo"] != "ann@contoso.example"
                    for one in found):
    suite.fault(f"by status and name: {run.output[:200]}")
expect("by severity at Graph", scene, [*LIST, *ON, "--severity", "high", "--limit", "2"], 0, 1, "924197 high", token=GRAPH)
expect("by severity at XDR", scene, [*LIST, "--severity", "high"], 64, 0, "--backend graph")
expect("an unknown status", scene, [*LIST, "--status", "closed"], 64, 0, "one of Active")
scene.api.links = True
expect("pages by link", scene, [*LIST, "-q"], 0, 2)
scene = tenant(count=10_000)
expect("a hundred pages", scene, [*LIST, "-q"], 0, 101)
with open("/dev/full", "wb") as full:
    expect_full = scene.run(*LIST, "--token-env", "T", variables={"T": XDR}, output=full)
scene.expect("a disk that is full", expect_full, 73, says="standard output cannot be written")

# One incident, and changes.
scene = tenant()
expect("one incident", scene, [*GET, "924198"], 0, 1, "severity Low")
run = expect("a merged incident", scene, [*GET, "924007"], 0, 1, "was merged into 924008")
expect("nobody there", scene, [*GET, "1"], 20, 1, "there is no incident 1")
same("404 as a document", document("404", expect("404", scene, [*GET, "1", "-o", "json"], 20), "error")["error"]["code"],
     "not-found")
one = document("Graph", expect("at Graph", scene, [*GET, "924011", *ON, "-o", "json"], 0, 1, token=GRAPH), "incident")
same("unknown words pass", (one["incident"]["status"], one["incident"]["severity"]), ("awaitingAction", "sky-high"))
change = ["--status", "resolved", "--classification", "falsePositive", "--determination", "clean", "--tag", "a b",
          "--comment", "a scanner", "--yes"]
for api, token, calls in (([], XDR, 1), (ON, GRAPH, 2)):
    run = expect(f"a change {api}", scene, [*UPDATE, "924150", *api, *change, "-o", "json"], 0, calls, token=token)
    after = document("a change", run, "incident")["incident"]
    same(f"what it says then {api}", (after["status"].lower(), after["tags"]), ("resolved", ["a b"]))
same("comments", len(scene.api.incidents.get(924150)["comments"]), 2)
for name, words, says in [
        ("a pair that does not fit", ["--classification", "falsePositive", "--determination", "malware"], "goes with"),
        ("nothing", [], "nothing to change"), ("an unknown word", ["--status", "closed"], "one of Active"),
        ("a classification that is none", ["--classification", "unknown"], "cannot be set")]:
    expect(name, scene, [*UPDATE, "924150", *words, "--yes"], 64, 0, says)
expect("nobody is asked", scene, [*UPDATE, "924150", "--status", "active"], 64, 0, "--yes")
expect("no id", scene, [*GET, "../x"], 64, 0)

# Hunting.
for api, token in ((["--backend", "xdr"], XDR), ([], GRAPH)):
    run = expect(f"rows {api}", scene, [*HUNT, "DeviceInfo | take 2", *api, "-o", "csv"], 0, 1, token=token)
    rows = list(csv.reader(io.StringIO(run.output, newline="")))
    same(f"CSV {api}", (rows[0], rows[2][3]), (["Timestamp", "DeviceName", "Onboarded", "Detail"],
                                              '{"note":"a \\"quoted\\", note"}'))
    same(f"a note on its end {api}", "ends on 2027-02-01" in run.errors, bool(api))
    found = document("rows", expect("rows", scene, [*HUNT, "DeviceInfo", *api, "-o", "json"], 0, token=token), "hunt")
    same(f"rows as JSON {api}", (found["count"], len(found["rows"]), found["columns"][1]),
         (3, 3, {"name": "DeviceName", "type": "String"}))
expect("no rows", scene, [*HUNT, "DeviceInfo | take 0"], 0, 1, "DeviceName", token=GRAPH)
scene.api.queue = [(200, {}, ("slow", (12, b'{"schema":[{"name":"n","type":"Int64"}],"results":[{"n":7}]}')))]
expect("a query that takes its time", scene, [*HUNT, "DeviceInfo", "-o", "csv"], 0, 1, "n 7", token=GRAPH)
run = expect("a name nobody knows", scene, [*HUNT, "// x\nDeviceInfos | take 1"], 20, 1, "2:1: the query", token=GRAPH)
expect("a syntax error", scene, [*HUNT, "DeviceInfo\n| where || x"], 20, 1, "line 2, column 10: | where || x ^", token=GRAPH)
same("its place as data", document("place", expect("place", scene, [*HUNT, "DeviceInfo\n|| x", "-o", "json"], 20,
                                                 token=GRAPH), "error")["error"]["line"], 2)
expect("two for one standard input", scene, [*HUNT, "-", "-"], 64, 0)

# The preflight: nothing is sent, the permission's name, the verdict's code.
for name, words, token, code, says in [
        ("a role that is missing", UPDATE + ["924150", "--status", "active", "--yes"], mint("xdr", ["Incident.Read.All"]),
         12, "Incident.ReadWrite.All"),
        ("no role", LIST, mint("xdr"), 12, "Incident.Read.All"),
        ("a scope that is missing", UPDATE + ["1", "--comment", "x", "--yes"], USER, 12, "Incident.ReadWrite"),
        ("expired", LIST, mint("xdr", ["Incident.Read.All"], expires=-600), 11, "time-expired"),
        ("Endpoint's door", LIST, mint("endpoint", ["Alert.Read.All"]), 10, "aud-door"),
        ("Graph's door", LIST, GRAPH, 10, "aud-"), ("XDR's door", HUNT + ["DeviceInfo"], XDR, 10, "aud-door"),
        ("another tenant", LIST + ["--tenant", "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d"], XDR, 10, "tenant"),
        ("no token at all", LIST, "hello", 14, None)]:
    expect(name, scene, words, code, 0, says, token=token)
refused = document("as JSON", expect("as JSON", scene, [*LIST, "-o", "json"], 12, 0, token=mint("xdr")), "result")
same("the verdict in it", (refused["exitCode"], refused["rejection"]), (12, "permission"))

# The API refuses what the preflight let pass: told as `why` does.
forged = XDR.rsplit(".", 1)[0] + "." + minting.part(b"x" * 256)
expect("a forged token", scene, LIST, 20, 1, "the API answered 401", token=forged)
scene.api.queue = [DefenderAPI.error(403, "Forbidden", "Unauthorized request - Account is not provisioned.", "defender-xdr")]
expect("no product", scene, LIST, 20, 1, "live-licence")
scene.api.queue = [DefenderAPI.error(401, "Unauthorized", "Unauthorized request - reason of failure: Account mode is "
                                     "inactive", "defender-xdr")] * 2
expect("no licence", scene, LIST, 20, 1, "live-licence")
refused = document("as JSON", expect("as JSON", scene, [*LIST, "-o", "json"], 20, 1), "result")
same("the cause in it", refused["causes"][0]["code"], "live-licence")
scene.api.queue = [DefenderAPI.error(403, "Forbidden", "Missing application roles. API required roles: Incident.Odd.All, "
                                     "application roles: Incident.ReadWrite.All,AdvancedHunting.Read.All.", "defender-xdr")]
expect("a role that nobody knew of", scene, LIST, 20, 1, "Incident.Odd.All")
scene.api.queue = [(401, {}, b"")]
expect("a query that is refused", scene, HUNT + ["DeviceInfo"], 20, 1, "gave no reason",
       token=mint("graph", ["ThreatHunting.Read.All"]))
scene.api.queue = [(401, {}, b"")]
expect("a refusal without a word", scene, LIST, 20, 1, "gave no reason")
scene.api.queue = [(403, {}, b"\x1b[2J\x1b]0;x\x07")]
expect("a refusal that acts on terminals", scene, LIST, 20, 1, never="\x1b")

# Too many calls, trouble, and things on the way.
BUSY = DefenderAPI.error(429, "TooManyRequests", "Too many requests.", "defender-xdr", {"retry-after": "1"})
DOWN = DefenderAPI.error(500, "InternalServerError", "An error has occurred.", "defender-xdr")
SOON = DefenderAPI.error(429, "TooManyRequests", "Too many requests.", "defender-xdr",
                         {"retry-after": formatdate(time.time() + 2, usegmt=True)})
scene.api.queue = [BUSY]
expect("429, then good", scene, [*GET, "924100"], 0, 2, "asking again in 1 s, try 2 of 3")
scene.api.queue = [SOON]
expect("429 with a date", scene, [*GET, "924100"], 0, 2, "asking again in")
scene.api.queue = [BUSY] * 9
expect("a storm", scene, [*GET, "924100"], 20, 3, "try again in 1 s")
scene.api.queue = [BUSY]
expect("429 of a change", scene, [*UPDATE, "924100", "--status", "active", "--yes"], 20, 1, never="may have been made")
scene.api.queue = [DefenderAPI.error(429, "TooManyRequests", "Later.", "defender-xdr", {"retry-after": "3600"})]
expect("an hour to wait", scene, [*GET, "924100"], 20, 1, "try again in 1 h")
scene.api.queue = [DOWN]
expect("500, then good", scene, [*GET, "924100"], 0, 2, "the API answered 500")
scene.api.queue = [DOWN]
expect("500 of a change", scene, [*UPDATE, "924100", "--status", "active", "--yes"], 20, 1, "may have been made")
scene.api.queue = [(200, {}, ("cut", None))] * 3
expect("a body cut in the middle", scene, [*GET, "924100"], 20, 3, "in the middle")
scene.api.queue = [(200, {}, ("cut", None))]
expect("a body cut in the middle of a change", scene, [*UPDATE, "924100", "--status", "active", "--yes"], 20, 1,
       "may have been made")
scene.api.queue = [(200, {}, b'{"value":[{"incidentId":1},')]
expect("JSON cut in the middle", scene, LIST, 20, 1, "broken at byte 27: ends too early")
scene.api.queue = [(200, {}, b"<html>sign in</html>")]
expect("a page of a proxy", scene, LIST, 20, 1, "broken at byte 0")
scene.api.queue = [(302, {"location": "https://evil.example/"}, b"")]
expect("a redirect", scene, LIST, 20, [f"{HOST}/api/incidents?$top=100"], "not followed")
for kind, value in [("large", 1 << 30), ("endless", 1 << 14)]:
    scene.api.queue = [(200, {}, (kind, value))]
    expect(f"a gigabyte ({kind})", scene, LIST, 20, 1, "more than 32 MiB")

# Pages that lead astray: what came is given, the rest is not claimed.
for name, link, says in [("another host", "https://evil.example/api/incidents", "another host"),
                         ("itself", f"https://{HOST}/api/incidents?$top=100", "read already"),
                         ("no TLS", f"http://{HOST}/api/incidents?$skip=1", "no address")]:
    page = {"value": [{"incidentId": 1, "status": "Active"}], "@odata.nextLink": link}
    scene.api.queue = [DefenderAPI.good(page)] * 2
    run = expect(f"a page that links to {name}", scene, [*LIST, "-o", "json"], 20, [f"{HOST}/api/incidents?$top=100"], says)
    cut = document(name, run, "incidents")
    same(f"what came before {name}", (cut["count"], cut["complete"], cut.get("error", {}).get("code")), (1, False, "next-page"))
suite.end("the Defender client")
