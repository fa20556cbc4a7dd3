#!/bin/sh
# The tests in which several tasks share something, ten times under the thread sanitizer, which misses some races.
set -eu

cd "$(dirname "$0")/../.."
SWIFT_BACKTRACE=enable=no
export SWIFT_BACKTRACE
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift build --build-tests --sanitize thread --scratch-path .build-tsan >"$log" 2>&1 \
    || { tail -n 20 "$log"; echo "gate: failed: no build for the thread sanitizer"; exit 1; }
for _ in 1 2 3 4 5 6 7 8 9 10; do
    swift test --skip-build --sanitize thread --scratch-path .build-tsan --filter 'Concurrency|BatchConversation|KeySourceTests|KeyCacheTests|KeyTurnTests' >"$log" 2>&1 \
        || { tail -n 40 "$log"; echo "gate: failed: thread sanitizer"; exit 1; }
done
grep -qE 'Test run with [1-9]' "$log" || { echo "gate: failed: no concurrent test"; exit 1; }
echo "gate: ok: thread sanitizer, ten runs"
