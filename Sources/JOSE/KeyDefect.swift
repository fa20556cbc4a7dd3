/// Why a key of a key list cannot be used to verify a token.
///
/// Such a key is skipped with its reason; it never spoils the others.
public enum KeyDefect: String, Error, Sendable, CaseIterable {
    /// The entry is not a JSON object.
    case notAnObject = "not-an-object"
    /// `kty` is missing.
    case typeMissing = "kty-missing"
    /// A key type that RS256 cannot use, such as EC.
    case typeUnsupported = "kty-unsupported"
    /// A shared secret (`kty` is `oct`).
    case symmetric = "symmetric"
    /// The entry holds a private key.
    case privateKey = "private"
    /// `kid` is not a string.
    case keyIDMalformed = "kid-malformed"
    /// A member that must be a string or a list of strings is something else.
    case memberMalformed = "member-malformed"
    /// `use` is not `sig`.
    case useNotSignature = "use-not-signature"
    /// `key_ops` does not list `verify`.
    case operationsWithoutVerify = "key-ops-without-verify"
    /// `alg` names an algorithm that is not verified here.
    case algorithmUnsupported = "alg-unsupported"
    /// `n` is missing.
    case modulusMissing = "modulus-missing"
    /// `n` is not canonical base64url, or empty.
    case modulusMalformed = "modulus-malformed"
    /// Fewer than 2048 bits.
    case modulusTooShort = "modulus-too-short"
    /// More than 8192 bits.
    case modulusTooLong = "modulus-too-long"
    /// An even modulus is no RSA modulus.
    case modulusEven = "modulus-even"
    /// `e` is missing.
    case exponentMissing = "exponent-missing"
    /// `e` is not canonical base64url, or empty.
    case exponentMalformed = "exponent-malformed"
    /// An even exponent is no RSA exponent.
    case exponentEven = "exponent-even"
    /// Smaller than 65537.
    case exponentTooSmall = "exponent-too-small"
    /// Larger than 2^32.
    case exponentTooLarge = "exponent-too-large"
    /// OpenSSL does not take the key.
    case refusedByLibrary = "refused-by-openssl"
}
