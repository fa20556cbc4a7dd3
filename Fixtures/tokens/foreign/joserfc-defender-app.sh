#!/bin/sh
# Prints a Defender XDR app-only v1 token, minted by joserfc (PyPI: joserfc). Run it from the repository root.
set -eu
python3 -c '
import json
from joserfc import jws
from joserfc.jwk import RSAKey
claims = json.load(open("Fixtures/tokens/foreign/defender-app.claims.json"))
pem = open("Tests/Support/Keys/entra-1.pem", "rb").read()
key = RSAKey.import_key(pem[pem.index(b"-----BEGIN"):])
header = {"typ": "JWT", "alg": "RS256", "x5t": "0GFWt6lE8VIJBIV0--V5LUYVGpg", "kid": "0GFWt6lE8VIJBIV0--V5LUYVGpg"}
registry = jws.JWSRegistry(algorithms=["RS256"])
print(jws.serialize_compact(header, json.dumps(claims, separators=(",", ":")), key, registry=registry), end="")
'
