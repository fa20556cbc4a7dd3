#!/bin/sh
# A release as people get it: built twice with the same bytes, its sums, the tarball by the ways that the pages and the
# action take, the .deb installed, used and removed, the image of the Dockerfile. TOKCHECK names a binary; otherwise
# .build-package/tokcheck, which is built if a source is newer.
set -eu

cd "$(dirname "$0")/../.."
unset TOKCHECK_CORE_ONLY
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { tail -n 20 "$work/log" 2>/dev/null; echo "gate: failed: package: $1"; exit 1; }
export SWIFT_BACKTRACE=enable=no
sh scripts/setup mandoc man-db

if [ -n "${TOKCHECK:-}" ]; then
    mkdir "$work/from"
    cp "$TOKCHECK" "$work/from/tokcheck"
    for checkouts in .build/checkouts .build-package/*/checkouts; do
        [ ! -d "$checkouts/swift-argument-parser" ] || sh scripts/package.d/licenses "$checkouts" >"$work/from/THIRD-PARTY.txt"
    done
    from=$work/from
else
    from=.build-package
    [ -x "$from/tokcheck" ] && [ -f "$from/THIRD-PARTY.txt" ] \
        && [ -z "$(find Sources Package.swift scripts/package.d/binary scripts/package.d/licenses -newer "$from/THIRD-PARTY.txt" -print)" ] \
        || scripts/package --binary >"$work/log" 2>&1 || fail "does not build"
fi

# Twice, with another umask and under another path.
dist=$work/dist
scripts/package --from "$from" --out "$dist" >"$work/log" 2>&1 || fail "no packages"
(umask 077 && TMPDIR="$work" scripts/package --from "$from" --out "$work/again") >"$work/log" 2>&1 || fail "no packages"
diff -r "$dist" "$work/again" >"$work/log" || fail "two builds of one commit differ"
rm -rf "$work/again"
(cd "$dist" && sha256sum --check --strict SHA256SUMS) >"$work/log" 2>&1 || fail "SHA256SUMS"
[ "$(grep -c OK "$work/log")" -eq 2 ] && [ "$(find "$dist" -type f | wc -l)" -eq 3 ] || fail "other files than a .deb and a tarball"

version=$(sed -n 's/^let tokcheckVersion = "\(.*\)"$/\1/p' Sources/tokcheck/Version.swift)
tarball=$(cd "$dist" && echo *.tar.gz)
sum=$(sed -n "s/  $tarball\$//p" "$dist/SHA256SUMS")
# A curl that has the files of the release and no others.
mkdir "$work/bin" "$work/runner"
cat >"$work/bin/curl" <<END
#!/bin/sh
while [ "\$#" -gt 0 ]; do
    case \$1 in
        --output | -o) output=\$2; shift ;;
        https://*) address=\$1 ;;
    esac
    shift
done
cp "$dist/\${address##*/}" "\$output"
END
chmod 755 "$work/bin/curl"

# The action finds the release by its name, and the program in it.
: >"$work/output"
PATH=$work/bin:$PATH INPUT_VERSION=$version INPUT_SHA256=$sum RUNNER_TEMP=$work/runner GITHUB_WORKSPACE=$work \
    GITHUB_OUTPUT=$work/output GITHUB_SERVER_URL=https://server.example ACTION_REPOSITORY=owner/tokcheck \
    sh scripts/action/binary >"$work/log" 2>&1 || fail "the action does not find the tarball"
"$(sed -n 's/^path=//p' "$work/output")" version | grep -q "^tokcheck $version " || fail "the action finds another program"

# The lines for Azure Pipelines in docs/pipelines.md, and for the tarball in README.md.
sed -n '/^## Azure Pipelines/,/displayName: Get tokcheck/s/^      //p' docs/pipelines.md >"$work/get"
(cd "$work/runner" && PATH=$work/bin:$PATH AGENT_TEMPDIRECTORY=$work/runner DOWNLOAD_SHA256=$sum \
    TOKCHECK_URL_PINNED=https://server.example/$tarball sh "$work/get") >"$work/log" 2>&1 || fail "docs/pipelines.md"
# shellcheck disable=SC2016 # the page's own words
tool=$(sed -n 's,^ *"$AGENT_TEMPDIRECTORY/\([^"]*\)" check .*,\1,p' docs/pipelines.md)
"$work/runner/$tool" version >"$work/log" 2>&1 || fail "docs/pipelines.md names another program"
line=$(sed -n "s,^sudo \(tar .*\)/usr/local\$,\1$work/local,p" README.md | sed "s,VERSION,$version,; s,ARCH,$(uname -m),")
mkdir "$work/local"
(cd "$dist" && eval "${line:?no line in README.md}") >"$work/log" 2>&1 || fail "the line for the tarball in README.md"

sh Tests/Gates/package/installed.sh "$work/local" share/zsh/site-functions
sh Tests/Gates/package/deb.sh "$dist" 
python3 -B Tests/Gates/package/image.py "$dist" "$version"
echo "gate: ok: package, $(wc -c <"$dist/$tarball") bytes"
