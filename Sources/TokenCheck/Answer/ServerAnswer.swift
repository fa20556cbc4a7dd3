/// What a server answered to a request that carried the token, as somebody saved it.
///
/// A saved body, the output of `curl -i`, or header lines alone. Everything in it is text of a stranger: it is read with
/// bounds, and nothing it says changes a verdict.
public struct ServerAnswer: Sendable, Equatable {
    /// What the body is.
    public enum Body: String, Sendable, CaseIterable {
        /// Nothing, or white space.
        case empty
        /// A JSON object that could be read.
        case json
        /// A web page.
        case page
        /// Anything else: plain text, broken JSON, bytes that are not UTF-8.
        case other
    }

    /// One thing that the server says, read from its words.
    public enum Statement: Sendable, Equatable {
        /// The application lacks roles: any of the first would do; the second are those the server saw, if it says so.
        case missingRoles(anyOf: [String], seen: [String]?)
        /// The user's token lacks scopes: any of these would do.
        case missingScopes(anyOf: [String])
        /// The tenant has no active licence for the product; the server's own reason.
        case inactive(reason: String)
        /// The product is not set up in the tenant.
        case notProvisioned
        /// The token is for the audience the server saw, if it says so; it accepts these, if it says so.
        case wrongAudience(seen: String?, accepted: [String])
        /// The token has expired; in seconds since 1970, if the server says when.
        case expired(at: Int64?)
        /// The signature or the key was not accepted.
        case badSignature
        /// The issuer or tenant was not accepted; the one the server saw, if it says so.
        case wrongIssuer(seen: String?)
        /// The text that was sent is no token that the server can read.
        case unreadableToken
        /// The request carried no token.
        case noToken
        /// A fresh token is asked for (claims challenge): the error, the JSON of the claims, and the earliest issue time
        /// that would do, in seconds since 1970, if the claims name one.
        case claimsChallenge(error: String?, claims: String?, notBefore: Int64?)
        /// The token endpoint of Entra ID refused a request: the number behind AADSTS and the OAuth error.
        case signIn(number: Int, error: String?)
        /// Too many requests; after so many seconds it may be tried again, if the server says so.
        case throttled(retryAfterSeconds: Int64?)
        /// The user lacks a directory role or a role of the product.
        case missingUserRole
        /// An error with the server's own code and message, of which nothing more is known.
        case other(code: String?, message: String?)
    }

    /// The HTTP status, if its line is there.
    public let status: Int?
    /// `Date`, in seconds since 1970.
    public let date: Int64?
    /// What the body is.
    public let body: Body
    /// What the server says, the most telling first; each once.
    public let statements: [Statement]
    /// The challenges of `WWW-Authenticate`, in order.
    public let challenges: [Challenge]
    /// Whether the answer was longer than what is read.
    public let isCut: Bool

    /// How many bytes are read; an API's refusal has a few hundred.
    public static let maximumBytes = 1_048_576
}
