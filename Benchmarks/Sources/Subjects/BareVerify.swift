import CBare
import StrictJSON

/// The least that any verification does: SHA-256 of the token and one RSA verification with a prepared context.
public final class BareVerify {
    private let key: OpaquePointer
    private let context: OpaquePointer
    private let digest: OpaquePointer
    private let hashing: OpaquePointer
    private let message: [UInt8]
    private let signature: [UInt8]

    /// Prepares the verification of one token by the private test key of this name.
    public convenience init(token: [UInt8], keyName: String) {
        guard let key = TestKey.read(keyName) else { fatalError("no key \(keyName)") }
        self.init(token: token, key: key)
    }

    /// Prepares the verification of one token by a key, which becomes this object's own.
    init(token: [UInt8], key: OpaquePointer) {
        let dot = token.lastIndex(of: UInt8(ascii: ".")) ?? 0
        message = Array(token[..<dot])
        let text = Array(token[(dot + 1)...])
        guard let signature = try? Base64URL.decode(text.span),
            let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil),
            let digest = EVP_MD_fetch(nil, "SHA256", nil), let hashing = EVP_MD_CTX_new(),
            EVP_PKEY_verify_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, digest) == 1
        else { fatalError("OpenSSL cannot be made ready") }
        self.key = key
        self.signature = signature
        self.context = context
        self.digest = digest
        self.hashing = hashing
    }

    deinit {
        EVP_MD_CTX_free(hashing)
        EVP_MD_free(digest)
        EVP_PKEY_CTX_free(context)
        EVP_PKEY_free(key)
    }

    /// Verifies once.
    public func isValid() -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { hash in
            var length: UInt32 = 0
            return EVP_DigestInit_ex2(hashing, digest, nil) == 1
                && EVP_DigestUpdate(hashing, message, message.count) == 1
                && EVP_DigestFinal_ex(hashing, hash.baseAddress, &length) == 1
                && EVP_PKEY_verify(
                    context, signature, signature.count, hash.baseAddress, Int(length)) == 1
        }
    }
}

/// A throw-away private key of the tests.
enum TestKey {
    static func read(_ name: String) -> OpaquePointer? {
        let text = ProjectFiles.bytes("Tests/Support/Keys/\(name).pem") + [0x0A]
        return text.withUnsafeBytes { text in
            let source = BIO_new_mem_buf(text.baseAddress, Int32(text.count))
            defer { BIO_free(source) }
            return PEM_read_bio_PrivateKey(source, nil, nil, nil)
        }
    }

    /// A token over exactly this header and payload.
    static func token(header: String, payload: String, keyName: String) -> [UInt8] {
        guard let key = read(keyName) else { fatalError("no key \(keyName)") }
        defer { EVP_PKEY_free(key) }
        return token(header: header, payload: payload, key: key)
    }

    /// A token over exactly this header and payload.
    static func token(header: String, payload: String, key: OpaquePointer) -> [UInt8] {
        let input = Array(
            (Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)).utf8)
        guard let context = EVP_MD_CTX_new() else { fatalError("cannot sign") }
        defer { EVP_MD_CTX_free(context) }
        var length = 1024
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSignInit_ex(context, nil, "SHA256", nil, nil, key, nil) == 1,
            EVP_DigestSign(context, &signature, &length, input, input.count) == 1
        else { fatalError("cannot sign") }
        return input + [UInt8(ascii: ".")] + Array(Base64URL.encode(signature.prefix(length)).utf8)
    }
}
