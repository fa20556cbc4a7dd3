#!/bin/sh
# The action's own steps, run as a runner runs them, with its variables and without some of them. TOKCHECK names a binary
# instead of building one; PyYAML is installed into .build-python-reports if it is missing.
set -eu

cd "$(dirname "$0")/../.."
. Tests/Gates/readers.sh
prepare action yaml
"$python" Tests/Gates/action.py "$binary"
