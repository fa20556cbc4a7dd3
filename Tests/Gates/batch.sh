#!/bin/sh
# What only much input shows of `batch`: a hundred thousand random sequences as reports judge them, memory that stays
# flat over many lines and over one endless line. LINES and GIGABYTES make it larger: 10000000 and 10.
set -eu

cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SWIFT_BACKTRACE=enable=no TOKCHECK_CORE_ONLY=1
swift build -c release --package-path Benchmarks --scratch-path .build-bench --product drive >"$work/log" 2>&1 \
    && TOKCHECK_CORE_ONLY=1 scripts/package --binary >>"$work/log" 2>&1 \
    || { tail -n 20 "$work/log"; echo "gate: failed: batch does not build"; exit 1; }
drive=.build-bench/release/drive
lines=${LINES:-1000000} gigabytes=${GIGABYTES:-2}

batch() {
    exec .build-package/core/tokcheck batch --tenant 1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801 --resource defender-xdr \
        --role Incident.Read.All --keys Fixtures/keys/entra-v2.json --at 1795425600 --exit-zero "$@"
}
"$drive" compare 100000 || { echo "gate: failed: an inspector says something else than a report"; exit 1; }
"$drive" expected 100000 >"$work/expected"
for jobs in 1 2 5; do
    "$drive" sequences 100000 | batch --jobs $jobs | sed '$d' | cmp - "$work/expected" \
        || { echo "gate: failed: batch --jobs $jobs says something else than reports"; exit 1; }
done

# The most memory that a batch ever had, in KiB, while it reads what the rest of the command writes.
peak() {
    "$@" | { batch --summary <&3 >"$work/summary" & own=$!
        most=0
        while size=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$own/status 2>/dev/null) && [ -n "$size" ]; do
            most=$size; sleep 0.2
        done
        wait $own; echo "$most"; } 3<&0
}
repeat() { yes "$(head -n 1 "$work/tokens")" | head -n "$1"; }
endless() { head -c "$1" /dev/zero | tr '\0' x; }
"$drive" tokens 1 >"$work/tokens"
few=$(peak repeat $((lines / 10)))
many=$(peak repeat "$lines")
grep -q "\"lines\":$lines,\"accepted\":$lines," "$work/summary" || { cat "$work/summary"; echo "gate: failed: lines are lost"; exit 1; }
long=$(peak endless "${gigabytes}000000000")
grep -q '"lines":1,' "$work/summary" || { echo "gate: failed: one endless line"; exit 1; }
for size in $few $many $long; do
    [ "$size" -le 65536 ] || { echo "gate: failed: batch takes $few, $many, $long KiB"; exit 1; }
done
echo "gate: ok: batch says what reports say of 100,000 sequences; $few KiB for $((lines / 10)) lines, $many for $lines, $long for a line of $gigabytes GB"
