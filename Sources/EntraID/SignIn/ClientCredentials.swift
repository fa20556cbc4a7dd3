public import JOSE
internal import TokenCheck
internal import Transport

/// How an application proves itself.
public enum ClientCredential: Sendable {
    /// By a secret.
    case secret(Secret)
    /// By an assertion signed with the key of a certificate.
    case certificate(ClientAssertion)
    /// By an assertion of an issuer that the application's registration trusts.
    case federated(Secret)
}

extension SignIn {
    /// Gets an application's own token (RFC 6749 §4.4).
    /// - Parameters:
    ///   - target: For what; all permissions that were consented to, never some by name.
    ///   - credential: How the application proves itself.
    /// - Returns: The token.
    /// - Throws: ``SignInFault``.
    public func token(
        for target: SignInTarget, by credential: ClientCredential
    ) async throws(SignInFault) -> IssuedToken {
        if case .template = authority.expectedIssuer { throw .target(.tenantNeeded) }
        guard target.isDefault || authority.version == .v1 else { throw .target(.defaultNeeded) }
        var form = try form(target)
        form.add("grant_type", "client_credentials")
        let endpoints = try await endpoints()
        let sent: Secret
        switch credential {
        case .secret(let secret):
            form.add("client_secret", secret.copy)
            sent = secret
        case .certificate(let assertion):
            do throws(SigningCertificateDefect) {
                sent = try assertion.text(for: clientID, at: endpoints.token.text, pace: pace)
            } catch {
                throw .certificate(error)
            }
            form.add("client_assertion_type", Self.assertionType)
            form.add("client_assertion", sent.copy)
        case .federated(let assertion):
            form.add("client_assertion_type", Self.assertionType)
            form.add("client_assertion", assertion.copy)
            sent = assertion
        }
        return try await token(form, at: endpoints, .twice, hiding: [sent])
    }

    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
}
