internal import COpenSSL
internal import StrictJSON

/// A public RSA key that may verify signatures, with what its list says about it.
public final class VerificationKey: Sendable {
    /// What a key list says about a key beside its numbers.
    public struct Attributes: Sendable, Equatable {
        /// `kid`, the name by which a token's header chooses the key.
        public var keyID: String?
        /// `alg`, if declared; Entra ID's lists do not.
        public var algorithm: String?
        /// `issuer`, the only issuer the key may sign for; may hold `{tenantid}`.
        public var issuer: String?
        /// `cloud_instance_name`, the cloud the key belongs to.
        public var cloudInstance: String?

        /// A key of which nothing is said.
        public init(
            keyID: String? = nil, algorithm: String? = nil, issuer: String? = nil,
            cloudInstance: String? = nil
        ) {
            self.keyID = keyID
            self.algorithm = algorithm
            self.issuer = issuer
            self.cloudInstance = cloudInstance
        }
    }

    /// What the list says about the key.
    public let attributes: Attributes
    /// The length of the modulus in bits.
    public let modulusBits: Int
    /// The modulus, most significant byte first, no leading zero.
    package let modulus: [UInt8]
    /// The exponent, most significant byte first, no leading zero.
    package let exponent: [UInt8]
    /// `kid` as bytes: names are compared byte for byte.
    package let keyIDBytes: [UInt8]?
    /// `cloud_instance_name` as bytes, unless it is empty.
    package let cloudInstanceBytes: [UInt8]?
    /// `issuer`, ready to be compared.
    package let issuerTemplate: IssuerTemplate?

    // SAFETY: made in `init`, owned by this object alone, freed in `deinit`. OpenSSL counts references to an EVP_PKEY
    // atomically and this one is never changed after `init`, so threads may share it.
    nonisolated(unsafe) let handle: OpaquePointer

    /// The name by which a token's header chooses the key.
    public var keyID: String? { attributes.keyID }

    /// Makes a key from its two numbers, most significant byte first; leading zeros are dropped.
    /// - Parameters:
    ///   - modulus: `n`, an odd number of 2048 to 8192 bits (RFC 7518 §3.3; longer ones cost too much to verify).
    ///   - exponent: `e`, an odd number from 65537 to 2^32.
    ///   - attributes: What the key list says about the key.
    /// - Throws: ``KeyDefect``.
    public init(
        modulus: Span<UInt8>, exponent: Span<UInt8>, attributes: Attributes = Attributes()
    ) throws(KeyDefect) {
        let n = Self.withoutLeadingZeros(modulus)
        let e = Self.withoutLeadingZeros(exponent)
        guard let first = n.first, let last = n.last else { throw .modulusMalformed }
        let bits = n.count * 8 - first.leadingZeroBitCount
        guard bits >= 2048 else { throw .modulusTooShort }
        guard bits <= 8192 else { throw .modulusTooLong }
        guard last & 1 == 1 else { throw .modulusEven }
        guard let unit = e.last else { throw .exponentMalformed }
        guard unit & 1 == 1 else { throw .exponentEven }
        // An odd number of at most four bytes is below 2^32.
        guard e.count <= 4 else { throw .exponentTooLarge }
        guard e.reduce(0, { $0 << 8 | UInt32($1) }) >= 65_537 else { throw .exponentTooSmall }
        guard let handle = Self.makeHandle(modulus: n, exponent: e) else {
            OpenSSLFailure.drain()
            throw .refusedByLibrary
        }
        self.attributes = attributes
        modulusBits = bits
        self.modulus = n
        self.exponent = e
        keyIDBytes = attributes.keyID.map { Array($0.utf8) }
        cloudInstanceBytes = attributes.cloudInstance.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
        issuerTemplate = attributes.issuer.map(IssuerTemplate.init)
        self.handle = handle
    }

    deinit { EVP_PKEY_free(handle) }

    /// Whether both are the same key, whatever their lists say about them.
    public func hasSameNumbers(as other: VerificationKey) -> Bool {
        modulus == other.modulus && exponent == other.exponent
    }

    /// The key's SHA-256 thumbprint in base64url (RFC 7638 §3).
    public var thumbprint: String {
        let n = Base64URL.encode(modulus)
        let e = Base64URL.encode(exponent)
        let text = Array(#"{"e":"\#(e)","kty":"RSA","n":"\#(n)"}"#.utf8)
        return Base64URL.encode(Digest.sha256(text.span))
    }

    private static func withoutLeadingZeros(_ number: Span<UInt8>) -> [UInt8] {
        number.withUnsafeBufferPointer { Array($0.drop { $0 == 0 }) }
    }

    /// `EVP_PKEY_fromdata` costs a twentieth of reading the same key from DER.
    private static func makeHandle(modulus: [UInt8], exponent: [UInt8]) -> OpaquePointer? {
        // SAFETY: every object is freed in this function except the key, which the caller owns. The numbers must stay
        // until `OSSL_PARAM_BLD_to_param` has copied them.
        guard let n = BN_bin2bn(modulus, Int32(modulus.count), nil) else { return nil }
        defer { BN_free(n) }
        guard let e = BN_bin2bn(exponent, Int32(exponent.count), nil) else { return nil }
        defer { BN_free(e) }
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(builder) }
        guard tokcheck_push_rsa(builder, n, e) == 1,
            let parameters = OSSL_PARAM_BLD_to_param(builder)
        else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(
                context, &key, Int32(tokcheck_public_key_selection), parameters) == 1
        else { return nil }
        return key
    }
}
