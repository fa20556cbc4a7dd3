public import JOSE
internal import TokenCheck

/// Words for keys.
public enum KeyWords {
    static func sentence(_ detail: Detail) -> String {
        switch detail {
        case .stale(let age, let limit):
            "the key list is \(TimeText.duration(age)) old, at most \(TimeText.duration(limit)) is used"
        case .unknownKey(let keyID, let source, let age):
            "no key \(Escaping.quoted(keyID)) in the list\(origin(source, age: age))"
        case .ambiguousKey(let keyID, let count):
            "\(count) different keys have the name \(Escaping.quoted(keyID))"
        case .unusableKey(let keyID, let defect):
            "key \(keyID.map { Escaping.quoted($0) } ?? "without a name"): \(reason(defect))"
        case .soleKey: "the only key of the file, which has no name"
        case .libraryUnavailable: "OpenSSL could not be made ready"
        case .headerNonce:
            "the header holds a nonce, as tokens for Microsoft Graph do; only Graph can verify them"
        case .signature(let keyID):
            "not signed by \(keyID.map { "key \(Escaping.quoted($0))" } ?? "the key of the file"), or changed since"
        default: ""
        }
    }

    private static func origin(_ source: KeySet.Origin.Source, age: Int64) -> String {
        switch source {
        case .file: ""
        case .cache: ", which was fetched \(TimeText.duration(age)) ago"
        case .authority: ", which the authority gave \(TimeText.duration(age)) ago"
        }
    }

    /// Why a key cannot be used, in words.
    public static func reason(_ defect: KeyDefect) -> String {
        switch defect {
        case .notAnObject: "not a JSON object"
        case .typeMissing: "no key type (kty)"
        case .typeUnsupported: "not an RSA key; Entra ID signs with RSA"
        case .symmetric: "a shared secret, not a public key"
        case .privateKey: "a private key; give only the public one"
        case .keyIDMalformed: "its name (kid) is not a string"
        case .memberMalformed: "a member is of the wrong JSON kind"
        case .useNotSignature: "not for signatures (use)"
        case .operationsWithoutVerify: "not for verifying (key_ops)"
        case .algorithmUnsupported: "for another algorithm than RS256 (alg)"
        case .modulusMissing: "no modulus (n)"
        case .modulusMalformed: "the modulus (n) is not base64url"
        case .modulusTooShort: "shorter than 2048 bits"
        case .modulusTooLong: "longer than 8192 bits"
        case .modulusEven: "the modulus is even"
        case .exponentMissing: "no exponent (e)"
        case .exponentMalformed: "the exponent (e) is not base64url"
        case .exponentEven: "the exponent is even"
        case .exponentTooSmall: "the exponent is smaller than 65537"
        case .exponentTooLarge: "the exponent is larger than 2^32"
        case .refusedByLibrary: "OpenSSL does not take it"
        }
    }
}
