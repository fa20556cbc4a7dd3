#!/bin/sh
# Allocations and instructions of one verification, one report, one line of a batch, and of a whole check by the release
# binary, counted by valgrind: numbers that do not wander. Tests/Gates/costs.txt holds them; RECORD=1 writes it anew and
# fails. A row "limit" bounds report minus bare; what a whole start allocates wanders by a few.
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
binary=.build-package/executable-core/release/tokcheck # not stripped: its calls have names
# A batch of n different tokens, a batch of one token n times, and a check are the release binary's; else the driver's.
run() {
    tool=$1
    case $2 in
        batch) head -n "$3" "$work/tokens" >"$work/lines" ;;
        again) yes "$(head -n 1 "$work/tokens")" | head -n "$3" >"$work/lines" ;;
    esac
    # shellcheck disable=SC2069,SC2086 # only errors go on; each word is one flag
    case $2 in
        batch | again) $tool "$binary" batch --jobs 1 "$work/lines" $flags 2>&1 >/dev/null ;;
        start) $tool "$binary" check @Fixtures/tokens/defender-xdr-app.jwt -q $flags 2>&1 ;;
        *) $tool "$build/release/drive" "$2" "$3" 2>&1 ;;
    esac
}

# What n calls cost in all: mallocs and instructions. A static binary's mallocs are calls like others.
cost() {
    collected=$(run "valgrind --tool=callgrind --compress-strings=no --callgrind-out-file=$work/calls" "$1" "$2" \
        | sed -n 's/.*Collected : //p')
    awk -v collected="$collected" '
        /^cfn=/ { counts = /=(malloc|calloc|realloc|posix_memalign|aligned_alloc)$/ }
        /^calls=/ { if (counts) calls += substr($1, 7); counts = 0 }
        END { print calls, collected }' "$work/calls"
}
# What one call costs: start-up is in both numbers and cancels out.
for scenario in bare report manifest repeat batch again oneshot; do
    echo "$scenario $(cost $scenario 10) $(cost $scenario 60)" | awk '{ print $1, int(($4 - $2) / 50), int(($5 - $3) / 50) }'
done >"$work/now"
echo "start $(cost start 1)" >>"$work/now"

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
        if ($1 == "start" ? $2 > mallocs[$1] * 1.03 : $2 != mallocs[$1]) bad($1 ": " $2 " mallocs, recorded " mallocs[$1])
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
