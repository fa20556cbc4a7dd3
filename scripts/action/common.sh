# What the steps of the action have in common; sourced by them.
set -eu

# Ends the step with an annotation. The words are ours: inputs may hold anything, and are never repeated.
fail() {
    printf '::error title=tokcheck::%s\n' "$2"
    exit "$1"
}

# Ends the step unless each of these variables, which every runner sets, has a value.
need() {
    for name in "$@"; do
        eval "value=\${$name:-}"
        [ -n "$value" ] || fail 64 "$name is not set; the action runs on a runner of GitHub Actions"
    done
}

# Whether a text is one line: what goes to GITHUB_OUTPUT as a value must be.
is_line() { [ "$(printf '%s\n' "$1" | wc -l)" -eq 1 ]; }

# A path of the job as an absolute one.
absolute() {
    case $1 in
        /*) printf '%s' "$1" ;;
        *) printf '%s/%s' "$GITHUB_WORKSPACE" "$1" ;;
    esac
}

# The SHA-256 of a file, in lower-case hexadecimal digits.
digest() {
    if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -c 1-64
}

# The input of a SHA-256 in lower case; nothing for what is none.
hexadecimal() { printf '%s' "$1" | tr 'A-F' 'a-f' | grep -xE '[0-9a-f]{64}' || true; }
