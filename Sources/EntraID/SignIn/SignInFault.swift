public import JOSE
public import Transport

/// Why there is no token.
public enum SignInFault: Error, Sendable, Equatable {
    /// What was being done.
    public enum Step: String, Sendable, CaseIterable {
        /// Asking the authority where its endpoints are.
        case metadata
        /// Asking for a device code.
        case deviceCode = "device code"
        /// Signing in with a browser.
        case browser
        /// Asking for the token.
        case token
        /// Asking GitHub for an assertion.
        case assertion
        /// Asking the machine's own service.
        case managedIdentity = "managed identity"
    }

    /// Nothing can be asked so.
    case target(SignInTarget.Defect)
    /// There was no whole answer.
    case exchange(Step, HTTPFault)
    /// The metadata cannot be used.
    case metadata(DiscoveryDefect)
    /// The other side says no.
    case refused(Step, SignInRefusal)
    /// The answer is none that could be used.
    case answer(Step, AnswerDefect)
    /// The user said no.
    case declined
    /// Nobody signed in before the code expired.
    case codeExpired
    /// An answer came to the listener that this sign-in did not ask for.
    case stateMismatch
    /// The answer came from another authority than the one that was asked (RFC 9207); its name, if it gave one.
    case issuerMismatch(String?)
    /// The browser did not come back.
    case redirect(RedirectFault)
    /// The certificate cannot prove the application.
    case certificate(SigningCertificateDefect)
    /// The machine's own service cannot be asked.
    case managedIdentity(ManagedIdentity.Defect)
    /// Nobody wants the token any more.
    case cancelled
}

/// Why an answer cannot be used.
public enum AnswerDefect: Error, Sendable, Equatable {
    /// A web page, as a proxy or a captive portal sends it.
    case page
    /// No strict JSON object.
    case notJSON
    /// This member is missing, or is no text.
    case memberMissing(String)
    /// The token is of a type that this client cannot use, such as `pop`.
    case tokenType(String)
    /// The token has characters that no token may have (RFC 6749 §A.12): it could not be sent, nor shown.
    case tokenCharacters
    /// It leads elsewhere, which is not followed; the status.
    case redirected(Int)
    /// This status, and nothing that explains it.
    case status(Int)
    /// An address in it is none of the authority's.
    case address(String)
}
