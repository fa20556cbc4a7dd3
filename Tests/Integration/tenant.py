"""A whole tenant on loopback, for the walk and for people who have none: registration, sign-in, keys, incidents, hunting.

`Tests/Integration/run tenant` keeps it until Ctrl-C, or for TENANT_MINUTES, and prints what to type.
"""

import math
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")
import browser  # noqa: E402
import minting  # noqa: E402
from defender_api import DefenderAPI  # noqa: E402
from grants import DOMAIN, Grants  # noqa: E402
from scene import KEYS, Suite, without_key  # noqa: E402

# The key that signs once the first is no longer used; until then the tenant does not publish it.
NEXT_KEY, NEXT_FILE = "LxYLFxGpbBqQhBsRmLQH2Wy87vE", "Tests/Support/Keys/entra-2.pem"
PERSON = Path(__file__).with_name("person.py")


class FakeTenant:
    """One tenant in a scene: what its application was granted, who signs in, and the key that signs."""

    def __init__(self, suite, **options):
        self.scene = suite.scene()
        self.api = DefenderAPI(suite.binary, **options).install(self.scene.authority)
        self.key = (minting.KEY, minting.KEY_FILE)
        self.scene.authority.answers[KEYS] = without_key(NEXT_KEY)
        # As if somebody had registered an application for everything that can be tried here.
        self.granted = {
            "xdr": {"roles": ["Incident.ReadWrite.All", "AdvancedHunting.Read.All"],
                    "scopes": ["Incident.ReadWrite", "AdvancedHunting.Read"]},
            "graph": {"roles": ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"],
                      "scopes": ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"]}}
        certificate, self.certificate = minting.certificate(self.scene.home)
        self.grants = Grants(certificate, self.scene.home, self.mint, lambda api, kind: self.granted[api][kind])
        self.grants.install(self.scene)
        self.grants.pending = math.inf

    def register(self, registration):
        """Does what an administrator does with the output of `app manifest`: registers it, and consents to all of it."""
        resources = {"defender-xdr": "xdr", "graph": "graph"}
        numbers = {self.api.document("resources", name)["resources"][0]["applicationId"]: name for name in resources}
        self.granted = {api: {"roles": [], "scopes": []} for api in resources.values()}
        for wanted in registration["requiredResourceAccess"]:
            name = numbers[wanted["resourceAppId"]]
            known = self.api.document("permissions", name)["permissions"]
            for access in wanted["resourceAccess"]:
                form, kind = ("application", "roles") if access["type"] == "Role" else ("delegated", "scopes")
                permission = next(one["name"] for one in known if (one[form] or {}).get("id") == access["id"])
                self.granted[resources[name]][kind].append(permission)
        self.grants.is_public = registration["isFallbackPublicClient"]
        for platform in self.grants.redirects:
            self.grants.redirects[platform] = registration.get(platform, {}).get("redirectUris", [])

    def mint(self, api, **more):
        """A token that the tenant signs."""
        key, file = self.key
        return minting.mint(api, key=key, key_file=file, **more)

    def token(self, api, **more):
        """A token of the tenant's application for one of the APIs."""
        return self.mint(api, roles=self.granted[api]["roles"], **more)

    def write(self, name, token):
        """A file of the home with a token, and its name on the command line there."""
        file = self.scene.home / name
        file.write_text(token + "\n")
        file.chmod(0o600)
        return f"@{name}"

    def age(self, file, seconds):
        """Makes the token of a file older, as if time had passed: the same claims, with other times."""
        claims = minting.claims_of((self.scene.home / file).read_text())
        times = {name: claims[name] - seconds for name in ("iat", "nbf", "exp")}
        api = next(api for api, audience in minting.AUDIENCES.items() if audience == claims["aud"])
        self.write(file, self.mint(api, **claims | times))

    def roll_key(self):
        """Publishes the next key, and signs with it from now on."""
        self.scene.authority.answers[KEYS] = without_key(None)
        self.key = (NEXT_KEY, NEXT_FILE)
        self.api.trust(NEXT_FILE)

    def browser(self):
        """The variables with which the program finds a browser without a window."""
        return browser.installed(self.scene.home / "bin")

    def person(self, word):
        """Somebody who types a code, or follows an address; what they see then."""
        return subprocess.run([sys.executable, PERSON, word], env=self.scene.environment() | {
            "NO_PROXY": "localhost,127.0.0.1"}, check=True, capture_output=True, text=True).stdout.strip()


def stand(binary):
    """Keeps a tenant until somebody ends it."""
    minutes = float(os.environ.get("TENANT_MINUTES", "60"))
    suite = Suite(binary)
    tenant = FakeTenant(suite, calls_a_minute=50)
    reader = tenant.write("reader.jwt", tenant.mint("xdr", roles=["Incident.Read.All"], expires=int(minutes * 60) + 300))
    variables = tenant.scene.environment()
    who = f"--tenant {DOMAIN} --client-id {minting.CLIENT}"
    print(f"""A tenant is there for {minutes:g} minutes, or until Ctrl-C; nothing leaves this machine.
In another terminal:

cd {tenant.scene.home}
export HTTPS_PROXY={variables['HTTPS_PROXY']} SSL_CERT_FILE={variables['SSL_CERT_FILE']} \\
  XDG_CACHE_HOME={tenant.scene.home} NO_PROXY=localhost,127.0.0.1
alias tokcheck={suite.binary} person='{sys.executable} {PERSON}'

# what the job needs, and what to register for it
tokcheck manifest init --operation 'GET /api/incidents' --operation 'PATCH /api/incidents/{{id}}' --kind delegated \\
  --out tokcheck.yaml
tokcheck app commands --manifest tokcheck.yaml

# a user signs in; in a third terminal, with the same exports and aliases, play that user: person CODE
tokcheck token get --grant device {who} --resource defender-xdr --out xdr.jwt
# the same with a browser: person 'ADDRESS'
tokcheck token get --grant browser {who} --resource graph --out graph.jwt
tokcheck check @xdr.jwt --tenant {minting.TENANT} --manifest tokcheck.yaml

tokcheck defender incidents list @xdr.jwt --status active --limit 10
tokcheck defender incidents update 924198 @xdr.jwt --status resolved --comment 'looked at it' --yes
tokcheck defender hunt 'DeviceInfo | take 5' @graph.jwt
tokcheck defender incidents update 924198 {reader} --status active --yes    # a token that lacks a role

# an application, in one step
tokcheck defender incidents list --grant certificate --certificate app.pem {who} --limit 10
tokcheck defender incidents list --backend graph --grant certificate --certificate app.pem {who} --severity high
""", flush=True)

    def end(*_):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        time.sleep(minutes * 60)
    except KeyboardInterrupt:
        pass
    suite.close()
    print("The tenant is gone.", flush=True)


if __name__ == "__main__":
    if not Path("Tests/Integration").exists():
        sys.exit("run it from the folder of the project")
    stand(sys.argv[1])
