/// What an operation needs of the permissions a token holds.
public indirect enum Need: Sendable, Equatable {
    /// This permission; names are compared byte for byte.
    case permission(String)
    /// At least one of these.
    case any([Need])
    /// Each of these.
    case all([Need])

    /// Whether a set of permissions meets the need.
    /// - Parameter isHeld: Whether the token holds the permission of this name.
    /// - Returns: Whether the need is met.
    public func isMet(by isHeld: (String) -> Bool) -> Bool {
        switch self {
        case .permission(let name): isHeld(name)
        case .any(let needs): needs.contains { $0.isMet(by: isHeld) }
        case .all(let needs): needs.allSatisfy { $0.isMet(by: isHeld) }
        }
    }

    /// Every permission that is named, in order, repetitions included.
    public var names: [String] {
        switch self {
        case .permission(let name): [name]
        case .any(let needs), .all(let needs): needs.flatMap(\.names)
        }
    }
}

/// One thing that somebody wants to do with a token, and what it takes.
public struct Operation: Sendable, Equatable {
    /// Its name, or nil for the one that flags describe.
    public let name: String?
    /// What an app-only token must hold in `roles`; nil: app-only tokens are not accepted.
    public let application: Need?
    /// What a user's token must hold in `scp`; nil: user tokens are not accepted.
    public let delegated: Need?

    /// Describes an operation.
    public init(name: String?, application: Need?, delegated: Need?) {
        self.name = name
        self.application = application
        self.delegated = delegated
    }

    /// The need of one kind of token.
    public func need(of kind: TokenKind) -> Need? {
        switch kind {
        case .application: application
        case .delegated: delegated
        case .unknown: nil
        }
    }
}
