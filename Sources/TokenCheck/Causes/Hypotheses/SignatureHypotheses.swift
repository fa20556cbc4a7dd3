internal import JOSE
internal import StrictJSON

// Tokens of which only the API itself can verify the signature.
extension Hypothesis {
    static let signature = [graphNonce]

    /// Graph's tokens are signed over a header that holds the hash of the nonce instead of the nonce itself.
    private static let graphNonce = Hypothesis(
        code: "sig-nonce", explains: ["signing-input-plain", "keys-available", "key-found"]
    ) { file in
        guard let nonce = file.header?.root["nonce"], nonce.kind == .string else { return nil }
        let audience = file.audience
        guard file.failure(of: "signing-input-plain") != nil else {
            // Without the key the nonce is a sign, and no more than that.
            guard file.report.keys.entries.isEmpty else { return nil }
            return Suspicion(.graphNonce(isVerified: false, audience: audience), .hint)
        }
        guard let token = GraphNonce.token(hashingNonceOf: file.assumptions.token) else {
            return Suspicion(.graphNonce(isVerified: false, audience: audience), .hint)
        }
        let trial = file.assuming { $0.token = token }
        guard trial.report.isSignatureVerified else {
            return Suspicion(.graphNonce(isVerified: false, audience: audience), .hint)
        }
        return Suspicion(.graphNonce(isVerified: true, audience: audience), trial: trial)
    }
}

/// Graph's private form of signature, undone.
///
/// It has no specification. The value of `nonce` is replaced by the base64url of its SHA-256; every other byte of the
/// header stays, the order of members and white space included.
enum GraphNonce {
    /// The token as it was signed; nil when there is no nonce, or one with escapes, whose hashed text is not known.
    static func token(hashingNonceOf token: [UInt8]) -> [UInt8]? {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let text = Array(parts[0])
        guard let header = try? Base64URL.decode(text.span),
            let document = try? JSONDocument(taking: header),
            let nonce = document.root["nonce"], nonce.kind == .string,
            !document.nodes[nonce.index].isEscaped
        else { return nil }
        let value = document.raw(nonce.index)
        let plain = Array(value)
        let hash = Base64URL.encode(Digest.sha256(plain.span))
        let signed =
            document.bytes[..<value.startIndex] + Array(hash.utf8)
            + document.bytes[value.endIndex...]
        let dot = [UInt8(ascii: ".")]
        return Array(Base64URL.encode(signed).utf8) + dot + parts[1] + dot + parts[2]
    }
}
