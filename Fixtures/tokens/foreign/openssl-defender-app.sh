#!/bin/sh
# Prints a Defender XDR app-only v1 token, minted by the stock openssl command. Run it from the repository root.
set -eu
encode() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
header=$(printf %s '{"typ":"JWT","alg":"RS256","x5t":"0GFWt6lE8VIJBIV0--V5LUYVGpg","kid":"0GFWt6lE8VIJBIV0--V5LUYVGpg"}' | encode)
claims=$(encode < Fixtures/tokens/foreign/defender-app.claims.json)
signature=$(printf %s "$header.$claims" | openssl dgst -sha256 -sign Tests/Support/Keys/entra-1.pem | encode)
printf %s "$header.$claims.$signature"
