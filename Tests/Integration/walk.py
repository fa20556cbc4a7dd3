"""From registration to incidents on a fake tenant: every step prints what a person would want to see, and is held to it."""

import json
import re
import shlex
import sys

sys.dont_write_bytecode = True
from grants import CLIENT, DOMAIN  # noqa: E402
from scene import KEYS, METADATA, TENANT, Suite  # noqa: E402
from tenant import FakeTenant  # noqa: E402

suite = Suite(sys.argv[1])
tenant = FakeTenant(suite)
scene = tenant.scene
LIST, UPDATE, GET = (["defender", "incidents", word] for word in ("list", "update", "get"))
XDR = "api.security.microsoft.com"
GRAPH = "graph.microsoft.com/v1.0/security"
WHO = ["--tenant", DOMAIN, "--client-id", CLIENT]
APPLICATION = ["--grant", "certificate", "--certificate", "app.pem", *WHO]
FOR_DOMAIN = METADATA.replace(TENANT, DOMAIN)
# What the person who is played saw in a window of their own.
seen = []
TOKEN, CODE = (f"login.microsoftonline.com/{TENANT}/oauth2/v2.0/{name}" for name in ("token", "devicecode"))


def say(text):
    print(f"\n# {text}", flush=True)


def show(title, words, code, asked=None, says=None, never=None, **options):
    """Prints a command as one would type it, what it prints, and what was asked; no token is ever among it."""
    say(title)
    print(f"$ tokcheck {shlex.join(words)}")
    run = scene.expect(title, scene.run(*words, cwd=scene.home, **options), code, asked, says, never)
    print(run.output + run.errors, end="")
    while seen:
        print(seen.pop())
    print(f"[exit {run.code}; {len(run.asked)} requests, {run.seconds * 1000:.0f} ms]", flush=True)
    if "eyJ" in run.output + run.errors:
        suite.fault(f"{title}: a token was printed")
    return run


def get(title, grant, api, file, *more, code=0, says=None, **options):
    """Gets a token into a file of the home that nobody else may read."""
    path = scene.home / file
    path.unlink(missing_ok=True)
    run = show(title, ["token", "get", *grant, "--resource", api, "--out", file, *more], code, says=says, **options)
    if (path.stat().st_mode & 0o777 if path.exists() else None) != (None if code else 0o600):
        suite.fault(f"{title}: {file} is there, or is not, or others may read it")
    return run


def person(screen):
    """Plays the user: reads the code from the terminal, and types it at the page that is named there."""
    code = re.search(r"open  https://microsoft.com/devicelogin\s+and type the code (\S+)\n", screen)
    if code:
        seen.append(f"(somebody opens the page, types {code[1]}, and reads: {re.sub('<.*?>', '', tenant.person(code[1]))})")
    return bool(code)


def check(file, *more):
    """The command that holds a token against the manifest."""
    return ["check", f"@{file}", "--tenant", TENANT, "--manifest", "tokcheck.yaml", *more]


def same(title, actual, wanted):
    if actual != wanted:
        suite.fault(f"{title}: {actual} instead of {wanted}")


print("A tenant with 200 incidents answers on loopback; nothing leaves this machine.")

# What the job needs, as a file that is reviewed with the job; and from it what is registered.
REQUESTS = ["GET /api/incidents", "GET /api/incidents/{id}", "PATCH /api/incidents/{id}", "POST /api/advancedhunting/run",
            "GET /v1.0/security/incidents", "GET /v1.0/security/incidents/{id}", "POST /v1.0/security/runHuntingQuery"]
show("What the job calls, as a manifest", ["manifest", "init", "--out", "tokcheck.yaml", *(
    word for request in REQUESTS for word in ("--operation", request))], 0, 0)
say("The manifest")
print((scene.home / "tokcheck.yaml").read_text(), end="")
show("Which tokens pass, in words", ["manifest", "explain", "tokcheck.yaml"], 0, 0)
run = show("What is registered for it", ["app", "manifest", "--manifest", "tokcheck.yaml", "--name", "incident-reader"], 0, 0)
registration = json.loads(run.output)
show("Where an administrator consents", ["app", "consent-url", "--manifest", "tokcheck.yaml", *WHO], 0, 0, "adminconsent")
tenant.register(registration)
say(f"It is registered and consented to; now it holds\n{json.dumps(tenant.granted, indent=2)}")
same("least privilege", tenant.granted, {
    "xdr": {"roles": ["Incident.Read.All", "Incident.ReadWrite.All", "AdvancedHunting.Read.All"],
            "scopes": ["Incident.Read", "Incident.ReadWrite", "AdvancedHunting.Read"]},
    "graph": {"roles": ["SecurityIncident.Read.All", "ThreatHunting.Read.All"],
              "scopes": ["SecurityIncident.Read.All", "ThreatHunting.Read.All"]}})

# A service that is registered as nothing else signs no users in: the registration decides, and the refusal says so.
run = show("The same for a service alone", ["app", "manifest", "--manifest", "tokcheck.yaml", "--confidential"], 0, 0)
tenant.register(json.loads(run.output))
get("No user's token through a service", ["--grant", "device", *WHO], "defender-xdr", "none.jwt", code=20, says="AADSTS7000218")
say("It is registered as before")
tenant.register(registration)

# Tokens: of a user on another device, of a user with a browser, of the application.
run = get("A token of a user, who types a code on another device", ["--grant", "device", *WHO], "defender-xdr", "user.jwt",
          says="and type the code", person=person)
same("what a device code asks", run.asked[:2] + run.asked[-1:], [FOR_DOMAIN, CODE, TOKEN])
run = get("A token of a user for Graph, with the browser of this machine", ["--grant", "browser", *WHO], "graph", "graph.jwt",
          says="A browser should open now", variables=tenant.browser())
same("what a browser asks", [address.partition("?")[0] for address in run.asked],
     [FOR_DOMAIN, TOKEN.replace("token", "authorize"), TOKEN])
run = get("A token of the application, which proves itself by its certificate, held against an operation", APPLICATION,
          "defender-xdr", "app.jwt", "--manifest", "tokcheck.yaml", "--operation", "incidents.update")
same("what a certificate asks", run.asked, [FOR_DOMAIN, TOKEN])

# Checked as an API would: by the tenant's keys.
show("The user's token: two requests, then the keys are known", check("user.jwt"), 0, [METADATA, KEYS], "ACCEPTED")
show("The application's token", check("app.jwt", "--operation", "incidents.list", "--operation", "incidents.update"), 0, 0,
     "ACCEPTED")
show("The token for Graph", check("graph.jwt"), 0, 0, "ACCEPTED")

# Used, at both APIs.
show("The incidents that are active", [*LIST, "@user.jwt", "--status", "active", "--limit", "5"], 0, 1, "924199")
show("The same at Microsoft Graph", [*LIST, "@graph.jwt", "--backend", "graph", "--status", "active", "--limit", "5"],
     0, 1, "924199")
show("One is resolved", [*UPDATE, "924198", "@app.jwt", "--status", "resolved", "--classification", "falsePositive",
                         "--determination", "clean", "--comment", "a scanner of ours", "--yes"], 0,
     [f"{XDR}/api/incidents/924198"], "Resolved")
show("And so says Graph", [*GET, "924198", "@graph.jwt", "--backend", "graph"], 0, [f"{GRAPH}/incidents/924198"], "resolved")
show("A query at Graph", ["defender", "hunt", "DeviceInfo | take 3", "@graph.jwt"], 0, [f"{GRAPH}/runHuntingQuery"], "host-2")
show("The same query at Defender XDR, which says when that ends",
     ["defender", "hunt", "DeviceInfo | take 3", "@app.jwt", "--backend", "xdr", "-o", "csv"], 0, 1, "ends on 2027-02-01")
show("In one step: a token that is kept in memory only", [*LIST, *APPLICATION, "--limit", "1"], 0,
     [FOR_DOMAIN, TOKEN, f"{XDR}/api/incidents?$top=1"], "924199")

# An administrator takes the role away: the next token lacks it, and nothing is sent.
tenant.granted["xdr"]["roles"].remove("Incident.ReadWrite.All")
say("An administrator takes the role Incident.ReadWrite.All away")
get("A token for the job is no longer to be had", APPLICATION, "defender-xdr", "refused.jwt", "--manifest", "tokcheck.yaml",
    "--operation", "incidents.update", code=12, says="Incident.ReadWrite.All")
get("One that nobody holds against the job is", APPLICATION, "defender-xdr", "app.jwt")
show("It is told by its name, and nothing is sent", [*UPDATE, "924198", "@app.jwt", "--status", "active", "--yes"], 12, 0,
     "Incident.ReadWrite.All")
show("Reading goes on", [*LIST, "@app.jwt", "--limit", "1"], 0, 1, "924199")

# Time passes.
tenant.age("app.jwt", 7_200)
say("Two hours pass")
show("The token has expired, and nothing is sent", [*LIST, "@app.jwt"], 11, 0, "time-expired")

# The tenant signs with another key.
tenant.roll_key()
scene.age(300)
say("The tenant rolls its key, and five minutes pass")
get("A token of the new key", APPLICATION, "defender-xdr", "app.jwt")
show("One fetch, and the key is known", check("app.jwt", "--operation", "incidents.list"), 0, [METADATA, KEYS], "ACCEPTED")
show("From then on nobody is asked", check("app.jwt", "--operation", "incidents.list"), 0, 0, "ACCEPTED")
show("And the API takes it", [*LIST, "@app.jwt", "--limit", "1"], 0, [f"{XDR}/api/incidents?$top=1"], "924199")
print()
suite.end("from registration to incidents")
