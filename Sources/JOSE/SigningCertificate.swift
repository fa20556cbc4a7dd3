internal import COpenSSL
internal import StrictJSON

/// A certificate with its private key, with which an application proves itself to an authority (RFC 7523).
public final class SigningCertificate: Sendable {
    /// How an assertion is signed.
    public enum Scheme: String, Sendable, CaseIterable {
        /// RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 7518 §3.5).
        case ps256 = "PS256"
        /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3), for authorities that know nothing newer.
        case rs256 = "RS256"
    }

    // SAFETY: owned by this object, freed in `deinit`, never changed; signing takes a context of its own each time.
    nonisolated(unsafe) private let key: OpaquePointer
    /// The certificate and those behind it, each in DER, its own first.
    public let chain: [[UInt8]]
    /// From when on it is valid, in seconds since 1970.
    public let notBefore: Int64
    /// Until when it is valid, in seconds since 1970.
    public let notAfter: Int64

    /// The SHA-256 of the certificate, 32 bytes.
    public var sha256: [UInt8] {
        let certificate = chain[0]
        return Digest.sha256(certificate.span)
    }
    /// The SHA-1 of the certificate, 20 bytes, by which Entra ID's portal names it.
    public var sha1: [UInt8] {
        let certificate = chain[0]
        return Digest.sha1(certificate.span)
    }

    /// Reads a file: PEM with certificate and key in any order, or PKCS#12.
    /// - Parameters:
    ///   - file: The file's bytes, which are overwritten when its secret goes.
    ///   - passphrase: What opens the key, if it is locked.
    /// - Throws: ``SigningCertificateDefect``.
    public init(_ file: Secret, passphrase: Secret? = nil) throws(SigningCertificateDefect) {
        let contents = try Contents(file, passphrase)
        key = contents.key
        chain = contents.chain
        notBefore = contents.notBefore
        notAfter = contents.notAfter
    }

    deinit { EVP_PKEY_free(key) }

    /// Signs a message.
    /// - Throws: ``SigningCertificateDefect/signing`` when OpenSSL fails.
    public func signature(of message: Span<UInt8>, scheme: Scheme)
        throws(SigningCertificateDefect) -> [UInt8]
    {
        // SAFETY: the context is freed here and holds its own reference to the key; the signature's length is asked
        // before there is room for it.
        guard let context = EVP_MD_CTX_new() else { throw .signing }
        defer { EVP_MD_CTX_free(context) }
        var inner: OpaquePointer?
        var length = 0
        guard EVP_DigestSignInit_ex(context, &inner, "SHA256", nil, nil, key, nil) == 1,
            scheme == .rs256
                || EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) == 1
                    && EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, RSA_PSS_SALTLEN_DIGEST) == 1
        else {
            OpenSSLFailure.drain()
            throw .signing
        }
        return try message.withUnsafeBufferPointer {
            message throws(SigningCertificateDefect) -> [UInt8] in
            guard
                EVP_DigestSign(context, nil, &length, message.baseAddress, message.count) == 1
            else {
                OpenSSLFailure.drain()
                throw .signing
            }
            var signature = [UInt8](repeating: 0, count: length)
            guard
                EVP_DigestSign(context, &signature, &length, message.baseAddress, message.count)
                    == 1
            else {
                OpenSSLFailure.drain()
                throw .signing
            }
            return Array(signature.prefix(length))
        }
    }
}

/// Why a file cannot prove an application.
public enum SigningCertificateDefect: Error, Sendable, Equatable {
    /// Neither PEM nor PKCS#12.
    case form
    /// There is no certificate in it.
    case noCertificate
    /// There is no private key in it.
    case noKey
    /// The key is of none of the certificates.
    case keyOfAnother
    /// The key is locked, and no passphrase was given.
    case passphraseMissing
    /// The passphrase does not open it.
    case passphraseWrong
    /// The key is not RSA, or has fewer than 2048 bits.
    case keyUnsupported
    /// It is locked by a method that is no longer supported without OpenSSL's legacy provider.
    case lockUnsupported
    /// OpenSSL could not sign.
    case signing
}

/// What a file holds, read by OpenSSL.
private struct Contents {
    // SAFETY: the key is handed to the owner, which frees it; everything else is freed where it was made.
    let key: OpaquePointer
    let chain: [[UInt8]]
    let notBefore: Int64
    let notAfter: Int64

    init(_ file: Secret, _ passphrase: Secret?) throws(SigningCertificateDefect) {
        defer { OpenSSLFailure.drain() }
        let isPEM = file.withBytes { PEMPublicKey.offsetOfBlock(in: $0, from: 0) != nil }
        let (key, certificates) =
            isPEM ? try Self.readPEM(file, passphrase) : try Self.readPKCS12(file, passphrase)
        defer { certificates.forEach { X509_free($0) } }
        do throws(SigningCertificateDefect) {
            guard let key else { throw certificates.isEmpty ? .form : .noKey }
            guard !certificates.isEmpty else { throw .noCertificate }
            guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, EVP_PKEY_get_bits(key) >= 2048 else {
                throw .keyUnsupported
            }
            guard let own = certificates.firstIndex(where: { X509_check_private_key($0, key) == 1 })
            else { throw .keyOfAnother }
            let rest = certificates.indices.filter { $0 != own }
            chain = ([own] + rest).compactMap { Self.der(certificates[$0]) }
            guard chain.count == certificates.count else { throw .form }
            notBefore = Self.seconds(X509_get0_notBefore(certificates[own]))
            notAfter = Self.seconds(X509_get0_notAfter(certificates[own]))
            self.key = key
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
    }

    private typealias Found = (key: OpaquePointer?, certificates: [OpaquePointer])

    private static func readPEM(_ file: Secret, _ passphrase: Secret?)
        throws(SigningCertificateDefect) -> Found
    {
        let (key, wasAsked) = privateKey(file, passphrase)
        if key == nil, wasAsked {
            throw passphrase == nil ? .passphraseMissing : .passphraseWrong
        }
        var certificates: [OpaquePointer] = []
        file.withBytes { bytes in
            withSource(bytes) { source in
                // Without a callback OpenSSL would ask for a passphrase on the terminal, if a certificate were locked.
                while let certificate = PEM_read_bio_X509(source, nil, { _, _, _, _ in -1 }, nil) {
                    certificates.append(certificate)
                }
            }
        }
        return (key, certificates)
    }

    /// The first private key of a PEM file, and whether it was locked.
    private static func privateKey(_ file: Secret, _ passphrase: Secret?) -> (OpaquePointer?, Bool)
    {
        var asked = Asked(passphrase: passphrase)
        let key = file.withBytes { bytes in
            withSource(bytes) { source in
                // SAFETY: the callback runs during the call only and is given the address of `asked`.
                withUnsafeMutablePointer(to: &asked) { asked in
                    PEM_read_bio_PrivateKey(
                        source, nil,
                        { room, size, _, asked in
                            guard let room, let asked else { return -1 }
                            let answer = asked.assumingMemoryBound(to: Asked.self)
                            answer.pointee.wasAsked = true
                            guard let passphrase = answer.pointee.passphrase,
                                passphrase.count <= Int(size)
                            else { return -1 }
                            passphrase.withBytes { bytes in
                                for place in bytes.indices {
                                    room[place] = CChar(bitPattern: bytes[place])
                                }
                            }
                            return Int32(passphrase.count)
                        }, asked)
                }
            }
        }
        return (key, asked.wasAsked)
    }

    private struct Asked {
        let passphrase: Secret?
        var wasAsked = false
    }

    private static func readPKCS12(_ file: Secret, _ passphrase: Secret?)
        throws(SigningCertificateDefect) -> Found
    {
        let bag = file.withBytes { bytes in withSource(bytes) { d2i_PKCS12_bio($0, nil) } }
        guard let bag else { throw .form }
        defer { PKCS12_free(bag) }
        // With a terminating zero, overwritten when its secret goes.
        var text = (passphrase?.copy ?? []) + [0]
        let word = Secret(taking: &text)
        // Some files are not sealed: then only opening them tells whether the passphrase is right.
        let isSealed = PKCS12_mac_present(bag) == 1
        let opens = word.withBytes { bytes in
            bytes.withUnsafeBytes { bytes in
                let word = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                return !isSealed || PKCS12_verify_mac(bag, word, -1) == 1
                    || passphrase == nil && PKCS12_verify_mac(bag, nil, 0) == 1
            }
        }
        let notOpened: SigningCertificateDefect =
            passphrase == nil ? .passphraseMissing : .passphraseWrong
        guard opens else { throw notOpened }
        var key: OpaquePointer?
        var own: OpaquePointer?
        var others: OpaquePointer?
        let isRead = word.withBytes { bytes in
            bytes.withUnsafeBytes { bytes in
                let word = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                // Parsing begins with the seal: a file without one is sealed here, in memory.
                guard
                    isSealed || passphrase == nil
                        || PKCS12_set_mac(bag, word, -1, nil, 0, 0, nil) == 1
                else { return false }
                return PKCS12_parse(bag, word, &key, &own, &others) == 1
            }
        }
        // If the passphrase was right, what is left is how the contents are locked.
        guard isRead else { throw isSealed ? .lockUnsupported : notOpened }
        defer { tokcheck_free_certificates(others) }
        var certificates = own.map { [$0] } ?? []
        for place in 0..<max(0, tokcheck_certificate_count(others)) {
            guard let other = tokcheck_certificate(others, place), X509_up_ref(other) == 1 else {
                continue
            }
            certificates.append(other)
        }
        return (key, certificates)
    }

    private static func withSource<Value>(
        _ bytes: Span<UInt8>, _ body: (OpaquePointer) -> Value?
    ) -> Value? {
        // SAFETY: the BIO only reads the span, which outlives it.
        bytes.withUnsafeBufferPointer { bytes in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
            else { return nil }
            defer { BIO_free(source) }
            return body(source)
        }
    }

    private static func der(_ certificate: OpaquePointer) -> [UInt8]? {
        // SAFETY: OpenSSL allocates the bytes; they are copied and freed here.
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = i2d_X509(certificate, &bytes)
        defer { tokcheck_free(bytes) }
        guard let bytes, count > 0 else { return nil }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        // SAFETY: OpenSSL compares the certificate's time with a time of its own, freed here.
        guard let time, let zero = ASN1_TIME_set(nil, 0) else { return 0 }
        defer { ASN1_TIME_free(zero) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard ASN1_TIME_diff(&days, &seconds, zero, time) == 1 else { return 0 }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}
