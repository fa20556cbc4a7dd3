internal import COpenSSL

/// Digests of whole texts.
package enum Digest {
    /// SHA-256 (FIPS 180-4), 32 bytes.
    package static func sha256(_ bytes: Span<UInt8>) -> [UInt8] {
        digest(bytes, name: "SHA256", size: 32)
    }

    /// SHA-1, 20 bytes; only to name a certificate as Entra ID does, never to trust one.
    package static func sha1(_ bytes: Span<UInt8>) -> [UInt8] {
        digest(bytes, name: "SHA1", size: 20)
    }

    private static func digest(_ bytes: Span<UInt8>, name: String, size: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: size)
        // SAFETY: OpenSSL reads `count` bytes of the span and writes `size` bytes, the digest's length, during the call.
        bytes.withUnsafeBufferPointer { source in
            if EVP_Q_digest(nil, name, nil, source.baseAddress, source.count, &result, nil) != 1 {
                OpenSSLFailure.drain()
            }
        }
        return result
    }
}
