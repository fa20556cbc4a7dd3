"""A runner in small: runs the steps of action.yml as GitHub's would, and makes tokens that are valid now."""

import base64
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import yaml

root = Path(__file__).resolve().parent.parent.parent
action = yaml.safe_load((root / "action.yml").read_text())
TENANT, CLIENT = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", "2f1e0d3c-4b5a-4968-8776-655443322110"
XDR = "https://api.security.microsoft.com"


def token(roles, audience=XDR, kid="0GFWt6lE8VIJBIV0--V5LUYVGpg", key="entra-1", **more):
    """An application's token, signed with a published test key by the stock openssl command."""
    def encode(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    now = int(time.time())
    claims = {"aud": audience, "iss": f"https://sts.windows.net/{TENANT}/", "iat": now - 60, "nbf": now - 60,
              "exp": now + 3600, "appid": CLIENT, "appidacr": "1", "idtyp": "app", "oid": CLIENT, "sub": CLIENT,
              "tid": TENANT, "ver": "1.0", "roles": roles, **more}
    header = {"typ": "JWT", "alg": "RS256", "kid": kid}
    text = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    key = root / f"Tests/Support/Keys/{key}.pem"
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], input=text.encode(), capture_output=True,
                               check=True).stdout
    return f"{text}.{encode(signature)}"


class Run:
    """One use of the action, in a workspace of its own."""

    def __init__(self, inputs, files=None, variables=None, without=(), prepare=None):
        with tempfile.TemporaryDirectory() as folder:
            self.folder = Path(folder)
            self.workspace = self.folder / "work"
            for path in (self.workspace, self.folder / "temp"):
                path.mkdir()
            for name, text in (files or {}).items():
                (self.workspace / name).parent.mkdir(parents=True, exist_ok=True)
                (self.workspace / name).write_text(text)
            (self.folder / "summary").write_text("before\n")
            self.variables = {
                "PATH": os.environ["PATH"], "HOME": folder, "CI": "true", "GITHUB_ACTIONS": "true",
                "GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(self.folder / "temp"),
                "GITHUB_ACTION_PATH": str(root), "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                "GITHUB_OUTPUT": "", "GITHUB_SERVER_URL": f"file://{folder}", "GITHUB_REPOSITORY": "server",
                **(variables or {})}
            if prepare:
                prepare(self)
            self.log, self.code, self.outputs = "", 0, {}
            self.run({name: value.get("default", "") for name, value in action["inputs"].items()} | inputs, without)
            self.summary = (self.folder / "summary").read_text()
            self.files = {name: Path(path).read_text() for name, path in self.outputs.get("check", {}).items()
                          if name in ("sarif", "junit", "json")}
            self.left = sorted(path.name for path in self.workspace.iterdir())

    def run(self, inputs, without):
        for step in action["runs"]["steps"]:
            assert step["shell"] == "sh" and "${{" not in step["run"], "only variables reach a script"
            output = self.folder / f"output-{step['id']}"
            output.write_text("")
            script = self.folder / "step.sh"
            script.write_text(step["run"])
            env = self.variables | {"GITHUB_OUTPUT": str(output)}
            env |= {name: self.value(text, inputs) for name, text in step["env"].items()}
            for name in without:
                env.pop(name, None)
            done = subprocess.run(["sh", "-e", script], env=env, cwd=self.workspace, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=60)
            self.log += (done.stdout + done.stderr).decode()
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())
            self.code = done.returncode
            if self.code:
                return

    def value(self, text, inputs):
        """An expression of the action: an input, an output of an earlier step, or the action's repository."""
        name = re.fullmatch(r"\$\{\{ ([\w.-]+) \}\}", text)[1]
        place, *rest = name.split(".")
        if place == "inputs":
            return inputs[rest[0]]
        if place == "steps":
            return self.outputs[rest[0]].get(rest[2], "")
        assert name == "github.action_repository", name
        return "owner/tokcheck"
