#!/bin/sh
# Builds the package of Examples/Embedding, which depends on the product TokenCheck alone, and looks at what it links.
set -eu

cd "$(dirname "$0")/../.."
build=$PWD/.build-linkage
log=$(mktemp)
trap 'rm -f "$log"' EXIT

swift build --package-path Examples/Embedding --scratch-path "$build" >"$log" 2>&1 \
    || { tail -n 20 "$log"; echo "gate: failed: the example does not build"; exit 1; }
binary=$build/debug/Embedding

said=$("$binary" Fixtures/tokens/defender-xdr-app.jwt Fixtures/keys/entra-v2.json)
case $said in
accepted:*) ;;
*) echo "gate: failed: the example says: $said"; exit 1 ;;
esac

libraries=$(ldd "$binary")
for name in Foundation NIO libyaml libcurl ArgumentParser libssl; do
    if echo "$libraries" | grep -q "$name"; then
        echo "gate: failed: an embedder links $name"
        exit 1
    fi
done
[ "$(echo "$libraries" | grep -c 'libcrypto\.so\.3')" -eq 1 ] \
    || { echo "gate: failed: not exactly one libcrypto.so.3"; exit 1; }
echo "gate: ok: an embedder of TokenCheck links libcrypto once, and neither Foundation nor NIO nor libyaml"
