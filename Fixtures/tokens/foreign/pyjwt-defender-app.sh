#!/bin/sh
# Prints a Defender XDR app-only v1 token, minted by PyJWT (PyPI: pyjwt, cryptography). Run it from the repository root.
set -eu
python3 -c '
import json, jwt
claims = json.load(open("Fixtures/tokens/foreign/defender-app.claims.json"))
pem = open("Tests/Support/Keys/entra-1.pem", "rb").read()
print(jwt.encode(claims, pem[pem.index(b"-----BEGIN"):], algorithm="RS256",
                 headers={"typ": "JWT", "alg": "RS256", "x5t": "0GFWt6lE8VIJBIV0--V5LUYVGpg", "kid": "0GFWt6lE8VIJBIV0--V5LUYVGpg"}), end="")
'
