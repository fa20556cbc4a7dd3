/// For whom a token was issued.
public enum TokenKind: String, Sendable, CaseIterable {
    /// For an application by itself; its permissions are in `roles`.
    case application
    /// For an application on behalf of a user; its permissions are in `scp`.
    case delegated
    /// The claims do not tell.
    case unknown
}
