/// The name of a cause, a diagnosis why a token fails; it never changes and is never given to another cause.
public struct CauseCode: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    private let literal: StaticString

    /// Takes a name; whether there is such a cause, ``named(_:)`` tells.
    public init(stringLiteral name: StaticString) { literal = name }

    /// The name, lower case with hyphens.
    public var name: String { literal.description }

    /// The name.
    public var description: String { name }

    /// Whether both are the same name.
    public static func == (left: CauseCode, right: CauseCode) -> Bool { left.name == right.name }

    /// Feeds the name to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The cause of this name.
    public static func named(_ name: String) -> CauseCode? { all.first { $0.name == name } }
}

extension CauseCode {
    /// Every cause, by what it is about.
    public static let all: [CauseCode] = [
        "form-opaque", "type-id",
        "sig-nonce", "key-app", "key-stale", "key-fetch",
        "iss-version", "iss-tenant", "iss-cloud", "iss-b2c",
        "aud-blank", "aud-slash", "aud-spn", "aud-case", "aud-appuri", "aud-alias", "aud-door",
        "aud-graph", "aud-other",
        "time-clock", "time-expired", "time-soon",
        "perm-kind", "perm-near", "perm-none", "perm-stale", "perm-missing", "perm-dirrole",
        "perm-groups",
        "policy-open",
        "live-revoked", "live-licence", "live-foreign", "live-refused", "live-page",
        "grant-refused",
    ]
}
