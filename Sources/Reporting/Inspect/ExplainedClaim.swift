public import StrictJSON

/// A claim or header parameter with what it means.
public struct ExplainedClaim: Sendable {
    /// Its name in the token.
    public let name: String
    /// Its value as the token has it.
    public let value: JSONValue
    /// What it means, and what this value says, in one line without a full stop.
    ///
    /// It never repeats a personal value.
    public let meaning: String
    let privacy: ClaimPrivacy

    /// Whether the value may name a person, an address of theirs or a secret, and is hidden unless somebody asks.
    public var isPersonal: Bool { privacy != .open }
}

/// What is told about a claim only when somebody asks.
enum ClaimPrivacy: Sendable {
    /// It may be shown.
    case open
    /// A name, an e-mail address, an IP address or another identifier of a person.
    case personal
    /// A token inside the token; it is never shown.
    case credential
}

/// The questions that claims answer, in the order in which a person asks them.
public enum ClaimSubject: String, Sendable, CaseIterable {
    /// Issuer, tenant and version.
    case issuer = "Who issued it"
    /// The resource.
    case audience = "For whom"
    /// The calling application and the subject.
    case caller = "Who calls"
    /// The signed-in user.
    case user = "Who the user is"
    /// Permissions, roles and groups.
    case permissions = "What it may do"
    /// Times.
    case time = "When"
    /// Everything else, undocumented claims included.
    case rest = "The rest"
}

/// The claims that answer one question.
public struct ClaimGroup: Sendable {
    /// The question.
    public let subject: ClaimSubject
    /// The claims, never empty.
    public let claims: [ExplainedClaim]
}
