internal import COpenSSL

/// Whether a signature holds.
package enum SignatureResult: Sendable, Equatable {
    /// The key signed exactly this message.
    case valid
    /// It did not.
    case invalid
    /// OpenSSL could not be made ready, for want of memory or of the digest.
    case unavailable
}

/// Prepared OpenSSL contexts that are used again for many signatures by the same keys.
///
/// One owner, one thread. A prepared context halves the allocations of a verification, and still verifies after one
/// that failed.
package struct SignatureScratch: ~Copyable {
    private struct Prepared {
        let key: VerificationKey
        let scheme: SignatureScheme
        let context: OpaquePointer
        let digest: OpaquePointer
    }

    // SAFETY: contexts and digests are made here, used only through this value, which cannot be copied, and freed in
    // `deinit` or when they make room. Each context holds its own reference to the key it was made for.
    private var prepared: [Prepared] = []
    private var digests: [(name: String, handle: OpaquePointer)] = []
    private var hashing: OpaquePointer?

    /// An issuer signs with a handful of keys at a time; beyond this many the oldest makes room.
    private static let capacity = 32

    package init() {}

    deinit {
        for entry in prepared { EVP_PKEY_CTX_free(entry.context) }
        for digest in digests { EVP_MD_free(digest.handle) }
        EVP_MD_CTX_free(hashing)
    }

    /// Verifies one signature (RFC 8017 §8.2.2 for RS256).
    package mutating func verify(
        _ signature: Span<UInt8>, over message: Span<UInt8>, by key: VerificationKey,
        scheme: SignatureScheme
    ) -> SignatureResult {
        guard let prepared = prepared(for: key, scheme) else {
            OpenSSLFailure.drain()
            return .unavailable
        }
        // SAFETY: the hash has room for the longest digest; OpenSSL reads the spans within their counts.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) {
            hash in
            var length: UInt32 = 0
            let isHashed = message.withUnsafeBufferPointer { message in
                EVP_DigestInit_ex2(hashing, prepared.digest, nil) == 1
                    && EVP_DigestUpdate(hashing, message.baseAddress, message.count) == 1
                    && EVP_DigestFinal_ex(hashing, hash.baseAddress, &length) == 1
            }
            guard isHashed else {
                OpenSSLFailure.drain()
                return .unavailable
            }
            let verdict = signature.withUnsafeBufferPointer { signature in
                EVP_PKEY_verify(
                    prepared.context, signature.baseAddress, signature.count, hash.baseAddress,
                    Int(length))
            }
            if verdict == 1 { return .valid }
            OpenSSLFailure.drain()
            return .invalid
        }
    }

    /// The SHA-256 of a whole token; nil when OpenSSL could not be made ready.
    package mutating func digest(of token: Span<UInt8>) -> TokenDigest? {
        guard let sha256 = digest(named: SignatureScheme.rs256.digestName) else {
            OpenSSLFailure.drain()
            return nil
        }
        // SAFETY: the hash has room for the longest digest; OpenSSL reads the span within its count.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) {
            hash in
            let isHashed = token.withUnsafeBufferPointer { token in
                EVP_DigestInit_ex2(hashing, sha256, nil) == 1
                    && EVP_DigestUpdate(hashing, token.baseAddress, token.count) == 1
                    && EVP_DigestFinal_ex(hashing, hash.baseAddress, nil) == 1
            }
            guard isHashed else {
                OpenSSLFailure.drain()
                return nil
            }
            return TokenDigest { hash[$0] }
        }
    }

    private mutating func digest(named name: String) -> OpaquePointer? {
        if hashing == nil { hashing = EVP_MD_CTX_new() }
        guard hashing != nil else { return nil }
        if let known = digests.first(where: { $0.name == name }) { return known.handle }
        guard let handle = EVP_MD_fetch(nil, name, nil) else { return nil }
        digests.append((name, handle))
        return handle
    }

    private mutating func prepared(for key: VerificationKey, _ scheme: SignatureScheme) -> Prepared?
    {
        for entry in prepared where entry.key === key && entry.scheme.name == scheme.name {
            return entry
        }
        guard let digest = digest(named: scheme.digestName),
            let context = EVP_PKEY_CTX_new_from_pkey(nil, key.handle, nil)
        else { return nil }
        guard EVP_PKEY_verify_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, scheme.padding) == 1,
            EVP_PKEY_CTX_set_signature_md(context, digest) == 1
        else {
            EVP_PKEY_CTX_free(context)
            return nil
        }
        if prepared.count == Self.capacity { EVP_PKEY_CTX_free(prepared.removeFirst().context) }
        let entry = Prepared(key: key, scheme: scheme, context: context, digest: digest)
        prepared.append(entry)
        return entry
    }
}
