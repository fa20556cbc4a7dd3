#!/bin/sh
# Allocations and instructions of one verification, one report, one line of a batch, and of a whole check by the release
# binary, counted by valgrind: numbers that do not wander. Tests/Gates/costs.txt holds them; RECORD=1 writes it anew and
# fails. A row "limit" bounds report minus bare.
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
    && TOKCHECK_CORE_ONLY=1 scripts/package --binary >>"$work/log" 2>&1 \
    || { tail -n 20 "$work/log"; echo "gate: failed: no driver, or no release binary"; exit 1; }
"$build/release/drive" tokens 60 >"$work/tokens"
flags="--tenant 1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801 --resource defender-xdr --role Incident.Read.All"
flags="$flags --keys Fixtures/keys/entra-v2.json --at 1795425600"
# A batch of n different tokens, a batch of one token n times, and a check are the release binary's; else the driver's.
run() {
    tool=$1
    case $2 in
        batch) head -n "$3" "$work/tokens" >"$work/lines" ;;
        again) yes "$(head -n 1 "$work/tokens")" | head -n "$3" >"$work/lines" ;;
    esac
    # shellcheck disable=SC2086 # each word is one flag
    case $2 in
        batch | again) $tool .build-package/tokcheck batch --jobs 1 "$work/lines" $flags 2>&1 >/dev/null ;;
        start) $tool .build-package/tokcheck check @Fixtures/tokens/defender-xdr-app.jwt -q $flags 2>&1 ;;
        *) $tool "$build/release/drive" "$2" "$3" 2>&1 ;;
    esac
}

# What n calls cost in all: mallocs, then instructions.
mallocs() {
    run valgrind "$1" "$2" | tr -d , | sed -n 's/.*total heap usage: \([0-9]*\) allocs.*/\1/p'
}
instructions() {
    run "valgrind --tool=callgrind --callgrind-out-file=/dev/null" "$1" "$2" | sed -n 's/.*Collected : //p'
}
# What one call costs: start-up is in both numbers and cancels out.
for scenario in bare report manifest repeat batch again oneshot; do
    first=$(mallocs $scenario 10)
    second=$(mallocs $scenario 60)
    echo "$scenario $(((second - first) / 50)) $((($(instructions $scenario 60) - $(instructions $scenario 10)) / 50))"
done >"$work/now"
# A static binary's allocations valgrind does not see.
echo "start 0 $(instructions start 1)" >>"$work/now"

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
