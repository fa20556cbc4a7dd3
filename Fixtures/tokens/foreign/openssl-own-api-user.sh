#!/bin/sh
# Prints a v2 delegated token for an own API, minted by the stock openssl command. Run it from the repository root.
set -eu
encode() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
header=$(printf %s '{"typ":"JWT","alg":"RS256","kid":"LxYLFxGpbBqQhBsRmLQH2Wy87vE"}' | encode)
claims=$(encode < Fixtures/tokens/foreign/own-api-user.claims.json)
signature=$(printf %s "$header.$claims" | openssl dgst -sha256 -sign Tests/Support/Keys/entra-2.pem | encode)
printf %s "$header.$claims.$signature"
