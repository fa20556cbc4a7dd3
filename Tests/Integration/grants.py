"""An authority that issues tokens: every grant of Entra ID's endpoints, and every way in which it says no.

Assertions are verified by PyJWT; everything that must stay secret is remembered, so that a test can look for it where it
must not be.
"""

import base64
import hashlib
import json
import secrets
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

import jwt
import minting
from scene import HOST, METADATA, TENANT, metadata

CLIENT = minting.CLIENT
NO_PROOF = "invalid_client", 7000218, "The request body must contain client_assertion or client_secret"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PARTNER = "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d"
DOMAIN = "contoso.com"


class Refusal(Exception):
    """An error of the token endpoint: the OAuth error, the number behind AADSTS, and a sentence."""

    def __init__(self, error, number, sentence, status=400, **more):
        self.error, self.number, self.sentence, self.status, self.more = error, number, sentence, status, more

    def answer(self):
        text = f"AADSTS{self.number}: {self.sentence}" if self.number else self.sentence
        body = {"error": self.error, "error_codes": [self.number] if self.number else [],
                "error_description": f"{text}\r\nTrace ID: t\r\nCorrelation ID: c\r\nTimestamp: now",
                "correlation_id": "3f7c0f51-0000-4000-8000-000000000001"} | self.more
        return self.status, {}, json.dumps(body).encode()


class Grants:
    """The endpoints of one tenant; `next` holds answers that come before anything else is looked at.

    A device's code is good after `pending` polls, or, for a test that plays the user, when it is typed at the page.
    """

    def __init__(self, certificate=None, folder=".", mint=minting.mint, held=None):
        self.secret = "aB3~q" + secrets.token_urlsafe(24) + ".x+/&="
        self.certificate, self.federated = certificate, None
        self.folder, self.mint = Path(folder), mint
        # What a token of an API holds, as `roles` or as `scopes`.
        self.held = held or (lambda api, kind: getattr(self, kind))
        self.scopes, self.roles = ["Incident.Read"], ["Incident.Read.All"]
        # How the application is registered: whether it may be public, and where browsers may be sent back to.
        self.is_public, self.redirects = True, {"publicClient": ["http://localhost"], "web": []}
        self.next, self.requests, self.hidden, self.processes = [], [], {self.secret}, ""
        # What a server, or a proxy in front of it, writes into its log: everything but the bodies.
        self.log = ""
        self.host, self.instance, self.issuer = HOST, "microsoftonline.com", "https://sts.windows.net/"
        self.audiences = dict(minting.AUDIENCES)
        self.codes, self.devices, self.refreshing, self.seen = {}, {}, set(), set()
        self.pending, self.device, self.numbers_as_texts, self.redirected = 1, "", False, None
        self.lock = threading.Lock()

    def install(self, scene, tenants=(TENANT, PARTNER, DOMAIN)):
        """Puts the endpoints behind the host of a scene's authority; a domain is one of the first tenant."""
        scene.authority.services |= {self.host: self, "microsoft.com": self.page}
        for name in tenants:
            tenant = TENANT if "." in name else name
            for path, issuer in (("/v2.0", f"https://{self.host}/{tenant}/v2.0"), ("", f"{self.issuer}{tenant}/")):
                base = f"https://{self.host}/{tenant}/oauth2{path}"
                scene.authority.answers[f"{self.host}/{name}{path}/.well-known/openid-configuration"] = metadata(
                    issuer=issuer, keys=f"https://{self.host}/{TENANT}/discovery{path}/keys") | {
                    "cloud_instance_name": self.instance,
                    "token_endpoint": f"{base}/token", "authorization_endpoint": f"{base}/authorize",
                    "device_authorization_endpoint": f"{base}/devicecode"}
        assert METADATA in scene.authority.answers
        return self

    def hide(self, text):
        """Remembers what must be seen nowhere."""
        self.hidden.add(text)
        return text

    def __call__(self, request):
        with self.lock:
            self.look_around()
            self.log += f"{request.method} {request.path} {request.fields}\n"
            path, _, query = request.path.partition("?")
            form = dict(urllib.parse.parse_qsl(request.body.decode() or query, keep_blank_values=True))
            self.requests.append((path, form))
            for name in ("client_secret", "client_assertion", "code_verifier", "code", "refresh_token", "device_code"):
                if form.get(name):
                    self.hide(form[name])
            if self.next and not path.endswith("authorize"):
                return self.next.pop(0)
            try:
                _, tenant, *_, endpoint = path.split("/")
                if endpoint == "openid-configuration":
                    raise Refusal("invalid_tenant", 90002, f"Tenant '{tenant}' not found")
                return getattr(self, endpoint)(tenant, "v2.0" in path, form)
            except Refusal as refusal:
                return refusal.answer()

    def look_around(self):
        """What every user of the machine could read meanwhile."""
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                self.processes += path.read_bytes().decode(errors="replace").replace("\0", " ") + "\n"
            except OSError:
                pass

    # The endpoints.

    def devicecode(self, tenant, is_v2, form):
        self.target(is_v2, form)
        code, self.device = self.hide(secrets.token_urlsafe(40)), "-".join(
            "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(4)) for _ in range(2))
        self.devices[code] = [self.pending, form, self.device]
        number = str if self.numbers_as_texts else int
        return self.json({
            "device_code": code, "user_code": self.device, "expires_in": number(900), "interval": number(1),
            "verification_uri" if is_v2 else "verification_url": "https://microsoft.com/devicelogin", "message": "m"})

    def page(self, request):
        """The page at which a user types a device's code; whoever comes is Ann, and agrees."""
        form = dict(urllib.parse.parse_qsl(request.body.decode() or request.path.partition("?")[2]))
        typed, kind = form.get("code", "").strip().upper(), {"content-type": "text/html"}
        with self.lock:
            waiting = [device for device in self.devices.values() if device[2:] == [typed]]
            for device in waiting:
                device[0] = 0
        if waiting:
            return 200, kind, b"<p>Ann is signed in. Back to your device.</p>\n"
        asking = b"<form method=post>Code: <input name=code autofocus><button>Next</button></form>\n"
        return (404, kind, b"<p>Nobody waits with that code.</p>\n") if typed else (200, kind, asking)

    def authorize(self, tenant, is_v2, form):
        self.target(is_v2, form)
        assert form["response_type"] == "code" and form["code_challenge_method"] == "S256", form
        assert len(form["code_challenge"]) == 43 and len(form["state"]) >= 43, form
        if self.registered(form["redirect_uri"]) not in sum(self.redirects.values(), []):
            raise Refusal("invalid_request", 50011, "The redirect URI does not match the redirect URIs configured")
        code = self.hide(secrets.token_urlsafe(40))
        self.codes[code] = form
        answer = {"code": code, "state": form["state"], "session_state": "s"} | (self.redirected or {})
        query = urllib.parse.urlencode({name: value for name, value in answer.items() if value is not None})
        return 302, {"location": f"{form['redirect_uri']}/?{query}"}, b""

    def token(self, tenant, is_v2, form):
        if form.get("client_id") != CLIENT:
            raise Refusal("unauthorized_client", 700016, "Application was not found in the directory")
        grant = form["grant_type"]
        if grant == "client_credentials":
            self.prove(tenant, is_v2, form)
            return self.issue(tenant, self.target(is_v2, form), "roles")
        if "client_secret" in form:
            raise Refusal("invalid_client", 700025, "Client is public")
        offline = "offline_access" in form.get("scope", "").split()
        if grant != "authorization_code":
            self.need_public(self.is_public)
        if grant in (DEVICE, "device_code"):
            form = self.polled(form["device_code" if is_v2 else "code"])
            offline = "offline_access" in form.get("scope", "").split()
        elif grant == "authorization_code":
            self.exchanged(form)
        elif grant == "refresh_token":
            if form["refresh_token"] not in self.refreshing:
                raise Refusal("invalid_grant", 70008, "The refresh token has expired")
            self.refreshing.discard(form["refresh_token"])
        return self.issue(tenant, self.target(is_v2, form), "scopes", offline)

    # What is asked of a request.

    def need_public(self, is_public):
        """Users' tokens without a proof of the application are for public clients."""
        if not is_public:
            raise Refusal(*NO_PROOF)

    @staticmethod
    def registered(redirect):
        """The address that is compared: of localhost any port fits."""
        address = urllib.parse.urlsplit(redirect)
        return f"{address.scheme}://{address.hostname}" if address.hostname == "localhost" else redirect

    def target(self, is_v2, form):
        """The API: version 1 takes a resource, version 2 scopes."""
        if is_v2 and "resource" in form:
            raise Refusal("invalid_request", 901002, "The 'resource' request parameter is not supported")
        name = form.get("resource") or (form.get("scope", "").split() or [""])[0].removesuffix("/.default")
        api = next((api for api, audience in self.audiences.items() if audience == name), None)
        if not api:
            raise Refusal("invalid_resource", 500011, "The resource principal was not found in the tenant")
        return api

    def prove(self, tenant, is_v2, form):
        """The application's proof."""
        if "client_assertion" not in form:
            if "client_secret" not in form:
                raise Refusal(*NO_PROOF)
            if form["client_secret"] != self.secret:
                raise Refusal("invalid_client", 7000215, "Invalid client secret provided", 401)
            return
        assert form["client_assertion_type"] == ASSERTION, form
        assertion = form["client_assertion"]
        if self.federated:
            if assertion != self.federated:
                raise Refusal("invalid_client", 700213, "No matching federated identity record found", 401)
            return
        head = jwt.get_unverified_header(assertion)
        der = subprocess.run(["openssl", "x509", "-in", self.certificate, "-outform", "DER"], capture_output=True,
                             check=True).stdout
        name, digest = ("x5t#S256", hashlib.sha256) if head["alg"] == "PS256" else ("x5t", hashlib.sha1)
        if head.get(name) != minting.part(digest(der).digest()):
            raise Refusal("invalid_client", 700027, "The certificate with this thumbprint is not registered", 401)
        if "x5c" in head and base64.b64decode(head["x5c"][0]) != der:
            raise Refusal("invalid_client", 700027, "x5c holds another certificate", 401)
        key = subprocess.run(["openssl", "x509", "-in", self.certificate, "-noout", "-pubkey"], capture_output=True,
                             check=True, text=True).stdout
        endpoint = f"https://{self.host}/{tenant}/oauth2{'/v2.0' if is_v2 else ''}/token"
        try:
            claims = jwt.decode(assertion, key, algorithms=["PS256", "RS256"], audience=endpoint, issuer=CLIENT,
                                subject=CLIENT, options={"require": ["aud", "iss", "sub", "jti", "nbf", "exp", "iat"]})
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
            raise Refusal("invalid_client", 700024, "Client assertion is not within its valid time range", 401)
        except jwt.InvalidTokenError as fault:
            raise Refusal("invalid_client", 700027, f"Client assertion failed: {fault}", 401)
        assert claims["exp"] - claims["nbf"] <= 600 and claims["jti"] not in self.seen, claims
        self.seen.add(claims["jti"])

    def polled(self, code):
        if code not in self.devices:
            raise Refusal("bad_verification_code", 70018, "Invalid verification code")
        if self.devices[code][0] > 0:
            self.devices[code][0] -= 1
            raise Refusal("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending")
        return self.devices.pop(code)[1]

    def exchanged(self, form):
        asked = self.codes.pop(form["code"], None)
        if not asked:
            raise Refusal("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed")
        challenge = minting.part(hashlib.sha256(form["code_verifier"].encode()).digest())
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            raise Refusal("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge")
        self.need_public(self.registered(form["redirect_uri"]) in self.redirects["publicClient"])

    # What comes back.

    def issue(self, tenant, api, kind, offline=False):
        tenant, held = tenant if len(tenant) == 36 else TENANT, self.held(api, kind)
        token = self.hide(self.mint(api, tid=tenant, iss=f"{self.issuer}{tenant}/", aud=self.audiences[api],
                                    **{kind: held}))
        number = str if self.numbers_as_texts else int
        body = {"token_type": "Bearer", "expires_in": number(3599), "ext_expires_in": number(3599),
                "access_token": token}
        if kind == "scopes":
            body["scope"] = " ".join(held)
        if offline:
            body["refresh_token"] = self.hide("1.A" + secrets.token_urlsafe(60))
            self.refreshing.add(body["refresh_token"])
        return self.json(body)

    @staticmethod
    def json(value, status=200):
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        return status, {"date": date}, json.dumps(value).encode()
