"""`token get` in each cloud but the public one: its own authority, its own APIs, its own keys, and its tokens accepted."""

import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from grants import CLIENT, Grants  # noqa: E402
from scene import HOST, LIST, TENANT, Suite  # noqa: E402

suite = Suite(sys.argv[1])
SEVERAL = {  # The authority's host, the instance that its keys name, version 1's issuer, an API, its name, the audience at
    # which assertions of others are exchanged.
    "usgov": ("login.microsoftonline.us", "microsoftonline.us", "https://sts.windows.net/", "defender-xdr", "xdr",
              "https://api-gov.security.microsoft.us", "api%3A%2F%2FAzureADTokenExchangeUSGov"),
    "usgov-dod": ("login.microsoftonline.us", "microsoftonline.us", "https://sts.windows.net/", "graph", "graph",
                  "https://dod-graph.microsoft.us", "api%3A%2F%2FAzureADTokenExchangeUSGov"),
    "china": ("login.partner.microsoftonline.cn", "partner.microsoftonline.cn", "https://sts.chinacloudapi.cn/", "graph",
              "graph", "https://microsoftgraph.chinacloudapi.cn", "api%3A%2F%2FAzureADTokenExchangeChina"),
}


def keys(host, instance):
    """The key list as the authority of a cloud publishes it."""
    text = json.dumps([{**key, "cloud_instance_name": instance, "issuer": f"https://{host}/{{tenantid}}/v2.0"}
                       for key in json.loads(Path(LIST).read_text())["keys"][:1]])
    return ("body", f'{{"keys":{text}}}'.encode())


for cloud, (host, instance, issuer, resource, api, audience, exchanged) in SEVERAL.items():
    scene = suite.scene()
    grants = Grants(folder=scene.home)
    grants.host, grants.instance, grants.issuer, grants.audiences = host, instance, issuer, {api: audience}
    grants.install(scene)
    scene.authority.answers[f"{host}/{TENANT}/discovery/v2.0/keys"] = keys(host, instance)
    secret = scene.home / "secret.txt"
    secret.write_text(grants.secret)
    what = ["--resource", resource]
    common = ["--tenant", TENANT, "--client-id", CLIENT, *what, "--cloud", cloud]
    spoken = ""
    for version in ("v1", "v2"):
        run = scene.expect(f"{cloud}, {version}", scene.run(
            "token", "get", "--grant", "secret", *common, "--endpoint", version, "--client-secret-file", str(secret)), 0)
        spoken += run.errors
        if any(HOST in address for address in run.asked) or any(not address.startswith(host) for address in run.asked):
            suite.fault(f"{cloud}, {version}: asked {run.asked}")
        checked = scene.run("check", "-", "--tenant", TENANT, "--cloud", cloud, *what, "--role", "Incident.Read.All",
                            text=run.output)
        scene.expect(f"{cloud}, {version}, checked", checked, 0, says="ACCEPTED")
    # Nothing of another cloud: its token is stopped, and its endpoints are not asked.
    run = scene.run("token", "get", "--grant", "secret", *common[:-1], "public", "--client-secret-file", str(secret))
    scene.expect(f"{cloud}, asked as the public one", run, 20)
    spoken += run.errors

    # A job of GitHub Actions asks for the cloud's own audience.
    grants.federated = grants.hide("header.assertion-of-a-job.signature")
    asked = []

    def actions(request, asked=asked, grants=grants):
        asked.append(request.path)
        return 200, {}, json.dumps({"value": grants.federated}).encode()

    scene.authority.services["run.actions.githubusercontent.com"] = actions
    run = scene.run("token", "get", "--grant", "federated", *common, "--github-actions", variables={
        "ACTIONS_ID_TOKEN_REQUEST_URL": "https://run.actions.githubusercontent.com/j?v=2",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": grants.hide("job-" + os.urandom(12).hex())})
    scene.expect(f"{cloud}, GitHub Actions", run, 0)
    spoken += run.errors
    if asked != [f"/j?v=2&audience={exchanged}"]:
        suite.fault(f"{cloud}, GitHub Actions: asked {asked}")

    # Azure's variable names a cloud by any name that its authority has or had.
    grants.federated = None
    older = {"usgov": "https://login.microsoftonline.us/", "china": "login.chinacloudapi.cn"}.get(cloud)
    if older:
        run = scene.run("token", "get", "--grant", "secret", "--azure-env", *what, variables={
            "AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_CLIENT_SECRET": grants.secret,
            "AZURE_AUTHORITY_HOST": older})
        scene.expect(f"{cloud} by {older}", run, 0)
        spoken += run.errors
    for hidden in grants.hidden:
        if hidden in spoken + grants.log + grants.processes:
            suite.fault(f"{cloud}: a secret is seen ({hidden[:6]}…)")
suite.end("getting tokens in other clouds")
