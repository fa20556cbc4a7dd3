/// The name of a check, which names the requirement and never changes.
public struct CheckCode: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name, lower case with hyphens.
    public let name: String

    /// Takes a name; whether there is such a check, ``Check/named(_:)`` tells.
    public init(_ name: String) { self.name = name }

    /// Takes a name.
    public init(stringLiteral name: String) { self.name = name }

    /// The name.
    public var description: String { name }
}

/// What a failing check means for the verdict.
public enum CheckClass: String, Sendable, CaseIterable {
    /// The text is no JWT.
    case form
    /// The token is not genuine, or not for us.
    case trust
    /// The token is not valid now.
    case time
    /// The token does not grant what is asked.
    case permission
    /// It cannot be told, and so the token is not accepted.
    case undecided
    /// Worth saying; the verdict stays.
    case warning
}
