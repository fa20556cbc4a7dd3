#!/bin/sh
# What an installed release must do, from another folder and with nothing of the environment: installed.sh PREFIX ZSH,
# with the folder of zsh's completions below PREFIX.
set -eu

cd "$(dirname "$0")/../../.."
prefix=$1 zsh=$1/$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { tail -n 20 "$work/log" 2>/dev/null; echo "gate: failed: package, installed below $prefix: $1"; exit 1; }
run() {
    (cd "$work" && env -i PATH="$prefix/bin:/usr/bin:/bin" HOME="$work" LC_ALL=C.UTF-8 TERM=dumb SWIFT_BACKTRACE=enable=no \
        "$@") >"$work/log" 2>&1
}
run sh -c 'command -v tokcheck' && [ "$(cat "$work/log")" = "$prefix/bin/tokcheck" ] || fail "another tokcheck is found first"

# The first command of README.md, with the installed program and files by their paths.
job=$(sed -n 's/^sh scripts.setup && TOKCHECK_CORE_ONLY=1 swift run -q tokcheck check /tokcheck check /p' README.md \
    | sed "s,Fixtures/,$PWD/Fixtures/,g")
[ -n "$job" ] || fail "README.md has no first command"
run sh -c "$job" && grep -q '^ACCEPTED' "$work/log" || fail "the first command of README.md"

# The command for pipelines, with its variables and files; at the time at which the token is valid, and one that it is not.
gate=$(awk '/^## / { here = /^## Gating a pipeline/ } here && /^```$/ { exit } here && inside { print } here && /^```sh/ { inside = 1 }' \
    README.md | sed 's/tokcheck check/& --at "$AT"/')
cp Fixtures/manifests/examples/list-incidents.yaml "$work/tokcheck.yaml"
cp Fixtures/keys/entra-v2.json "$work/keys.json"
pin=$(sha256sum <"$work/tokcheck.yaml" | cut -c 1-64)
gate() {
    code=0
    run env TOKEN="$(cat Fixtures/tokens/defender-xdr-app.jwt)" TENANT=1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801 PIN="$2" AT="$3" \
        sh -c "$gate" || code=$?
    [ "$code" -eq "$1" ] && { [ "$1" -eq 65 ] || grep -q "\"exitCode\": $1" "$work/result.json"; } \
        || fail "the command for pipelines ends with $code instead of $1"
}
gate 0 "$pin" 2026-11-23T09:00:00Z
gate 11 "$pin" 2026-11-24T09:00:00Z
gate 65 "$(sha256sum </dev/null | cut -c 1-64)" 2026-11-23T09:00:00Z

# A page for each command, found by its name and without a fault; the first one has the codes and the variables.
run tokcheck --experimental-dump-help || fail "no description"
commands=$(($(grep -c '"commandName"' "$work/log") - 1)) # the parser's own help is not to be had
[ "$commands" -gt 30 ] && [ "$(find "$prefix/share/man/man1" -name 'tokcheck*' | wc -l)" -eq "$commands" ] || fail "$commands commands, other pages"
for page in "$prefix"/share/man/man1/tokcheck*; do
    name=$(basename "$page" | sed 's/\.1\(\.gz\)*$//')
    run env MANPATH="$prefix/share/man" man -w "$name" && [ "$(cat "$work/log")" = "$page" ] || fail "man -w $name"
    run mandoc -Tlint -W warning "$page" || fail "mandoc: $page"
    # Words too long for a line are no fault.
    run sh -c 'zcat -f "$1" | groff -mandoc -Tutf8 -ww -Wbreak -z' groff "$page" && [ ! -s "$work/log" ] || fail "groff: $page"
done
run env MANWIDTH=80 MANPATH="$prefix/share/man" man tokcheck || fail "man tokcheck"
for words in '73 cannot-create' 'TOKCHECK_TENANT' 'No verdict has the number 1' 'EXIT STATUS' 'tokcheck.defender(1)'; do
    tr -s ' \n' '  ' <"$work/log" | sed 's/.\x08//g' | grep -qF "$words" || fail "man tokcheck does not say: $words"
done

# The completions: loaded as each shell loads them, and asked for a command that begins so.
bash=$prefix/share/bash-completion/completions/tokcheck
run bash --norc -c '. "$1" && complete -p tokcheck && COMP_WORDS=(tokcheck insp) COMP_CWORD=1 COMP_LINE="tokcheck insp" \
    COMP_POINT=13 && _tokcheck tokcheck insp tokcheck && [ "${COMPREPLY[*]% }" = inspect ]' bash "$bash" || fail "bash: $bash"
if command -v zsh >"$work/log"; then
    run zsh -f -c 'fpath=("$1" $fpath); autoload -U compinit; compinit -u -D; [[ $_comps[tokcheck] == _tokcheck ]] && autoload +X -U _tokcheck' \
        zsh "$zsh" || fail "zsh: $zsh"
else echo "not tried: completions for zsh, which is not there"; fi
if command -v fish >"$work/log"; then
    run fish --no-config -c "set fish_complete_path $prefix/share/fish/vendor_completions.d; complete -C 'tokcheck insp'" \
        && grep -q '^inspect' "$work/log" || fail "fish"
else echo "not tried: completions for fish, which is not there"; fi

# The schemas are those of the sources, and what the program prints.
for schema in Sources/Reporting/Schemas/*.json; do
    cmp "$schema" "$prefix/share/tokcheck/schemas/${schema##*/}" >"$work/log" 2>&1 || fail "$schema"
    run tokcheck schema "$(basename "$schema" .json)" && cmp "$schema" "$work/log" || fail "tokcheck schema for $schema"
done
[ "$(find "$prefix/share/tokcheck/schemas" -type f | wc -l)" -eq "$(find Sources/Reporting/Schemas -type f | wc -l)" ] || fail "more schemas"
