"""Tokens of now, signed by the stock openssl with a test key that the stand-in publishes."""

import base64
import json
import subprocess
import time
from pathlib import Path

TENANT = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
CLIENT = "c0ffee00-1234-4abc-9def-0123456789ab"
KEY, KEY_FILE = "0GFWt6lE8VIJBIV0--V5LUYVGpg", "Tests/Support/Keys/entra-1.pem"
AUDIENCES = {"xdr": "https://api.security.microsoft.com", "graph": "https://graph.microsoft.com",
             "endpoint": "https://api.securitycenter.microsoft.com"}


def part(value):
    """A part of a token."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def claims_of(token):
    """What a token claims."""
    text = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def certificate(folder, key_file="Tests/Support/Keys/entra-2.pem"):
    """An application's certificate for a key, and the file of both that the application has."""
    public, both = folder / "certificate.pem", folder / "app.pem"
    subprocess.run(["openssl", "req", "-x509", "-new", "-key", key_file, "-subj", "/CN=tokcheck", "-days", "30",
                    "-out", public], check=True, capture_output=True)
    both.write_text(public.read_text() + Path(key_file).read_text())
    both.chmod(0o600)
    return str(public), str(both)


def mint(api, roles=(), scopes=(), expires=3600, key=KEY, key_file=KEY_FILE, **more):
    """A token of version 1 for one of the APIs, of an application, or with scopes of a user."""
    now = int(time.time())
    begin = now + min(-60, expires - 3600)
    claims = {"aud": AUDIENCES[api], "iss": f"https://sts.windows.net/{TENANT}/", "iat": begin, "nbf": begin,
              "exp": now + expires, "appid": CLIENT, "appidacr": "1", "oid": CLIENT, "sub": CLIENT, "tid": TENANT,
              "uti": part(str(now).encode()), "ver": "1.0"}
    if scopes:
        claims |= {"scp": " ".join(scopes), "upn": "ann@contoso.example", "sub": "user"}
    else:
        claims["roles"] = list(roles)
    header = {"typ": "JWT", "alg": "RS256", "kid": key}
    text = ".".join(part(json.dumps(value).encode()) for value in (header, claims | more))
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key_file], input=text.encode(),
                               capture_output=True, check=True).stdout
    return f"{text}.{part(signature)}"
