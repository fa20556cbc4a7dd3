# Read by gates whose readers come from PyPI (`. Tests/Gates/readers.sh`): a Python that has the packages, and the
# program. TOKCHECK names a binary instead of building one; what is missing is installed into .build-python-reports.

# The network is nothing to these gates.
TOKCHECK_CORE_ONLY=1
export TOKCHECK_CORE_ONLY
binary=${TOKCHECK:-}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
fail() { tail -n 20 "$log"; echo "gate: failed: $1"; exit 1; }

# prepare GATE MODULES: sets python and binary.
prepare() {
    python=python3
    if ! python3 -c "import $2" 2>/dev/null; then
        python=$PWD/.build-python-reports/bin/python
        if ! "$python" -c "import $2" 2>/dev/null; then
            python3 -m venv .build-python-reports >"$log" 2>&1 || fail "$1: no virtual environment"
            "$python" -m pip install --quiet --disable-pip-version-check -r Tests/Gates/reports.txt >"$log" 2>&1 \
                || fail "$1: the packages of Tests/Gates/reports.txt are missing"
        fi
    fi
    if [ -z "$binary" ]; then
        # It is run thousands of times; what is built for debugging starts ten times as slowly.
        scripts/package --binary >"$log" 2>&1 || fail "tokcheck does not build"
        binary=$PWD/.build-package/core/tokcheck
    fi
}
