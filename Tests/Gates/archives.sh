#!/bin/sh
# HTTP archives and exports of a hundred megabytes, broken ones among them: what is said of them, in how much memory and
# time. TOKCHECK names a release binary instead of building one.
set -eu

cd "$(dirname "$0")/../.."
binary=${TOKCHECK:-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ -z "$binary" ]; then
    TOKCHECK_CORE_ONLY=1 scripts/package --binary >"$log" 2>&1 \
        || { tail -n 20 "$log"; echo "gate: failed: archives: tokcheck does not build"; exit 1; }
    binary=.build-package/core/tokcheck
fi
python3 Tests/Gates/archives.py "$binary"
