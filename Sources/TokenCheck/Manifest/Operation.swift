/// One thing that somebody wants to do with a token, and what it takes.
public struct Operation: Sendable, Equatable {
    /// Its name, or nil for the one that flags describe.
    public let name: String?
    /// What it is good for, for people.
    public var about: String?
    /// The request it stands for, method and path, for people.
    public var request: String?
    /// The tokens that serve it, by audience; nil: those for any audience that the policy accepts.
    public var audiences: Policy.Audiences?
    /// What an app-only token must hold in `roles`; nil: app-only tokens are not accepted.
    public let application: Need?
    /// What a user's token must hold in `scp`; nil: user tokens are not accepted.
    public let delegated: Need?
    /// Which directory roles the user of a delegated token must hold, as ids; nil: none is asked.
    public var directoryRoles: Need?
    /// The operation that does the same elsewhere.
    public var fallback: String?
    /// Its place in the manifest; those that flags describe come last.
    var place = Int.max
    /// Whether somebody asked for it by its name, so that a token for another resource fails it.
    public var isNamed = false

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

    /// The built-in resource it belongs to.
    public var resource: Resource? {
        if case .resource(let resource) = audiences { resource } else { nil }
    }
}
