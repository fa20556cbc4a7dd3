#!/bin/sh
# Every document that tokcheck writes with -o json, and every manifest it takes or refuses, against the JSON Schemas of
# Sources/Reporting/Schemas, as Python's jsonschema reads them. TOKCHECK names a binary instead of building one.
set -eu

cd "$(dirname "$0")/../.."
# shellcheck source=Tests/Gates/readers.sh
. Tests/Gates/readers.sh
prepare schemas jsonschema
"$python" Tests/Gates/schemas.py "$binary"
