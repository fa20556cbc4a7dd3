"""What `why` asks the network beyond the checks: an application's own key list, what failed, and what time it is.

Each of the first two runs is also a transcript in Fixtures/transcripts/network; RECORD=1 writes them.
"""

import base64
import json
import os
import subprocess
import sys
import time
from email.utils import formatdate
from pathlib import Path

sys.dont_write_bytecode = True
from scene import FLAGS, KEYS, METADATA, TENANT, TOKEN, TOKEN_KEY, Suite, metadata, without_key  # noqa: E402

suite = Suite(sys.argv[1])
API = "a9b8c7d6-e5f4-4321-9abc-def012345678"
OWN = ["@Fixtures/tokens/own-api-v2-user.jwt", "--tenant", TENANT, "--audience", API, "--scope", "access_as_user"]
AT = FLAGS[-2:]


def transcript(name, about, words, run):
    """Holds a run against its transcript."""
    lines = [f"# {about}", "$ tokcheck " + " ".join(words), *run.output.splitlines(),
             *("2> " + line for line in run.errors.splitlines()), f"[exit {run.code}]"]
    text = "\n".join(lines) + "\n"
    path = Path("Fixtures/transcripts/network") / f"{name}.txt"
    if os.environ.get("RECORD") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        suite.fault(f"recorded {path}; run again without RECORD")
    elif not path.exists() or path.read_text() != text:
        suite.fault(f"not what {path} says:\n{text}")


def token(issued, expires):
    """A token of now, as no frozen one can be."""
    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    header = {"typ": "JWT", "alg": "RS256", "kid": TOKEN_KEY}
    claims = {"aud": "https://api.security.microsoft.com", "iss": f"https://sts.windows.net/{TENANT}/", "iat": issued,
              "nbf": issued, "exp": expires, "appid": API, "oid": API, "sub": API, "tid": TENANT, "ver": "1.0",
              "roles": ["Incident.Read.All"]}
    text = ".".join(part(json.dumps(value).encode()) for value in (header, claims))
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", "Tests/Support/Keys/entra-1.pem"],
                               input=text.encode(), capture_output=True, check=True).stdout
    return f"{text}.{part(signature)}"


# The key is in no general list, but in that of the application.
scene = suite.scene()
application = [f"{METADATA}?appid={API}", f"{KEYS}?appid={API}"]
scene.authority.answers[KEYS] = without_key(TOKEN_KEY)
scene.authority.answers[application[0]] = metadata(keys=f"https://{KEYS}?appid={API}")
scene.authority.answers[application[1]] = ("body", Path("Fixtures/keys/entra-v2.json").read_bytes())
words = ["why", *OWN, *AT]
run = scene.expect("an application's own keys", scene.run(*words), 10, [METADATA, KEYS, *application], "key-app")
transcript("06-key-app", "The API signs with keys of its own, which are in no general list.", words, run)
scene.expect("asked for by name", scene.run("check", *OWN, *AT, "--appid", API), 0, 0)
scene.expect("offline only what is cached", scene.run("why", *OWN, *AT, "--offline", proxy="http://127.0.0.1:1"), 10, 0)

# Nobody has the key: nothing is invented.
scene = suite.scene()
scene.authority.answers[KEYS] = without_key(TOKEN_KEY)
scene.expect("no list has the key", scene.run(*words), 10, [METADATA, KEYS, application[0]], "key-found")

# The list cannot be had.
scene = suite.scene()
scene.authority.refuses = True
words = ["why", TOKEN, "--tenant", TENANT, *FLAGS]
run = scene.expect("a proxy that refuses", scene.run(*words), 13, 0, "proxy failed")
transcript("25-key-fetch", "A proxy stands between, and lets nobody through.", words, run)

# The clock of this machine, by the server's date.
now = int(time.time())
for name, issued, expires, server, code, says in [
        ("a clock that is behind", now + 3600, now + 7500, now + 3700, 11, "1 h 1 min behind the server"),
        ("a clock that is ahead", now - 7200, now - 3300, now - 3600, 11, "1 h ahead of the server"),
        ("a clock in order", now - 7200, now - 3300, now, 11, "time-expired"),
        ("a clock that does not matter", now - 300, now + 3600, now + 3700, 0, "ACCEPTED")]:
    scene = suite.scene()
    scene.authority.date = formatdate(server, usegmt=True)
    run = scene.run("why", "-", "--tenant", TENANT, "--resource", "defender-xdr", "--role", "Incident.Read.All",
                    text=token(issued, expires))
    scene.expect(name, run, code, [METADATA, KEYS], says, never="time-clock" if "behind" not in says
                 and "ahead" not in says else None)
suite.end("why, with a network")
