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
