#!/bin/sh
# Runs each fuzzer for FUZZ_SECONDS (30) seconds under the address sanitizer, seeded with the fixtures.
set -eu

cd "$(dirname "$0")/../.."
seconds=${FUZZ_SECONDS:-30}
SWIFT_BACKTRACE=enable=no
export SWIFT_BACKTRACE
build=$PWD/.build-fuzz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Two --sanitize options would leave out the coverage that guides the fuzzer.
swift build -c release --package-path Tests/Fuzz --scratch-path "$build" --sanitize fuzzer \
    -Xswiftc -sanitize=fuzzer,address >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log"; echo "gate: failed: fuzzers do not build"; exit 1; }

cat >"$work/words" <<'WORDS'
"\"alg\":\"RS256\""
"\"kid\":"
"\"aud\":"
"\"exp\":1795428000"
"\"scp\":\"a b\""
"\"roles\":[\"A\"]"
"\"kty\":\"RSA\""
"\"n\":"
"\"e\":\"AQAB\""
"\\u0000"
"\\ud83d\\ude00"
"1e400"
"eyJ"
"-----BEGIN PUBLIC KEY-----"
"tokcheck: 1\x0a"
"operations:\x0a  a:\x0a    application: A.B\x0a"
"any: ["
"resource: defender-xdr"
"forbid:"
"excess:"
"- "
"? "
"|\x0a"
"HTTP/2 401 \x0d\x0a"
"WWW-Authenticate: Bearer "
"error=\"insufficient_claims\","
"API required roles: "
"\"message\":\""
WORDS

seeds() {
    case $1 in
    FuzzJSON) cat_to "$2" Fixtures/json/accepted/* Fixtures/json/refused/* Fixtures/keys/*.json ;;
    FuzzBase64URL) cat_to "$2" Fixtures/tokens/*.jwt ;;
    FuzzKeySet) cat_to "$2" Fixtures/keys/*.* Fixtures/keys/broken/* ;;
    FuzzYAML | FuzzManifest)
        cat_to "$2" Fixtures/manifests/examples/* Fixtures/manifests/accepted/* Fixtures/manifests/refused/*
        ;;
    FuzzAnswer) python3 Tests/Gates/answer_seeds.py "$2" ;;
    FuzzReport) cat_to "$2" Fixtures/tokens/*.jwt Fixtures/tokens/foreign/*.json Fixtures/json/accepted/* ;;
    esac
}
cat_to() {
    target=$1
    shift
    for file in "$@"; do [ -s "$file" ] && cp "$file" "$target/$(echo "$file" | tr / _)"; done
}

for name in ${FUZZERS:-FuzzJSON FuzzBase64URL FuzzKeySet FuzzReport FuzzYAML FuzzManifest FuzzAnswer}; do
    mkdir -p "$work/$name" "$work/found-$name"
    seeds "$name" "$work/$name"
    [ ! -d "Fixtures/fuzz/$name" ] || cp Fixtures/fuzz/"$name"/* "$work/$name"/
    ASAN_OPTIONS=detect_leaks=0 "$build/release/$name" -max_total_time="$seconds" -max_len=8192 -timeout=10 \
        -rss_limit_mb=2048 -dict="$work/words" -artifact_prefix="$work/found-$name/" "$work/$name" \
        >"$work/$name.log" 2>&1 || { tail -n 25 "$work/$name.log"; echo "gate: failed: $name"; exit 1; }
    if grep -q 'no interesting inputs' "$work/$name.log"; then
        echo "gate: failed: $name runs without coverage"
        exit 1
    fi
    edges=$(sed -n 's/.*cov: \([0-9]*\) .*/\1/p' "$work/$name.log" | tail -n 1)
    echo "gate: ok: $name, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/$name.log") runs, $edges edges"
done
