public import JOSE
internal import StrictJSON

/// How an application writes with a certificate that it is itself (RFC 7523 §2.2).
public struct ClientAssertion: Sendable {
    /// What of the certificate is sent.
    public enum Sending: Sendable {
        /// Its thumbprint: the registration has the certificate.
        case thumbprint
        /// The certificate itself and those behind it: the registration trusts its subject and issuer.
        case chain
    }

    /// The certificate with its key.
    public let certificate: SigningCertificate
    /// How it is signed: with PS256 the certificate is named by its SHA-256, with RS256 by its SHA-1.
    public let scheme: SigningCertificate.Scheme
    /// What of the certificate is sent.
    public let sending: Sending

    /// Describes an assertion.
    public init(
        _ certificate: SigningCertificate, scheme: SigningCertificate.Scheme = .ps256,
        sending: Sending = .thumbprint
    ) {
        self.certificate = certificate
        self.scheme = scheme
        self.sending = sending
    }

    /// For how long an assertion is valid: the time of one request, and of clocks that differ.
    static let lifetimeSeconds: Int64 = 600

    /// A fresh assertion, which serves once.
    func text(for clientID: String, at endpoint: String, pace: SignInPace)
        throws(SigningCertificateDefect) -> Secret
    {
        var header: [(String, JSONOutput)] = [
            ("typ", .string("JWT")), ("alg", .string(scheme.rawValue)),
        ]
        switch scheme {
        case .ps256: header.append(("x5t#S256", .string(Base64URL.encode(certificate.sha256))))
        case .rs256: header.append(("x5t", .string(Base64URL.encode(certificate.sha1))))
        }
        if case .chain = sending {
            header.append(("x5c", .array(certificate.chain.map { .string(Self.base64($0)) })))
        }
        let now = pace.wall()
        let claims: [(String, JSONOutput)] = [
            ("aud", .string(endpoint)), ("iss", .string(clientID)), ("sub", .string(clientID)),
            ("jti", .string(Self.identifier(pace.random(16)))),
            ("nbf", .integer(now)), ("iat", .integer(now)),
            ("exp", .integer(now + Self.lifetimeSeconds)),
        ]
        let parts = [header, claims].map {
            Base64URL.encode(JSONWriter.text(.object($0), layout: .line).utf8)
        }
        let input = Array(parts.joined(separator: ".").utf8)
        let signature = try certificate.signature(of: input.span, scheme: scheme)
        var text = input + Array(".".utf8) + Array(Base64URL.encode(signature).utf8)
        return Secret(taking: &text)
    }

    /// A random GUID (RFC 9562 §5.4).
    private static func identifier(_ random: [UInt8]) -> String {
        var bytes = random
        guard bytes.count == 16 else { return Hexadecimal.text(bytes) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text += "-" }
            text += Hexadecimal.text([byte])
        }
        return text
    }

    /// The alphabet of certificates in headers (RFC 7515 §4.1.6).
    private static func base64(_ bytes: [UInt8]) -> String {
        var text = Base64URL.encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        while text.count % 4 != 0 { text.append("=") }
        return String(text)
    }
}
