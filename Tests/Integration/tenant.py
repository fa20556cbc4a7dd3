"""A whole tenant on loopback, for the walk and for people who have none: keys, tokens, incidents, hunting.

`Tests/Integration/run tenant` keeps it until Ctrl-C, or for TENANT_MINUTES, and prints what to type.
"""

import os
import signal
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
import minting  # noqa: E402
from defender_api import DefenderAPI  # noqa: E402
from scene import KEYS, TENANT, Suite, without_key  # noqa: E402

# The key that signs once the first is no longer used; until then the tenant does not publish it.
NEXT_KEY, NEXT_FILE = "LxYLFxGpbBqQhBsRmLQH2Wy87vE", "Tests/Support/Keys/entra-2.pem"


class FakeTenant:
    """One tenant in a scene: what its application was granted, and the key that signs."""

    def __init__(self, suite, **options):
        self.scene = suite.scene()
        self.api = DefenderAPI(suite.binary, **options).install(self.scene.authority)
        self.granted = {"xdr": ["Incident.ReadWrite.All", "AdvancedHunting.Read.All"],
                        "graph": ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"]}
        self.key = (minting.KEY, minting.KEY_FILE)
        self.scene.authority.answers[KEYS] = without_key(NEXT_KEY)

    def token(self, api, **more):
        """A token of the tenant's application for one of the APIs."""
        key, file = self.key
        return minting.mint(api, self.granted[api], key=key, key_file=file, **more)

    def write(self, name, token):
        """A file of the home with a token, and its name on the command line there."""
        file = self.scene.home / name
        file.write_text(token + "\n")
        file.chmod(0o600)
        return f"@{name}"

    def roll_key(self):
        """Publishes the next key, and signs with it from now on."""
        self.scene.authority.answers[KEYS] = without_key(None)
        self.key = (NEXT_KEY, NEXT_FILE)
        self.api.trust(NEXT_FILE)


def stand(binary):
    """Keeps a tenant until somebody ends it."""
    minutes = float(os.environ.get("TENANT_MINUTES", "60"))
    suite = Suite(binary)
    tenant = FakeTenant(suite, calls_a_minute=50)
    life = int(minutes * 60) + 300
    xdr = tenant.write("xdr.jwt", tenant.token("xdr", expires=life))
    graph = tenant.write("graph.jwt", tenant.token("graph", expires=life))
    reader = tenant.write("reader.jwt", minting.mint("xdr", ["Incident.Read.All"], expires=life))
    variables = tenant.scene.environment()
    print(f"""A tenant is there for {minutes:g} minutes, or until Ctrl-C; nothing leaves this machine.
In another terminal:

cd {tenant.scene.home}
export HTTPS_PROXY={variables['HTTPS_PROXY']} SSL_CERT_FILE={variables['SSL_CERT_FILE']} \\
  XDG_CACHE_HOME={tenant.scene.home}
alias tokcheck={suite.binary}

tokcheck check {xdr} --tenant {TENANT} --resource defender-xdr --role Incident.Read.All
tokcheck defender incidents list {xdr} --status active --limit 10
tokcheck defender incidents update 924198 {xdr} --status resolved --comment 'looked at it' --yes
tokcheck defender hunt 'DeviceInfo | take 5' {graph}
tokcheck defender incidents list {graph} --backend graph --severity high -o jsonl
tokcheck defender incidents update 924198 {reader} --status active --yes
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
