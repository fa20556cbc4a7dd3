"""Tokens of OpenID providers that others wrote: `check --issuer` finds their keys by discovery and judges as it should.

Each runs on loopback behind TLS and makes its own keys, metadata, key list and tokens, which come by the code flow.
"""

import json
import logging
import ssl
import sys
import threading
import urllib.parse
import urllib.request
import warnings
from contextlib import contextmanager

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")
from werkzeug.serving import make_server  # noqa: E402

import idp  # noqa: E402
import oidc_provider_mock  # noqa: E402
from authority import closed_port  # noqa: E402
from scene import Suite  # noqa: E402

logging.disable(logging.CRITICAL)
suite = Suite(sys.argv[1])
scene = suite.scene()


requests = []


def counting(application):
    """The application, and every path that it is asked for in `requests`."""
    def counted(environment, respond):
        requests.append(environment["PATH_INFO"])
        return application(environment, respond)
    return counted


@contextmanager
def served(application, host, port=0):
    """A web application behind TLS on loopback, with the certificate of a host; gives the port."""
    server = make_server(
        "127.0.0.1", port, counting(application), threaded=True, ssl_context=suite.certificates.context(host))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class KeepAnswer(urllib.request.HTTPRedirectHandler):
    """The way back to a client leads nowhere here; its address is what counts."""

    def redirect_request(self, *_):
        return None


def asked(address, form=None, way=None):
    """Asks a provider as a client would; the answer's body, or where it leads."""
    context = ssl.create_default_context(cafile=suite.certificates.root)
    proxy = urllib.request.ProxyHandler({"https": way} if way else {})
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), proxy, KeepAnswer)
    body = urllib.parse.urlencode(form).encode() if form else None
    try:
        return opener.open(urllib.request.Request(address, data=body)).read()
    except urllib.error.HTTPError as answer:
        if answer.code not in (302, 303):
            raise
        answer.close()
        return answer.headers["location"]


def tokens(issuer, authorize, token, client, secret, back, form=None, way=None):
    """The tokens of a code flow."""
    query = urllib.parse.urlencode({
        "client_id": client, "response_type": "code", "scope": "openid", "redirect_uri": back,
        "state": "a-state", "nonce": "a-nonce-of-the-client"})
    location = asked(f"{issuer}/{authorize}?{query}", form, way)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]
    return json.loads(asked(f"{issuer}/{token}", {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back,
        "client_id": client, "client_secret": secret}, way))


def judged(name, token, issuer, audience, code, violated, asked, *flags):
    """Checks a token and compares verdict, violated checks and how often the provider was asked."""
    requests.clear()
    run = scene.run("check", "-", "--issuer", issuer, "--audience", audience, "-o", "json", *flags, text=token)
    scene.expect(name, run, code)
    if run.violated != violated:
        suite.fault(f"{name}: violates {run.violated} instead of {violated}")
    if len(requests) != asked:
        suite.fault(f"{name}: asked for {requests}")
    return run


# idpyoidc, at a host of its own name, through the proxy: access tokens with a key name are accepted, and nothing else.
issuer = "https://login.provider.example/tenant"
provider = idp.Provider(issuer)
way = f"http://127.0.0.1:{scene.authority.port}"
with served(provider.application(), "login.provider.example") as port:
    scene.authority.tunnels["login.provider.example"] = port
    flow = (issuer, "authorization", "token", idp.CLIENT, idp.SECRET, idp.RETURN, None, way)
    first = tokens(*flow)
    good = (first["access_token"], issuer, idp.CLIENT)
    judged("an access token", *good, 0, [], 2)
    judged("from the cache", *good, 0, [], 0)
    judged("offline", *good, 0, [], 0, "--offline")
    judged("an ID token", first["id_token"], issuer, idp.CLIENT, 10, ["access-token"], 0)
    judged("for somebody else", first["access_token"], issuer, "https://api.example", 10, ["aud-accepted"], 0)
    head, payload, signature = first["access_token"].split(".")
    forged = f"{head}.{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    judged("a changed signature", forged, issuer, idp.CLIENT, 10, ["signature-valid"], 0)
    judged("another issuer's", first["access_token"], f"{issuer}/", idp.CLIENT, 10, ["iss-accepted"], 0)
    # After a rollover: rejected as long as the list is trusted to be whole, then accepted after exactly one fetch.
    provider.renew()
    new = (tokens(*flow)["access_token"], issuer, idp.CLIENT)
    judged("a new key within five minutes", *new, 10, ["key-found"], 0)
    scene.age(300)
    judged("a new key later", *new, 0, [], 2)
    judged("the old key then", *good, 10, ["key-found"], 0)

# On this machine itself it is asked directly, and then nobody listens any more.
port = closed_port()
issuer = f"https://localhost:{port}"
with served(idp.Provider(issuer).application(), "localhost", port):
    token = tokens(issuer, "authorization", "token", idp.CLIENT, idp.SECRET, idp.RETURN)["access_token"]
    judged("asked directly", token, issuer, idp.CLIENT, 0, [], 2)
scene.age(50_000)
run = judged("nobody listens, with a good list", token, issuer, idp.CLIENT, 0, [], 0)
scene.expect("what is said then", run, 0, says="no new keys from localhost: HTTP: metadata: no connection")
scene.run("keys", "clear")
run = judged("nobody listens", token, issuer, idp.CLIENT, 13, [], 0)
scene.expect("what is said of it", run, 13, says="no new keys from localhost: HTTP: metadata: no connection")

# oidc-provider-mock: ID tokens without a key name, which are no access tokens. Its key is found, and they are refused.
with served(oidc_provider_mock.app(), "localhost") as port:
    issuer = f"https://localhost:{port}"
    mock = tokens(issuer, "oauth2/authorize", "oauth2/token", "a-client", "a-secret", idp.RETURN, {"sub": "diana"})
    judged("an ID token without a key name", mock["id_token"], issuer, "a-client", 10,
           ["kid-present", "access-token"], 2)
    scene.expect("its keys are found", scene.run("keys", "fetch", "--issuer", issuer), 0, says="1 keys")
    scene.expect("an opaque access token", scene.run(
        "check", "-", "--issuer", issuer, "--audience", "a-client", text=mock["access_token"]), 14)

suite.end("foreign OpenID providers")
