"""What the tests of the built program share: scenes, in which the program runs, and what is expected of a run."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from authority import Authority, Certificates

# Jobs in the background begin with Ctrl-C ignored, and so would the programs that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

TENANT = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
HOST = "login.microsoftonline.com"
METADATA = f"{HOST}/{TENANT}/v2.0/.well-known/openid-configuration"
KEYS = f"{HOST}/{TENANT}/discovery/v2.0/keys"
TOKEN = "@Fixtures/tokens/defender-xdr-app.jwt"
TOKEN_KEY = "0GFWt6lE8VIJBIV0--V5LUYVGpg"
FLAGS = ["--resource", "defender-xdr", "--role", "Incident.Read.All", "--at", "2026-11-23T09:00:00Z"]
LIST = "Fixtures/keys/entra-v2.json"
# What no run may exceed, whatever the other side does.
MOST_SECONDS, MOST_MEBIBYTES = 25, 64


def metadata(issuer=f"https://{HOST}/{TENANT}/v2.0", keys=f"https://{KEYS}"):
    """An authority's metadata."""
    return {"issuer": issuer, "jwks_uri": keys, "cloud_instance_name": "microsoftonline.com"}


def without_key(name):
    """The key list without one key."""
    keys = json.loads(Path(LIST).read_text())["keys"]
    return {"keys": [key for key in keys if key["kid"] != name]}


def documented(start, **names):
    """A command of README that begins so; flags whose values it leaves open get those that are given."""
    text = Path("README.md").read_text().replace("\\\n", " ")
    command = next(line for line in text.split("\n") if line.startswith(start))
    for name, value in names.items():
        flag = "--" + name.replace("_", "-")
        command = command.replace(f"{flag} GUID", f"{flag} {value}")
    return command


def own_mebibytes():
    """The most memory that this process has taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Suite:
    """The scenes of one file, what went wrong in them, and the line at the end."""

    def __init__(self, binary):
        self.binary = str(Path(binary).resolve())
        self.folder = tempfile.TemporaryDirectory()
        # Other users must reach what is theirs in it.
        Path(self.folder.name).chmod(0o755)
        self.certificates = Certificates(self.folder.name)
        self.faults, self.scenes, self.runs = [], [], 0
        self.seconds, self.mebibytes = 0, 0
        self.lock = threading.Lock()

    def scene(self):
        """An authority in order, and a home that has seen nothing."""
        with self.lock:
            scene = Scene(self, len(self.scenes))
            self.scenes.append(scene)
        return scene

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def close(self):
        for scene in self.scenes:
            scene.authority.close()
        self.folder.cleanup()

    def end(self, subject):
        """Says what came out, and ends."""
        self.close()
        for fault in self.faults:
            print(fault)
        memory = f" and {self.mebibytes} MiB" if own_mebibytes() < MOST_MEBIBYTES else ""
        print(f"gate: {'failed' if self.faults else 'ok'}: {subject}: {self.runs} runs, at most "
              f"{self.seconds:.1f} s{memory}, {len(self.faults)} faults", flush=True)
        sys.exit(bool(self.faults))


class Scene:
    """One authority with its proxy, and one home."""

    def __init__(self, suite, number):
        self.suite = suite
        self.authority = Authority(suite.certificates)
        self.authority.answers = {METADATA: metadata(), KEYS: ("body", Path(LIST).read_bytes())}
        self.home = Path(suite.folder.name) / f"home-{number}"
        self.home.mkdir()

    @property
    def folder(self):
        return self.home / ".cache/tokcheck/keys"

    @property
    def cache(self):
        """The cache's one list."""
        return next(self.folder.glob("*.json"))

    def age(self, seconds):
        """Makes the cache's lists older, as if time had passed."""
        for path in self.folder.glob("*.json"):
            record = json.loads(path.read_text())
            record["attemptedAt"] -= seconds
            if record["list"]:
                record["list"]["fetchedAt"] -= seconds
            path.write_text(json.dumps(record))

    def environment(self, proxy=None, trust=True):
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                     "SWIFT_BACKTRACE": "enable=no",
                     "HTTPS_PROXY": proxy or f"http://127.0.0.1:{self.authority.port}"}
        if trust:
            variables["SSL_CERT_FILE"] = str(self.suite.certificates.root)
        return variables

    def check(self, *more, token=TOKEN, tenant=TENANT, flags=FLAGS, **options):
        return self.run("check", token, "--tenant", tenant, *flags, *more, **options)

    def run(self, *words, proxy=None, trust=True, prefix=(), text=None, variables=None, output=None, person=None, **options):
        """Runs the program; what it asked, printed and took. Further `variables` are set; `output` is a file for it.

        A `person` is shown what standard error says so far, until it answers that it has done its part.
        """
        into = output
        before = len(self.authority.asked)
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            begin = time.monotonic()
            process = subprocess.Popen(
                [*prefix, self.suite.binary, *words], env=self.environment(proxy, trust) | (variables or {}),
                stdin=subprocess.PIPE if text else subprocess.DEVNULL, stdout=into or output, stderr=errors, **options)
            timer = threading.Timer(90, process.kill)
            timer.start()
            if text:
                process.stdin.write(text.encode())
                process.stdin.close()
            done = threading.Event()
            if person:
                threading.Thread(target=self.watch, args=(os.dup(errors.fileno()), person, done)).start()
            _, status, usage = os.wait4(process.pid, 0)
            done.set()
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            run = Run(words, process.returncode, time.monotonic() - begin, usage.ru_maxrss // 1024)
            for name, file in (("output", output), ("errors", errors)):
                file.seek(0)
                setattr(run, name, file.read().decode())
        run.asked = self.authority.asked[before:]
        with self.suite.lock:
            self.suite.runs += 1
            self.suite.seconds = max(self.suite.seconds, run.seconds)
            self.suite.mebibytes = max(self.suite.mebibytes, run.mebibytes)
        return run

    def shell(self, command, **variables):
        """Runs a command of the documentation, in a shell that finds the program under its name."""
        return subprocess.run(["sh", "-c", f"tokcheck() {{ '{self.suite.binary}' \"$@\"; }}; {command}"], text=True,
                              env=self.environment() | variables, cwd=self.home, capture_output=True, timeout=60)

    @staticmethod
    def watch(errors, person, done):
        """Shows somebody what a file says, until it is enough for them or no more is said."""
        while not person(os.pread(errors, 65_536, 0).decode(errors="replace")) and not done.wait(0.05):
            pass
        os.close(errors)

    def expect(self, name, run, code, asked=None, says=None, never=None):
        """Compares a run with what it should be: exit code, requests, words; and always time and memory."""
        problems = []
        words = " ".join((run.output + run.errors).split())
        if run.code != code:
            problems.append(f"exit code {run.code} instead of {code}")
        if asked is not None and (len(run.asked) if isinstance(asked, int) else run.asked) != asked:
            problems.append(f"asked {run.asked} instead of {asked}")
        if says is not None and says not in words:
            problems.append(f"does not say {says!r}")
        if never is not None and never in words:
            problems.append(f"says {never!r}")
        if run.seconds > MOST_SECONDS:
            problems.append(f"took {run.seconds:.1f} s")
        # The system counts a process from its fork on: what is larger itself can judge nobody.
        if own_mebibytes() < MOST_MEBIBYTES < run.mebibytes:
            problems.append(f"took {run.mebibytes} MiB")
        if problems:
            self.suite.fault(f"{name}: {', '.join(problems)}\n{run.output}{run.errors}")
        return run


class Run:
    """One run of the program."""

    def __init__(self, words, code, seconds, mebibytes):
        self.words, self.code, self.seconds, self.mebibytes = words, code, seconds, mebibytes
        self.output, self.errors, self.asked = "", "", []

    @property
    def violated(self):
        """The codes of the checks that are violated, warnings apart; of a result in JSON."""
        return [check["code"] for check in json.loads(self.output)["checks"]
                if check["status"] == "violated" and check["class"] != "warning"]
