internal import StrictJSON
internal import TokenCheck

// The header of a token: how it is signed and by which key.
extension ClaimDictionary {
    static let headerEntries: [ClaimEntry] = [
        ClaimEntry("typ", "the media type of the token", reading: .text(type)),
        ClaimEntry("alg", "how the token is signed", reading: .text(algorithm)),
        ClaimEntry("kid", "the name of the key that signed"),
        ClaimEntry(
            "x5t", "an older name of that key (version 1.0)",
            reading: .text { name, context in
                guard let keyID = context.text("kid") else { return nil }
                return keyID.isExactly(name) ? "the same as kid" : "another than kid"
            }),
        ClaimEntry("x5t#S256", "the certificate of the key, by its SHA-256"),
        ClaimEntry(
            "nonce", "mark of the form that only Microsoft's own resources can verify",
            reading: .text { _, _ in "the signature does not cover this header as sent" }),
        ClaimEntry("crit", "extensions that a reader must understand; none are, so it refuses"),
        ClaimEntry(
            "b64", "whether the payload is encoded",
            reading: .value { value, _ in
                value.boolean.map { $0 ? "yes, as usual" : "no, which is refused" }
            }),
        ClaimEntry("jwk", "a key offered by the token itself, never used"),
        ClaimEntry("jku", "an address of keys offered by the token itself, never used"),
        ClaimEntry("x5u", "an address of a certificate offered by the token itself, never used"),
        ClaimEntry("x5c", "certificates offered by the token itself, never used"),
        ClaimEntry("cty", "the media type of the content"),
        ClaimEntry("enc", "how the content is encrypted; only the recipient can open it"),
        ClaimEntry("zip", "how the content was compressed before it was encrypted"),
    ]

    @Sendable private static func type(_ type: String, _ context: ClaimContext) -> String? {
        switch type.lowercased() {
        case "jwt": "a JWT, as Entra ID writes it"
        case "at+jwt", "application/at+jwt":
            "an access token of RFC 9068, which Entra ID never writes"
        case "dpop+jwt": "a proof for DPoP, not a token"
        default: "not a known value"
        }
    }

    @Sendable private static func algorithm(_ name: String, _ context: ClaimContext) -> String? {
        switch name {
        case "RS256": "RSA with SHA-256, the one that Entra ID uses"
        case "RS384", "RS512": "RSA with a longer hash, which Entra ID never uses"
        case "PS256", "PS384", "PS512": "RSA-PSS, as in client assertions"
        case "ES256", "ES384", "ES512": "an elliptic curve, which Entra ID never uses"
        case "EdDSA": "an Edwards curve, which Entra ID never uses"
        case "HS256", "HS384", "HS512": "by a shared secret, which Entra ID never uses"
        default:
            name.lowercased() == "none"
                ? "not at all, so anybody can have written it" : "not a known value"
        }
    }
}
