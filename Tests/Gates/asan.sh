#!/bin/sh
# The suites that touch unsafe code and OpenSSL, under the address and leak sanitizers.
set -eu

cd "$(dirname "$0")/../.."
SWIFT_BACKTRACE=enable=no
ASAN_OPTIONS=detect_leaks=1
LSAN_OPTIONS=suppressions=$PWD/Tests/Gates/leaks.supp:print_suppressions=0
export SWIFT_BACKTRACE ASAN_OPTIONS LSAN_OPTIONS
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --disable-xctest --sanitize address --scratch-path .build-asan --filter 'StrictJSONTests|StrictYAMLTests|JOSETests|TokenCheckTests|EntraIDTests' \
    >"$log" 2>&1 || { tail -n 40 "$log"; echo "gate: failed: address sanitizer"; exit 1; }
echo "gate: ok: address sanitizer, $(sed -n 's/.*Test run with \([0-9]* tests\).*/\1/p' "$log")"
