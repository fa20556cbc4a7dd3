import CBare
import JOSE
import StrictJSON

/// An RSA key made for a measurement, for sizes of which the tests have none.
public final class RSAKey {
    private let key: OpaquePointer

    /// Makes a key.
    public init(bits: Int32) {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else {
            fatalError("no key")
        }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else { fatalError("no key") }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// The public half under a name.
    public func verificationKey(named keyID: String) -> VerificationKey {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, "n", &number) == 1 else { fatalError("no modulus") }
        defer { BN_free(number) }
        var modulus = [UInt8](repeating: 0, count: Int(BN_num_bits(number) + 7) / 8)
        BN_bn2bin(number, &modulus)
        let exponent: [UInt8] = [1, 0, 1]
        guard
            let made = try? VerificationKey(
                modulus: modulus.span, exponent: exponent.span,
                attributes: VerificationKey.Attributes(keyID: keyID))
        else { fatalError("no key") }
        return made
    }

    /// A token over exactly this header and payload.
    public func token(header: String, payload: String) -> [UInt8] {
        TestKey.token(header: header, payload: payload, key: key)
    }

    /// The bare verification of a token by this key.
    public func bare(_ token: [UInt8]) -> BareVerify {
        EVP_PKEY_up_ref(key)
        return BareVerify(token: token, key: key)
    }
}
