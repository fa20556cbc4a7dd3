#!/bin/sh
# The action's own steps, run as a runner runs them, with its variables and without some of them. TOKCHECK names a binary
# instead of building one; PyYAML is installed into .build-python-reports if it is missing.
set -eu

cd "$(dirname "$0")/../.."
# The steps fetch no keys here.
TOKCHECK_CORE_ONLY=1
export TOKCHECK_CORE_ONLY
binary=${TOKCHECK:-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
fail() { tail -n 20 "$log"; echo "gate: failed: $1"; exit 1; }

python=python3
if ! python3 -c 'import yaml' 2>/dev/null; then
    python=$PWD/.build-python-reports/bin/python
    if ! "$python" -c 'import yaml' 2>/dev/null; then
        python3 -m venv .build-python-reports >"$log" 2>&1 || fail "action: no virtual environment"
        "$python" -m pip install --quiet --disable-pip-version-check -r Tests/Gates/reports.txt >"$log" 2>&1 \
            || fail "the action's gate needs the packages of Tests/Gates/reports.txt"
    fi
fi
if [ -z "$binary" ]; then
    swift build --product tokcheck >"$log" 2>&1 || fail "tokcheck does not build"
    binary=$(swift build --show-bin-path)/tokcheck
fi
"$python" Tests/Gates/action.py "$binary"
