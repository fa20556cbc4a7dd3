"""Asks a running `tokcheck batch` about tokens, one at a time: a conversation over a pipe.

python3 ask.py TOKCHECK TOKENS FLAGS… prints a word for each line of the file TOKENS.
"""

import json
import subprocess
import sys


class Checker:
    """One process for as many tokens as there are; what it expects it is told once."""

    def __init__(self, program, *flags):
        command = [program, "batch", "--field", "token", "--id-field", "id", *flags]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.asked = 0

    def ask(self, token):
        """The answer to one token; it comes before the next question."""
        self.asked += 1
        # JSON has no line break of its own, so that nothing in a token can look like a second line.
        self.process.stdin.write(json.dumps({"id": self.asked, "token": token}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer["id"] != self.asked:
            raise RuntimeError("an answer to another question")
        return answer

    def close(self):
        """The summary, which is the last line."""
        self.process.stdin.close()
        summary = json.loads(self.process.stdout.readline())
        self.process.wait()
        return summary


checker = Checker(sys.argv[1], *sys.argv[3:])
with open(sys.argv[2], encoding="utf-8") as tokens:
    for line in tokens:
        answer = checker.ask(line.strip())
        # Accepted is the only word that opens anything: undecided is not.
        print(answer["verdict"], ",".join(answer["violated"] + answer["undecided"]) or "-")
summary = checker.close()
print(summary["accepted"], "of", summary["lines"], "accepted")
