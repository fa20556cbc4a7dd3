#!/bin/sh
# Allocations and instructions of one verification and one report, counted by valgrind: numbers that do not wander.
# Tests/Gates/costs.txt holds them; RECORD=1 writes it anew and fails. A row "limit" bounds report minus bare.
set -eu

cd "$(dirname "$0")/../.."
table=Tests/Gates/costs.txt
build=$PWD/.build-bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SWIFT_BACKTRACE=enable=no SWIFT_DETERMINISTIC_HASHING=1
# The plainest code path of OpenSSL, so that every x86 processor counts the same.
export OPENSSL_ia32cap=0x0000000007800000:0x0

swift build -c release --package-path Benchmarks --scratch-path "$build" --product drive >"$work/log" 2>&1 \
    || { tail -n 20 "$work/log"; echo "gate: failed: no driver"; exit 1; }

# What n calls cost in all: mallocs, then instructions.
mallocs() {
    valgrind "$build/release/drive" "$1" "$2" 2>&1 | tr -d , | sed -n 's/.*total heap usage: \([0-9]*\) allocs.*/\1/p'
}
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$build/release/drive" "$1" "$2" 2>&1 \
        | sed -n 's/.*Collected : //p'
}
# What one call costs: start-up is in both numbers and cancels out.
for scenario in bare report manifest oneshot; do
    first=$(mallocs $scenario 10)
    second=$(mallocs $scenario 60)
    echo "$scenario $(((second - first) / 50)) $((($(instructions $scenario 60) - $(instructions $scenario 10)) / 50))"
done >"$work/now"

if [ "${RECORD:-}" = 1 ] || [ ! -e "$table" ]; then
    { grep -E '^(#|limit)' "$table" 2>/dev/null || echo 'limit 12 30000'; cat "$work/now"; } >"$work/table"
    cp "$work/table" "$table"
    cat "$table"
    echo "gate: failed: costs recorded, look at them and run again"
    exit 1
fi
awk '
    $1 == "#" { next }
    $1 == "limit" { limit["mallocs"] = $2; limit["instructions"] = $3; next }
    FNR == NR { mallocs[$1] = $2; instructions[$1] = $3; next }
    {
        seen[$1 "m"] = $2; seen[$1 "i"] = $3
        if ($2 != mallocs[$1]) bad($1 ": " $2 " mallocs, recorded " mallocs[$1])
        if ($3 > instructions[$1] * 1.03) bad($1 ": " $3 " instructions, recorded " instructions[$1])
        if ($3 < instructions[$1] * 0.97) bad($1 ": " $3 " instructions, better than recorded; RECORD=1 keeps them")
    }
    function bad(text) { print text; failed = 1 }
    END {
        m = seen["reportm"] - seen["barem"]; i = seen["reporti"] - seen["barei"]
        if (m > limit["mallocs"] || i > limit["instructions"])
            bad("own: " m " mallocs and " i " instructions, limit " limit["mallocs"] " and " limit["instructions"])
        # Fifty operations of a manifest may add a tenth to what a report costs.
        if (seen["manifesti"] > seen["reporti"] * 1.1)
            bad("manifest: " seen["manifesti"] " instructions, " seen["reporti"] " without")
        print "gate: " (failed ? "failed" : "ok") ": costs, own " m " mallocs and " i " instructions"
        exit failed
    }' "$table" "$work/now"
