/// What a server said, held against the token.
public enum AnswerFacts: Sendable, Equatable {
    /// A fresh token is asked for: the error, the JSON of the claims that a token request must carry, and when a token
    /// would be fresh enough.
    case fresh(error: String?, claims: String?, notBefore: Int64?)
    /// The tenant has no active licence; the server's reason.
    case unlicensed(reason: String)
    /// The product is not set up in the tenant.
    case notProvisioned
    /// The answer does not fit the token: of what it speaks, what it says and what the token has.
    case foreign(Mismatch)
    /// Refused for a reason that the token does not show; the server's own code and message.
    case refused(code: String?, message: String?)
    /// The API cannot verify a signature that holds.
    case signatureRefused
    /// The API does not accept an issuer that is accepted here.
    case issuerRefused(String?)
    /// Too many requests.
    case throttled(retryAfterSeconds: Int64?)
    /// A web page instead of an API's answer.
    case page(status: Int?)
    /// The token endpoint refused: the number behind AADSTS, and the OAuth error.
    case signIn(number: Int, error: String?)

    /// What an answer says of a token that this token does not have.
    public enum Mismatch: Sendable, Equatable {
        /// The roles or scopes that the server saw.
        case permissions(said: [String], actual: [String])
        /// Permissions that are said to be missing, and are held.
        case heldPermissions([String])
        /// The kind of token.
        case kind(TokenKind)
        /// A claim's text.
        case claim(String, said: String, actual: String?)
        /// Said to have expired; the token is valid until then.
        case notExpired(until: Int64)
        /// A token issued after this instant is asked for, and this one was.
        case freshEnough(since: Int64)
        /// Said to be no token, or to be missing.
        case readable
    }
}
