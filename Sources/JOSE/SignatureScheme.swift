internal import COpenSSL

/// A signature algorithm of RFC 7518 that tokcheck can verify.
///
/// Another algorithm is another row: its name, the digest and the padding as OpenSSL calls them.
public struct SignatureScheme: Sendable, Equatable {
    /// The value of `alg`.
    public let name: String
    let digestName: String
    let padding: Int32

    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
    public static let rs256 = SignatureScheme(
        name: "RS256", digestName: "SHA256", padding: RSA_PKCS1_PADDING)

    /// Every algorithm that can be verified.
    public static let all = [rs256]

    /// The algorithm with this name, if there is one; names are compared byte for byte.
    public static func named(_ name: String) -> SignatureScheme? {
        all.first { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
