#!/bin/sh
# Every document that tokcheck writes with -o json, and every manifest it takes or refuses, against the JSON Schemas of
# Sources/Reporting/Schemas, as Python's jsonschema reads them. TOKCHECK names a binary instead of building one.
set -eu

cd "$(dirname "$0")/../.."
binary=${TOKCHECK:-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
python3 -c 'import jsonschema' 2>/dev/null || { echo "gate: failed: schemas need jsonschema of Python"; exit 1; }
if [ -z "$binary" ]; then
    swift build --product tokcheck >"$log" 2>&1 \
        || { tail -n 20 "$log"; echo "gate: failed: tokcheck does not build"; exit 1; }
    binary=$(swift build --show-bin-path)/tokcheck
fi
python3 Tests/Gates/schemas.py "$binary"
