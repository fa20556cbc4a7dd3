"""Shows on a stand-in for Entra ID how keys are fetched, cached, used offline, and replaced after a rollover."""

import shlex
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from authority import closed_port  # noqa: E402
from scene import FLAGS, HOST, KEYS, LIST, METADATA, TENANT, TOKEN, TOKEN_KEY, Suite, without_key  # noqa: E402

suite = Suite(sys.argv[1])
scene = suite.scene()
USER_KEY = "LxYLFxGpbBqQhBsRmLQH2Wy87vE"
USER_TOKEN = "@Fixtures/tokens/defender-xdr-user.jwt"
USER_FLAGS = ["--resource", "defender-xdr", "--scope", "Incident.Read", *FLAGS[-2:]]


def show(title, words, code, asked, **options):
    """Prints a command as one would type it, what it prints, and what the authority was asked."""
    print(f"\n# {title}\n$ tokcheck {shlex.join(words)}")
    run = scene.expect(title, scene.run(*words, **options), code, asked)
    print(run.output + run.errors, end="")
    print(f"[exit {run.code}; the authority was asked {len(run.asked)} times, {run.seconds * 1000:.0f} ms]")


def command(*more, token=TOKEN, flags=FLAGS):
    return ["check", token, "--tenant", TENANT, *flags, *more]


print(f"""A stand-in answers for {HOST} on loopback. It is the proxy of the variable HTTPS_PROXY,
and the file of SSL_CERT_FILE vouches for it; the program is told nothing else. At first it
withholds one key.""")
scene.authority.answers[KEYS] = without_key(USER_KEY)
show("From nothing: two requests, the metadata and the key list", command(), 0, [METADATA, KEYS])
show("Again: the cache has the keys", command(), 0, 0)
show("What lies in the cache", ["keys", "list"], 0, 0)
show("Offline, and with a dead proxy to prove it", command("--offline"), 0, 0,
     proxy=f"http://127.0.0.1:{closed_port()}")
show("A token of a key that was never published: rejected, and nobody is asked again so soon",
     command(token=USER_TOKEN, flags=USER_FLAGS), 10, 0)
scene.authority.answers[KEYS] = ("body", Path(LIST).read_bytes())
scene.age(300)
print("\n# The authority publishes that key, too; five minutes pass (the dates in the cache are set back)")
show("Rollover: the first token of the new key costs one fetch, and is accepted",
     command(token=USER_TOKEN, flags=USER_FLAGS), 0, [METADATA, KEYS])
scene.authority.answers = {METADATA: ("status", 503)}
scene.age(50_000)
print("\n# Fourteen hours pass, and the authority fails")
show("The cached keys go on serving for a day, and the result says so", command(), 0, [METADATA, METADATA])
show("After the cache is emptied nothing can be told", ["keys", "clear"], 0, 0)
show("Undecided, not accepted and not rejected", command(), 13, [METADATA, METADATA])
print()
suite.end("check, cache, offline, rollover")
