import COpenSSL
import StrictJSON

/// A private test key, which is published with this project and protects nothing.
public final class Signer: Sendable {
    // SAFETY: made in `init`, freed in `deinit`, never changed between.
    nonisolated(unsafe) private let key: OpaquePointer

    /// Reads a key of `Tests/Support/Keys`.
    public init(named name: String) throws {
        let bytes = try TestFiles.bytes("Tests/Support/Keys/\(name).pem")
        // SAFETY: the BIO reads the bytes during the closure only.
        let key = bytes.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            let source = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { BIO_free(source) }
            return PEM_read_bio_PrivateKey(source, nil, nil, nil)
        }
        guard let key else { throw TestFault("no key \(name)") }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// The RS256 signature of a text.
    public func signature(of text: String) throws -> [UInt8] {
        let message = Array(text.utf8)
        // SAFETY: the context is freed here; the signature's length is asked before it is made.
        guard let context = EVP_MD_CTX_new() else { throw TestFault("no context") }
        defer { EVP_MD_CTX_free(context) }
        var length = 0
        guard EVP_DigestSignInit_ex(context, nil, "SHA256", nil, nil, key, nil) == 1,
            EVP_DigestSign(context, nil, &length, message, message.count) == 1
        else { throw TestFault("cannot sign") }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
            throw TestFault("cannot sign")
        }
        return Array(signature.prefix(length))
    }

    /// A compact JWS over the exact texts of header and payload.
    public func token(header: String, payload: String) throws -> String {
        let input = Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
        return input + "." + Base64URL.encode(try signature(of: input))
    }
}

/// Keys that tests sign with, each read once.
public actor Signers {
    /// The one collection.
    public static let shared = Signers()
    private var signers: [String: Signer] = [:]

    /// The key of this name.
    public func named(_ name: String) throws -> Signer {
        if let signer = signers[name] { return signer }
        let signer = try Signer(named: name)
        signers[name] = signer
        return signer
    }
}
