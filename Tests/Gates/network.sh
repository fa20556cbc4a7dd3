#!/bin/sh
# The program with the network, against a stand-in for Entra ID on loopback that is written in Python: every request counted.
set -eu

cd "$(dirname "$0")/../.."
unset TOKCHECK_CORE_ONLY
SWIFT_BACKTRACE=enable=no
export SWIFT_BACKTRACE
build=$PWD/.build-net
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift build --scratch-path "$build" --product tokcheck >"$log" 2>&1 \
    || { tail -n 20 "$log"; echo "gate: failed: tokcheck does not build with the network"; exit 1; }
python3 Tests/Integration/keys.py "$build/debug/tokcheck"
