"""The command lines that schemas.py runs: arguments without -o json, which documents may come, standard input."""

import base64
import json
import re
import subprocess

XDR, KEYS, AT = "@Fixtures/tokens/defender-xdr-app.jwt", "Fixtures/keys/", "--at=1795425000"
TENANT, ANY = "--tenant=1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", ["--any-tenant", "--any-audience"]

CHECKS = [  # The flags of `check` for every token.
    [TENANT, "--resource=defender-xdr", f"--keys={KEYS}entra-v2.json", AT, "--role=any:Incident.Read.All,Other.All",
     "--scope=all:Incident.Read,AdvancedHunting.Read", "--scope=Incident.Read"],
    [*ANY, "--at=999999999999", "--exit-zero"],
    [*ANY, AT, f"--keys={KEYS}entra-1-bare.json", "--expect=time", "--fail-on-warning"],
    [AT, "--issuer=https://issuer.example/", "--audience=api://a", "--client=2f1e0d3c-4b5a-4968-8776-655443322110",
     f"--keys={KEYS}zoo.json", f"--keys={KEYS}multi.pem", "--leeway=0", "--min-remaining=10m", "--max-lifetime=1h"],
]
# Here the first word names the document: an unknown command says error instead, and fails.
RESULTS = ["version", "resources", "resources graph", "resources defender-xdr", "resources defender-endpoint",
           "permissions", "permissions defender-xdr", "permissions Incident.Read.All"]
REQUESTS = ["GET /api/incidents", "GET /api/machines", "POST /api/machines/{id}/isolate"]
ERRORS = [
    [], ["nonsense"], ["keys"], ["keys", "show"], ["keys", "show", "nowhere"], ["resources", "nonsense"],
    ["inspect", "@nowhere"], ["inspect", "@Fixtures"], ["inspect", "--no-such"], ["inspect", "eyJ"],
    ["inspect", "--token-env", "NOTHING"], ["check"], ["check", XDR], ["check", XDR, "--any-tenant"],
    ["check", XDR, *ANY, "--role=A,B"], ["check", XDR, "--tenant=contoso.com", "--any-audience"],
    ["check", XDR, *ANY, f"--keys={KEYS}broken/cut.json"], ["check", XDR, *ANY, "--manifest=nowhere.yaml"],
    ["token"], ["token", "get"], ["token", "get", "--grant=device"], ["token", "get", "--grant=nonsense"],
    ["token", "get", "--grant=certificate", "--tenant=contoso.com", "--client-id=2f1e0d3c-4b5a-4968-8776-655443322110",
     "--resource=graph", "--certificate=Fixtures/certificates/certificate-only.pem"],
    ["permissions", "No.Such.Name"], ["permissions", "--for", "nonsense"], ["manifest"],
    ["manifest", "lint", "nowhere.yaml"], ["manifest", "hash", "nowhere.yaml"], ["manifest", "explain", "nowhere.yaml"],
]


def fixed_jobs():
    """What needs no fixtures of its own."""
    jobs = [(line.split(), line.split()[0], b"") for line in RESULTS]
    jobs += [(["keys", "list"], "cache", b"")]
    jobs += [(["permissions", "--for", request], "operations", b"") for request in REQUESTS]
    diff = "Fixtures/manifests/diff"
    for old, new in (("base", "wider"), ("wider", "base"), ("base", "one-permission"), ("base", "base")):
        jobs += [(["manifest", "diff", f"{diff}/{old}.yaml", f"{diff}/{new}.yaml"], "diff", b"")]
    for example in ("incident-triage", "isolate-playbook", "hunting-everywhere", "list-incidents"):
        app = [f"--manifest=Fixtures/manifests/examples/{example}.yaml"]
        jobs += [(["app", "commands", *app], "registration", b"")]
        jobs += [(["app", "consent-url", *app, TENANT, f"--client-id={TENANT[9:]}"], "consent", b"")]
    exports = [f"Fixtures/exports/{name}.json" for name in ("app-graph", "roles", "scopes", "roles-none")]
    manifests = [f"Fixtures/manifests/examples/{name}.yaml" for name in ("list-incidents", "hunting-everywhere")]
    for files in (exports[:1], exports[1:2], exports[2:3], exports[3:], exports[:3], exports[::3]):
        jobs += [(["manifest", "check-grants", *files, f"--manifest={path}"], "grants", b"") for path in manifests]
    return jobs + [(arguments, "error", b"") for arguments in ERRORS]


def token_jobs(path):
    """Every view of a frozen token; what is no token at all has no inspection."""
    inspections = [[AT], [AT, "--show-values=all"]]
    return ([(["check", f"@{path}", *flags], "result", b"") for flags in CHECKS]
            + [(["why", f"@{path}", f"--keys={KEYS}entra-v2.json", AT], "result", b"")]
            + [(["inspect", f"@{path}", *flags], "inspect error", b"") for flags in inspections])


def batch_jobs(paths):
    """Batches of every frozen token, as lines and within JSON; what they read, and how many lines that has."""
    flags = [TENANT, "--resource=defender-xdr", f"--keys={KEYS}entra-v2.json", AT, "--role=Incident.Read.All"]
    texts = [path.read_bytes().replace(b"\n", b" ") for path in paths]
    objects = [json.dumps({"n": number, "a": {"t": text.decode(errors="replace")}}) for number, text in enumerate(texts)]
    objects += ["[]", "{", '{"n":"x","a":1}', '{"n":[1],"a":{"t":7}}', '{"n":"\u202e\\u001b","a":{"t":""}}', ""]
    plain = b"\n".join([*texts, b"", b"\xff\xfe", b"\0", b"x" * 70_000, b"y" * 1_100_000])
    return [(flags, plain, len(texts) + 5),
            ([*flags, "--field=a.t", "--id-field=n"], "".join(f"{line}\n" for line in objects).encode(), len(objects)),
            ([*flags, "-", "Fixtures/tokens/wrong-key.jwt"], b"x\n", 2)]


def key_jobs(path):
    """A listing of a key file; not everything in `broken` is one."""
    is_list = path.parent.name == "keys" and path.name != "zoo.expected.json"
    return [(["keys", "show", str(path)], "keys" if is_list else "keys error", b"")]


def manifest_jobs(path, accepted):
    """What is said of a manifest. `check` may refuse an accepted one, which can contradict its flags."""
    jobs = [(["manifest", "lint", str(path)], "lint", b"")]
    if not accepted:
        return jobs + ([(["manifest", "explain", str(path)], "error", b"")] if path.suffix == ".json" else [])
    jobs += [(["manifest", verb, str(path)], verb, b"") for verb in ("hash", "explain")]
    flags = [TENANT, AT, f"--keys={KEYS}entra-v2.json", f"--manifest={path}"]
    return jobs + [(["check", XDR, *flags], "result error", b"")]


def members(text):
    """The members of a JSON object, each as it is written: a token is signed byte for byte."""
    decoder, blank, found, place = json.JSONDecoder(), re.compile(r"[\s,:]*"), {}, text.index("{") + 1
    while text[place := blank.match(text, place).end()] != "}":
        name, place = decoder.raw_decode(text, place)
        start = blank.match(text, place).end()
        place = decoder.raw_decode(text, start)[1]
        found[name] = text[start:place]
    return found


def case_jobs(path):
    """`check` and `inspect` with the token and the policy of a case (Fixtures/README.md), as far as there are flags."""
    text = path.read_text()
    case, raw = json.loads(text), members(text)
    policy, file = case["policy"], case["keys"].get("file")
    token = case.get("token", "").encode()
    if "header" in case:
        token = b".".join(base64.urlsafe_b64encode(raw[part].encode()).rstrip(b"=") for part in ("header", "claims"))
        sign = ["openssl", "dgst", "-sha256", "-sign", f"Tests/Support/Keys/{case['signedBy']}.pem"]
        signature = subprocess.run(sign, input=token, capture_output=True, check=True).stdout
        token += b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")
    flags = [f"--at={case['now']}"] + ([f"--keys=Fixtures/{file}"] if file else [])
    for name in ("tenant", "issuer", "audience", "client"):
        values = policy.get(name + "s", [])
        flags += [f"--any-{name}"] if values == "any" else [f"--{name}={value}" for value in values]
    flags += [] if policy.get("tenants") or policy.get("issuers") else ["--any-tenant"]
    flags += [] if policy.get("audiences") or "resource" in policy else ["--any-audience"]
    flags += [f"--{name}={policy[name]}" for name in ("cloud", "resource", "leeway") if name in policy]
    for name, flag in (("minimumRemaining", "min-remaining"), ("maximumLifetime", "max-lifetime")):
        flags += [f"--{flag}={policy[name]}"] if name in policy else []
    for operation in policy.get("operations", [])[:1]:
        for kind, flag in (("application", "role"), ("delegated", "scope")):
            need = operation.get(kind)
            rule, names = next(iter(need.items())) if isinstance(need, dict) else (None, [need])
            if all(isinstance(name, str) for name in names):
                flags.append(f"--{flag}=" + (f"{rule}:" if rule else "") + ",".join(names))
    return [(["check", "-", *flags], "result", token), (["inspect", "-", flags[0]], "inspect error", token)]
