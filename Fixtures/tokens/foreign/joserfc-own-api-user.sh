#!/bin/sh
# Prints a v2 delegated token for an own API, minted by joserfc (PyPI: joserfc). Run it from the repository root.
set -eu
python3 -c '
import json
from joserfc import jws
from joserfc.jwk import RSAKey
claims = json.load(open("Fixtures/tokens/foreign/own-api-user.claims.json"))
pem = open("Tests/Support/Keys/entra-2.pem", "rb").read()
key = RSAKey.import_key(pem[pem.index(b"-----BEGIN"):])
header = {"typ": "JWT", "alg": "RS256", "kid": "LxYLFxGpbBqQhBsRmLQH2Wy87vE"}
registry = jws.JWSRegistry(algorithms=["RS256"])
print(jws.serialize_compact(header, json.dumps(claims, separators=(",", ":")), key, registry=registry), end="")
'
