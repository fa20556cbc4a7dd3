public import StrictJSON

/// The protected header of a JWS (RFC 7515 §4).
///
/// Its members are read by name and are not yet judged; a value may be of the wrong kind. A class, since one header is
/// shared by all the tokens that repeat it.
public final class JoseHeader: Sendable {
    /// The header as JSON, repeated names recorded.
    public let document: JSONDocument

    /// `alg`, the signature algorithm (RFC 7515 §4.1.1).
    public let algorithm: JSONValue?
    /// `typ`, the media type of the token (RFC 7515 §4.1.9).
    public let type: JSONValue?
    /// `kid`, the key's name (RFC 7515 §4.1.4).
    public let keyID: JSONValue?
    /// `crit`, the extensions that must be understood (RFC 7515 §4.1.11).
    public let critical: JSONValue?
    /// `b64`, whether the payload is encoded (RFC 7797 §3).
    public let encodesPayload: JSONValue?
    /// `nonce`, which Microsoft's own resources put into the tokens only they can verify.
    public let nonce: JSONValue?
    /// The algorithm that `alg` names, if it is one that can be verified.
    public let scheme: SignatureScheme?
    /// The bytes of `kid`, if it is a string.
    package let keyIDBytes: [UInt8]?
    /// The bytes of `typ` with ASCII letters in lower case, if it is a string: media types have no letter case.
    package let foldedType: [UInt8]?
    /// Which of `jwk`, `jku`, `x5u`, `x5c` are there: keys and key addresses that a token offers and nobody may use.
    public let keyHints: [String]

    /// Reads a decoded header.
    /// - Parameter bytes: One JSON object in UTF-8.
    /// - Throws: ``JSONDefect``; a value that is no object is an unexpected character at its first byte.
    public init(taking bytes: consuming [UInt8]) throws(JSONDefect) {
        document = try JSONDocument(taking: bytes, limits: JSONLimits(repeatedNames: .recorded))
        let root = document.root
        guard root.kind == .object else { throw JSONDefect(.unexpectedByte, at: root.offset) }
        algorithm = root["alg"]
        type = root["typ"]
        keyID = root["kid"]
        critical = root["crit"]
        encodesPayload = root["b64"]
        nonce = root["nonce"]
        scheme = algorithm?.string.flatMap(SignatureScheme.named)
        keyIDBytes = keyID?.string.map { Array($0.utf8) }
        foldedType = type?.string.map { $0.utf8.map(Self.folded) }
        keyHints = ["jwk", "jku", "x5u", "x5c"].filter { root[$0] != nil }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
