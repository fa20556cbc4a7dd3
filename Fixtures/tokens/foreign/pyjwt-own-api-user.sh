#!/bin/sh
# Prints a v2 delegated token for an own API, minted by PyJWT (PyPI: pyjwt, cryptography). Run it from the repository root.
set -eu
python3 -c '
import json, jwt
claims = json.load(open("Fixtures/tokens/foreign/own-api-user.claims.json"))
pem = open("Tests/Support/Keys/entra-2.pem", "rb").read()
print(jwt.encode(claims, pem[pem.index(b"-----BEGIN"):], algorithm="RS256",
                 headers={"typ": "JWT", "alg": "RS256", "kid": "LxYLFxGpbBqQhBsRmLQH2Wy87vE"}), end="")
'
