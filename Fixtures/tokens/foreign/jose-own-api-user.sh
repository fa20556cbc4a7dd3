#!/bin/sh
# Prints a v2 delegated token for an own API, minted by the jose command (Debian package jose). Run it from the repository root.
# Python only turns the PEM file into the private JWK that jose wants (PyPI: cryptography).
set -eu
python3 -c '
import base64, json
from cryptography.hazmat.primitives.serialization import load_pem_private_key
pem = open("Tests/Support/Keys/entra-2.pem", "rb").read()
k = load_pem_private_key(pem[pem.index(b"-----BEGIN"):], None).private_numbers()
u = lambda v: base64.urlsafe_b64encode(v.to_bytes((v.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
print(json.dumps(dict(kty="RSA", n=u(k.public_numbers.n), e=u(k.public_numbers.e), d=u(k.d),
                      p=u(k.p), q=u(k.q), dp=u(k.dmp1), dq=u(k.dmq1), qi=u(k.iqmp))))
' | jose jws sig -c -k - -I Fixtures/tokens/foreign/own-api-user.claims.json \
    -s '{"protected":{"typ":"JWT","alg":"RS256","kid":"LxYLFxGpbBqQhBsRmLQH2Wy87vE"}}'
