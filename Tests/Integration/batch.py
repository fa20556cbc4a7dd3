"""A batch that outlives its keys: a conversation over a pipe, during which the authority rolls its keys over."""

import base64
import json
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from scene import FLAGS, KEYS, LIST, METADATA, TENANT, TOKEN, TOKEN_KEY, Suite, without_key  # noqa: E402

TEXT = Path(TOKEN[1:]).read_text().strip()


def invented(number):
    """The token with a key name that nobody gave."""
    header, payload, signature = TEXT.split(".")
    fields = json.loads(base64.urlsafe_b64decode(header + "=="))
    fields["kid"] = f"invented-{number}"
    return ".".join([base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("="), payload, signature])


class Conversation:
    """A batch to which a line is said, and which answers it before the next is said."""

    def __init__(self, scene):
        self.scene = scene
        self.process = subprocess.Popen(
            [scene.suite.binary, "batch", "--tenant", TENANT, *FLAGS], env=scene.environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.before = len(scene.authority.asked)

    def expect(self, name, token, verdict, violated, asked):
        """Says a token; compares the answer, and whom the program asked in the meantime."""
        before = len(self.scene.authority.asked)
        self.process.stdin.write(token + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        found = (answer["verdict"], answer["violated"], self.scene.authority.asked[before:])
        if found != (verdict, violated, asked):
            self.scene.suite.fault(f"{name}: {found} instead of {(verdict, violated, asked)}")

    def end(self, name, code):
        output, errors = self.process.communicate(timeout=20)
        self.scene.suite.runs += 1
        if self.process.returncode != code or not json.loads(output)["complete"]:
            self.scene.suite.fault(f"{name}: exit code {self.process.returncode} instead of {code}\n{output}{errors}")
        return errors


suite = Suite(sys.argv[1])

# The list in the cache is old enough to be fetched anew, and lacks the key that the authority signs with by now.
scene = suite.scene()
scene.authority.answers[KEYS] = without_key(TOKEN_KEY)
scene.check()
scene.age(400)
scene.authority.answers[KEYS] = ("body", Path(LIST).read_bytes())
talk = Conversation(scene)
talk.expect("the first token after a rollover", TEXT, "accepted", [], [METADATA, KEYS])
talk.expect("the next", TEXT, "accepted", [], [])
for number in range(50):
    talk.expect("an invented key", invented(number), "rejected", ["key-found"], [])
talk.expect("and a good token after those", TEXT, "accepted", [], [])
talk.end("a rollover", 10)

# The authority does not answer: what is known goes on serving, and what is not known stays undecided, with one question.
scene = suite.scene()
scene.check()
scene.age(400)
scene.authority.answers[METADATA] = ("status", 404)
talk = Conversation(scene)
talk.expect("a known key", TEXT, "accepted", [], [])
talk.expect("an unknown key", invented(1), "undecided", [], [METADATA])
talk.expect("another unknown key", invented(2), "undecided", [], [])
talk.expect("the known key again", TEXT, "accepted", [], [])
if "HTTP" not in talk.end("no answer", 13):
    suite.fault("nothing is said of the authority")

suite.end("keys during a batch")
