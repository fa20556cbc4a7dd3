#!/bin/sh
# The core imports the standard library, itself and, in JOSE alone, OpenSSL; unsafe code stays in the files listed here.
set -eu

cd "$(dirname "$0")/../.."
status=0

allow() {
    folder=Sources/$1
    shift
    names=$(echo "$*" | tr ' ' '|')
    if git grep -hE '^ *(@[a-zA-Z_]+ )*((public|internal|package|private|fileprivate) )?import ' -- "$folder/*.swift" \
        | sed -E 's/.*import +//' | sort -u | grep -vxE "$names"; then
        echo "$folder may import only: $names"
        status=1
    fi
}
allow StrictJSON none
allow Transport Synchronization
allow EntraID Glibc Musl Darwin TokenCheck JOSE StrictJSON Transport
allow DefenderXDR Glibc Musl Darwin Synchronization TokenCheck StrictJSON Transport
allow StrictYAML CYAML StrictJSON
allow JOSE COpenSSL StrictJSON
allow TokenCheck JOSE StrictJSON
allow Reporting TokenCheck JOSE StrictJSON

unsafe='Base64URL|ByteCopy|JSONReader|JSONBytes|ByteSearch|JSONReader\+Strings|JSONNames|JSONDocument'
unsafe="$unsafe|SignatureScratch|VerificationKey|PEMPublicKey|Digest|TerminalPrompt|QuietTerminal|Interruption|MainThread|TerminalTraits|Program|StandardStreams|YAMLEvents|YAMLDocument|KeyCache|Secret|Browser|SigningCertificate|HTTPFault\+NIO"
found=$(git grep -lE 'unsafe|withUnsafe|Unsafe[A-Z]' -- Sources | sed -E 's|.*/([^/]*)\.swift|\1|' \
    | grep -vxE "$unsafe" || true)
[ -z "$found" ] || { echo "unsafe code outside the listed files: $found"; status=1; }
for file in $(git grep -lE 'nonisolated\(unsafe\)|withUnsafe|UnsafePointer' -- Sources); do
    grep -q 'SAFETY:' "$file" || { echo "unsafe code without a SAFETY line: $file"; status=1; }
done
# Explaining cannot return a verdict: nothing that it gives to others has the type.
if git grep -nE '^ *public .*(->|:) *\[?(Verdict|Report)\b' -- Sources/TokenCheck/Causes; then
    echo "a verdict out of Sources/TokenCheck/Causes"
    status=1
fi
[ "$status" -eq 0 ] || { echo "gate: failed: imports"; exit 1; }
echo "gate: ok: imports"
