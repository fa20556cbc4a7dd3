public import TokenCheck

/// What a check speaks of; a text report has one line for each subject that is in order.
public enum Subject: String, Sendable, CaseIterable {
    /// Whether the text is a JWT.
    case token
    /// Whether it is genuine.
    case signature
    /// Who issued it.
    case issuer
    /// For which resource.
    case audience
    /// Whether it is an access token.
    case type
    /// When it is valid.
    case time
    /// Who calls with it.
    case caller
    /// What it grants.
    case permissions
    /// What is expected.
    case policy

    /// The subject of a check.
    /// - Parameter code: The check's name.
    public init(of code: CheckCode) { self = Wording.of(code).subject }
}
