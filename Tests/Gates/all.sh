#!/bin/sh
# Runs every gate, the quick ones first, and fails if any of them does. GATES names some of them instead; `network` is
# run only so, since it is the second half of scripts/test.
set -eu

cd "$(dirname "$0")"
# The network has a gate of its own; everything else builds without it, and so minutes sooner.
TOKCHECK_CORE_ONLY=1
export TOKCHECK_CORE_ONLY
failed=
for name in ${GATES:-lint imports shell linkage foreign schemas reports action costs batch package archives leaks tsan asan fuzz}; do
    sh "./$name.sh" || failed="$failed $name"
done
[ -z "$failed" ] || { echo "gate: failed:$failed"; exit 1; }
echo "gate: ok: all"
