"""The Defender client with the flags of `token get`: signed in for, kept in memory, used for every page, renewed in time."""

import json
import sys

sys.dont_write_bytecode = True
from defender_api import DefenderAPI  # noqa: E402
from grants import CLIENT, DOMAIN  # noqa: E402
from minting import AUDIENCES  # noqa: E402
from scene import HOST, TENANT, Suite  # noqa: E402
from tenant import FakeTenant  # noqa: E402

suite = Suite(sys.argv[1])
tenant = FakeTenant(suite, count=250)
scene, grants = tenant.scene, tenant.grants
LIST, HUNT = ["defender", "incidents", "list"], ["defender", "hunt", "DeviceInfo | take 2"]
WHO = ["--tenant", DOMAIN, "--client-id", CLIENT]
CERTIFICATE = ["--grant", "certificate", "--certificate", "app.pem", *WHO]
DEVICE = ["--grant", "device", *WHO]
METADATA = f"{HOST}/{DOMAIN}/v2.0/.well-known/openid-configuration"
TOKEN = f"{HOST}/{TENANT}/oauth2/v2.0/token"
PAGES = [f"api.security.microsoft.com/api/incidents?$top=100{more}" for more in ("", "&$skip=100", "&$skip=200")]
files = sorted(path.name for path in scene.home.iterdir())
everything = ""


def expect(name, words, code, asked=None, says=None, never=None, **options):
    """Runs the client, and keeps what it said."""
    global everything
    run = scene.expect(name, scene.run(*words, cwd=scene.home, **options), code, asked, says, never)
    everything += run.output + run.errors
    return run


def page(first, count=100):
    """A page of incidents that nobody asked the store for."""
    return json.dumps({"value": [{"incidentId": first + place} for place in range(count)]}).encode()


def lives(*seconds):
    """What the next tokens live."""
    left = iter(seconds)
    grants.mint = lambda api, **more: tenant.mint(api, expires=next(left), **more)


def asks(name, api):
    """For what the last token was asked."""
    scope = grants.requests[-1][1]["scope"]
    if scope.split()[0] != f"{AUDIENCES[api]}/.default":
        suite.fault(f"{name}: asked for {scope}")


# One token, and every page with it; the API implies for what it is asked.
run = expect("three pages", [*LIST, *CERTIFICATE, "-o", "json"], 0, [METADATA, TOKEN, *PAGES])
if json.loads(run.output or "{}").get("count") != 250:
    suite.fault(f"three pages: {run.output[-200:]}")
asks("incidents", "xdr")
expect("hunting at Graph", [*HUNT, *CERTIFICATE, "-o", "csv"], 0, 3, "host-1.contoso.example")
asks("hunting", "graph")
expect("the same said", [*HUNT, *CERTIFICATE, "--resource", "graph"], 0, 3)
expect("another API", [*LIST, *CERTIFICATE, "--resource", "graph"], 64, 0, "takes tokens for defender-xdr only")


def person(screen):
    """Types the code that the terminal shows."""
    code = screen.partition("type the code ")[2].partition("\n")
    if code[1]:
        tenant.person(code[0])
    return bool(code[1])


expect("a user", [*LIST, *DEVICE, "--limit", "1"], 0, says="924249", person=person)
expect("a change", ["defender", "incidents", "update", "924150", *CERTIFICATE, "--status", "resolved", "--yes"], 0, 3, "Resolved")
expect("nobody to ask", ["defender", "incidents", "update", "924150", *CERTIFICATE, "--status", "active"], 64, 0, "--yes")

# A refresh token: the file holds the next one.
refresh = scene.home / "refresh.txt"
expect("a refresh token comes along", [*LIST, *DEVICE, "--limit", "1", "--refresh-token-file", "refresh.txt"], 0, person=person)
first = refresh.read_text()
expect("and serves", [*LIST, "--grant", "refresh", *WHO, "--limit", "1", "--refresh-token-file", "refresh.txt"], 0, 3)
if refresh.read_text() == first or refresh.stat().st_mode & 0o777 != 0o600:
    suite.fault("the refresh token was not replaced, or others may read it")

# A long list: a new token before the old one expires, where nobody need be there for that; else it stops, and says so.
lives(62, 3_600)
tenant.api.queue = [(200, {}, ("slow", (4, page(1))))]
expect("a token that is renewed", [*LIST, *CERTIFICATE, "-q"], 0, [METADATA, TOKEN, PAGES[0], METADATA, TOKEN, *PAGES[1:]])
lives(62, 3_600)
tenant.api.queue = [(200, {}, ("slow", (4, page(1))))]
(scene.home / "refresh.txt").write_text(next(iter(grants.refreshing)))
expect("one of a refresh token", [*LIST, "--grant", "refresh", *WHO, "-q", "--refresh-token-file", "refresh.txt"], 0,
       [METADATA, TOKEN, PAGES[0], METADATA, TOKEN, *PAGES[1:]])
lives(62, -600)
tenant.api.queue = [(200, {}, ("slow", (4, page(1))))]
expect("a new one that is old", [*LIST, *CERTIFICATE, "-q"], 11, [METADATA, TOKEN, PAGES[0], METADATA, TOKEN],
       "100 incidents were written")
lives(-57)
tenant.api.queue = [(200, {}, ("slow", (5, page(1))))]
expect("a user's token, which nobody renews", [*LIST, *DEVICE, "-q"], 11, None, "100 incidents were written", person=person)
grants.mint = tenant.mint

# What goes wrong on the way to the token, and with it; nothing reaches the API.
grants.next = [grants.json({"error": "invalid_client", "error_codes": [7000215], "error_description": "AADSTS7000215: x"}, 401)]
expect("a refusal", [*LIST, *CERTIFICATE], 20, [METADATA, TOKEN], "secret")
grants.next = [(200, {}, b'{"access_token":"EwBwA8l6BAAUkj1NuJYtTVha","token_type":"bearer"}')]
expect("an opaque token", [*LIST, *CERTIFICATE], 14, [METADATA, TOKEN], never="EwBwA8l6BAAUkj1NuJYtTVha")
tenant.granted["xdr"]["roles"] = ["AdvancedHunting.Read.All"]
run = expect("a role that is missing", [*LIST, *CERTIFICATE, "-o", "json"], 12, [METADATA, TOKEN], "Incident.Read.All")
document = json.loads(run.output or "{}")
if (document.get("input", {}).get("form"), document.get("exitCode")) != ("token-response", 12):
    suite.fault(f"a role that is missing: {document}")
tenant.granted["xdr"]["roles"] = ["Incident.Read.All"]
tenant.api.queue = [DefenderAPI.error(403, "Forbidden", "Unauthorized request - Account is not provisioned.", "defender-xdr")]
expect("the API refuses", [*LIST, *CERTIFICATE], 20, [METADATA, TOKEN, PAGES[0]], "live-licence")
expect("an authority that cannot be reached", [*LIST, *CERTIFICATE], 20, 0, "HTTPS_PROXY", proxy="http://127.0.0.1:9")

# The token was said nowhere, and lies nowhere.
for hidden in grants.hidden:
    if hidden in everything or hidden in grants.processes:
        suite.fault(f"a secret was said, or stood in a process list ({hidden[:6]}…)")
left = sorted(path.name for path in scene.home.iterdir())
if left != sorted([*files, "refresh.txt"]):
    suite.fault(f"files were left behind: {left}")
suite.end("the Defender client that signs in itself")
