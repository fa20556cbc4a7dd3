public import JOSE
internal import StrictJSON

/// What is said of a file that holds no keys.
public struct KeyFileWords: Sendable {
    /// What is wrong.
    public let sentence: String
    /// What was probably meant, or what to do.
    public let hint: String

    /// The words for a defect.
    public init(_ defect: KeyFileDefect) {
        let forms = "give a JWK set, a JWK, or a public key or certificate in PEM or DER"
        switch defect.kind {
        case .empty: (sentence, hint) = ("the key file is empty", forms)
        case .tooLarge:
            (sentence, hint) = (
                "the key file has more than 1 MiB", "is it the right file? " + forms
            )
        case .tooManyKeys:
            (sentence, hint) = ("more than 256 keys", "give the key list of one authority")
        case .json(let kind):
            (sentence, hint) = (
                "not strict JSON: \(kind.rawValue)",
                kind == .truncated
                    ? "download the key list again; it is cut"
                    : "a key list is strict JSON (RFC 8259)"
            )
        case .neitherSetNorKey:
            (sentence, hint) = (
                "JSON with neither keys nor kty",
                "a key list looks like {\"keys\": [ … ]}; the metadata names its address as jwks_uri"
            )
        case .keysNotArray:
            (sentence, hint) = ("keys is not an array", "write {\"keys\": [ … ]} (RFC 7517)")
        case .pem:
            (sentence, hint) = ("a PEM block that is cut or not base64", "export the key again")
        case .pemContent(let label):
            (sentence, hint) = (
                "the PEM block \(Escaping.quoted(label)) does not hold what it says", forms
            )
        case .privateKey:
            (sentence, hint) = (
                "a private key, which nobody needs for checking",
                "give the public one: openssl pkey -in FILE -pubout"
            )
        case .unknownForm: (sentence, hint) = ("no known form of key file", forms)
        case .html:
            (sentence, hint) = (
                "a web page, not a key file", "download the key list itself, not a page about it"
            )
        case .token:
            (sentence, hint) = (
                "a token, not a key file", "name the token as @FILE, without --keys"
            )
        }
    }
}
