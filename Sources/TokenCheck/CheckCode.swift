/// The name of a check, which names the requirement and never changes.
public struct CheckCode: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    // A literal, so that findings are copied without counting references.
    private let literal: StaticString

    /// Takes a name; whether there is such a check, ``Check/named(_:)`` tells.
    public init(stringLiteral name: StaticString) { literal = name }

    /// The name, lower case with hyphens.
    public var name: String { literal.description }

    /// The name.
    public var description: String { name }

    /// Whether both are the same name.
    public static func == (left: CheckCode, right: CheckCode) -> Bool { left.name == right.name }

    /// Feeds the name to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
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
