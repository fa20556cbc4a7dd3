internal import COpenSSL
internal import StrictJSON

/// Public keys and certificates in PEM (RFC 7468) and DER.
enum PEMPublicKey {
    private static let marker = Array("-----BEGIN ".utf8)

    /// The offset of the next block's first dash.
    static func offsetOfBlock(in file: Span<UInt8>, from start: Int) -> Int? {
        guard file.count >= marker.count else { return nil }
        for offset in start..<max(start, file.count - marker.count + 1)
        where file[offset] == marker[0] {
            if marker.indices.allSatisfy({ file[offset + $0] == marker[$0] }) { return offset }
        }
        return nil
    }

    /// Every key of a file of PEM blocks, in order.
    static func entries(of file: Span<UInt8>) throws(KeyFileDefect) -> [KeySet.Entry] {
        var entries: [KeySet.Entry] = []
        var position = 0
        while let start = offsetOfBlock(in: file, from: position) {
            guard let block = readBlock(of: file.extracting(start..<file.count)) else {
                throw KeyFileDefect(.pem, at: start)
            }
            if block.label.hasSuffix("PRIVATE KEY") { throw KeyFileDefect(.privateKey, at: start) }
            guard let entry = entry(of: block) else {
                throw KeyFileDefect(.pemContent(label: block.label), at: start)
            }
            entries.append(entry)
            position = start + max(block.length, marker.count)
        }
        return entries
    }

    /// The one key of a DER file.
    static func entry(ofDER file: Span<UInt8>) throws(KeyFileDefect) -> KeySet.Entry {
        let bytes = file.withUnsafeBufferPointer { Array($0) }
        for label in ["CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY"] {
            if let entry = entry(of: Block(label: label, content: bytes, length: 0)) {
                return entry
            }
        }
        throw KeyFileDefect(.unknownForm, at: 0)
    }

    private struct Block {
        let label: String
        let content: [UInt8]
        /// How many bytes of the file the block takes, from its first dash.
        let length: Int
    }

    private static func readBlock(of text: Span<UInt8>) -> Block? {
        // SAFETY: the BIO only reads the span, which outlives it; name, header and data are OpenSSL's, copied and freed.
        text.withUnsafeBufferPointer { text -> Block? in
            guard let source = BIO_new_mem_buf(text.baseAddress, Int32(text.count)) else {
                return nil
            }
            defer { BIO_free(source) }
            var name: UnsafeMutablePointer<CChar>?
            var header: UnsafeMutablePointer<CChar>?
            var data: UnsafeMutablePointer<UInt8>?
            var length = 0
            guard PEM_read_bio(source, &name, &header, &data, &length) == 1 else {
                OpenSSLFailure.drain()
                return nil
            }
            defer {
                tokcheck_free(name)
                tokcheck_free(header)
                tokcheck_free(data)
            }
            guard let name, let data else { return nil }
            let rest = Int(BIO_ctrl(source, BIO_CTRL_PENDING, 0, nil))
            return Block(
                label: String(cString: name),
                content: Array(UnsafeBufferPointer(start: data, count: length)),
                length: text.count - rest)
        }
    }

    /// The entry for one block, or nil when the content is not what the label says.
    private static func entry(of block: Block) -> KeySet.Entry? {
        var keyID: String?
        if block.label == "CERTIFICATE" {
            keyID = Base64URL.encode(Digest.sha1(block.content.span))
        }
        guard let numbers = numbers(of: block) else {
            OpenSSLFailure.drain()
            return nil
        }
        guard case .rsa(let modulus, let exponent) = numbers else {
            return .skipped(SkippedKey(keyID: keyID, type: nil, reason: .typeUnsupported))
        }
        do throws(KeyDefect) {
            return .usable(
                try VerificationKey(
                    modulus: modulus.span, exponent: exponent.span,
                    attributes: VerificationKey.Attributes(keyID: keyID)))
        } catch {
            return .skipped(SkippedKey(keyID: keyID, type: "RSA", reason: error))
        }
    }

    private enum Numbers {
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case otherType
    }

    private static func numbers(of block: Block) -> Numbers? {
        guard let key = publicKey(of: block) else { return nil }
        // SAFETY: `key` is ours and freed here.
        defer { EVP_PKEY_free(key) }
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { return .otherType }
        guard let modulus = number(OSSL_PKEY_PARAM_RSA_N, of: key),
            let exponent = number(OSSL_PKEY_PARAM_RSA_E, of: key)
        else { return nil }
        return .rsa(modulus: modulus, exponent: exponent)
    }

    /// Reads the DER content of a block; the caller owns the key.
    private static func publicKey(of block: Block) -> OpaquePointer? {
        // SAFETY: `d2i` functions read at most `count` bytes and move the pointer; what they make is freed here or
        // handed to the caller. Bytes behind the structure make it another file than it seems, so they are refused.
        block.content.withUnsafeBufferPointer { content -> OpaquePointer? in
            var position = content.baseAddress
            let end = content.baseAddress.map { $0 + content.count }
            let key: OpaquePointer?
            switch block.label {
            case "CERTIFICATE", "X509 CERTIFICATE":
                let certificate = d2i_X509(nil, &position, content.count)
                key = X509_get_pubkey(certificate)
                X509_free(certificate)
            case "PUBLIC KEY":
                key = d2i_PUBKEY(nil, &position, content.count)
            case "RSA PUBLIC KEY":
                key = d2i_PublicKey(EVP_PKEY_RSA, nil, &position, content.count)
            default:
                key = nil
            }
            guard position == end else {
                EVP_PKEY_free(key)
                return nil
            }
            return key
        }
    }

    private static func number(_ name: String, of key: OpaquePointer) -> [UInt8]? {
        // SAFETY: the number is made by OpenSSL, copied and freed here.
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { return nil }
        defer { BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return bytes
    }
}
