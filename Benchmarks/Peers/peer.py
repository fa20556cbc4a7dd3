"""peer.py NAME KEY TOKENS: tokens a second that a Python library verifies, with issuer, audience and times."""

import sys
import time

name, key, path = sys.argv[1], open(sys.argv[2], "rb").read(), sys.argv[3]
tokens = [line.strip() for line in open(path, encoding="ascii")]
ISSUER = "https://sts.windows.net/1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801/"
AUDIENCE, NOW = "https://api.security.microsoft.com", 1_795_425_600

if name == "pyjwt":
    import jwt
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    public = load_pem_public_key(key)
    # It has no clock that could be set: the times are compared here.
    options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}

    def check(token):
        claims = jwt.decode(token, public, ["RS256"], options=options, audience=AUDIENCE, issuer=ISSUER)
        return claims["nbf"] <= NOW < claims["exp"]
else:
    from joserfc import jwt
    from joserfc.jwk import RSAKey
    public = RSAKey.import_key(key)
    registry = jwt.JWTClaimsRegistry(
        now=NOW, iss={"essential": True, "value": ISSUER}, aud={"essential": True, "value": AUDIENCE},
        exp={"essential": True})

    def check(token):
        registry.validate(jwt.decode(token, public, ["RS256"]).claims)
        return True

start = time.perf_counter()
assert all(map(check, tokens))
print(round(len(tokens) / (time.perf_counter() - start)))
