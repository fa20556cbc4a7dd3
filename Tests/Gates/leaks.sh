#!/bin/sh
# Nothing of OpenSSL's leaks: 400 rounds of a token and four key files, good, bad and garbage, under valgrind; and a
# heap that is as full after many rounds as after ten.
set -eu

cd "$(dirname "$0")/../.."
build=$PWD/.build-bench
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export SWIFT_BACKTRACE=enable=no SWIFT_DETERMINISTIC_HASHING=1

swift build -c release --package-path Benchmarks --scratch-path "$build" --product drive >"$log" 2>&1 \
    || { tail -n 20 "$log"; echo "gate: failed: no driver"; exit 1; }

valgrind --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=9 "$build/release/drive" leaks 400 \
    >"$log" 2>&1 || { grep -A 30 'definitely lost' "$log" | head -n 40; echo "gate: failed: leaks"; exit 1; }

# Blocks that are still there at the end.
held() {
    valgrind "$build/release/drive" "$1" "$2" 2>&1 | tr -d , \
        | awk '/total heap usage/ { for (i = 1; i < NF; i++) { if ($(i + 1) == "allocs") a = $i
            if ($(i + 1) == "frees") f = $i } print a - f }'
}
for scenario in leaks report oneshot; do
    rounds=1000
    [ $scenario != leaks ] || rounds=200
    few=$(held $scenario 10)
    many=$(held $scenario $rounds)
    [ "$few" = "$many" ] \
        || { echo "gate: failed: $scenario holds $few blocks after 10 rounds, $many after $rounds"; exit 1; }
done
echo "gate: ok: no leaks in 2,000 operations, $many blocks held after 10 and after 1,000 reports"
