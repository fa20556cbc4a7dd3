#!/bin/sh
# Layout, size of files, and words that do not belong into the sources.
set -eu

cd "$(dirname "$0")/../.."
status=0
swift format lint --strict -r Sources Tests Package.swift Examples Benchmarks 2>&1 | head -n 20 | grep . && status=1

long=$(git ls-files '*.swift' | xargs wc -l | awk '$1 > 300 && $2 != "total" { print $2 " (" $1 ")" }')
[ -z "$long" ] || { echo "longer than 300 lines: $long"; status=1; }

if git grep -nE 'TODO|FIXME|try!|@unchecked Sendable|fatalError|preconditionFailure|withKnownIssue|\.disabled\(' -- Sources; then
    status=1
fi
# shellcheck disable=SC2046 # names without blanks
for script in $(git ls-files scripts 'Tests/Gates/*.sh' Tests/Integration/run ':!scripts/catalogue' \
    Benchmarks/run Benchmarks/batch Benchmarks/cache Benchmarks/start Benchmarks/peers); do
    [ "$(wc -l <"$script")" -le 80 ] || { echo "longer than 80 lines: $script"; status=1; }
    sh -n "$script" || status=1
done
long=$(git ls-files '*.py' | xargs wc -l | awk '$1 > 300 && $2 != "total" { print $2 " (" $1 ")" }')
[ -z "$long" ] || { echo "longer than 300 lines: $long"; status=1; }
python3 scripts/catalogue/generate --check || status=1
[ "$status" -eq 0 ] || { echo "gate: failed: lint"; exit 1; }
echo "gate: ok: lint"
