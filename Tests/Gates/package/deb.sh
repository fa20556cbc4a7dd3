#!/bin/sh
# The .deb of a folder is installed, used, removed, and leaves nothing: deb.sh FOLDER. Where it cannot be installed, since
# somebody else's tokcheck is or the user may not, it is unpacked.
set -eu

cd "$(dirname "$0")/../../.."
work=$(mktemp -d)
package=$(echo "$1"/tokcheck_*.deb)
fail() { tail -n 20 "$work/log"; echo "gate: failed: package, the .deb: $1"; exit 1; }
end() {
    [ ! -e "$work/installed" ] || dpkg --purge tokcheck >/dev/null 2>&1
    rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM HUP

field() { dpkg-deb --field "$package" "$1"; }
[ "$(field Package)" = tokcheck ] && [ -z "$(field Depends)" ] && [ "$(field Recommends)" = ca-certificates ] || fail "its fields"
dpkg-deb --contents "$package" >"$work/log"
# Everything belongs to root, and nobody else may write; no folder that other packages do not have, but its own.
! grep -vE '^(d|-)rw[xr-][xr-]-[xr-][xr-]-[xr-] root/root ' "$work/log" || fail "owners or modes"
if command -v lintian >/dev/null; then
    lintian --fail-on error,warning "$package" >"$work/log" 2>&1 || fail "lintian"
else
    echo "not tried: lintian, which is not there"
fi

# Images may leave out documentation; this package is wanted whole.
whole="--path-include=/usr/share/*"
reason=""
[ "$(id -u)" -eq 0 ] || reason="only root may install it"
[ ! -e /usr/bin/tokcheck ] && ! dpkg-query -W tokcheck >"$work/log" 2>&1 || reason="there is a tokcheck already"
if [ -n "$reason" ]; then
    echo "not tried: installing the .deb, for $reason; it is unpacked"
    dpkg-deb --extract "$package" "$work/root"
    sh Tests/Gates/package/installed.sh "$work/root/usr" share/zsh/vendor-completions
    exit 0
fi

dpkg-deb --fsys-tarfile "$package" | tar -t | sed -n 's,^\./,/,; s,/$,,; /./p' | sort >"$work/paths"
there() { while read -r path; do [ ! -e "$path" ] || echo "$path"; done <"$work/paths"; }
there >"$work/before"
: >"$work/installed"
try=1
until dpkg "$whole" --install "$package" >"$work/log" 2>&1; do
    # Somebody else may be installing something.
    grep -q 'lock' "$work/log" && [ "$try" -lt 20 ] || fail "dpkg --install"
    try=$((try + 1))
    sleep 3
done
there | cmp - "$work/paths" >"$work/log" 2>&1 || fail "not everything was installed"
dpkg --verify tokcheck >"$work/log" 2>&1 && [ ! -s "$work/log" ] || fail "dpkg --verify"
sh Tests/Gates/package/installed.sh /usr share/zsh/vendor-completions
dpkg --remove tokcheck >"$work/log" 2>&1 || fail "dpkg --remove"
! dpkg-query -W tokcheck >"$work/log" 2>&1 || fail "it has left configuration"
rm "$work/installed"
there | cmp - "$work/before" >"$work/log" 2>&1 || fail "not everything was removed"
