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

extension Need {
    /// One of these names, or the only one; nil for none.
    package init?(anyOf names: [String]) {
        guard let first = names.first else { return nil }
        self = names.count == 1 ? .permission(first) : .any(names.map(Need.permission))
    }

    /// All of these names, or the only one; nil for none.
    ///
    /// A list has no more than fifty members: more become lists in a list.
    package init?(allOf names: [String]) {
        guard let first = names.first else { return nil }
        guard names.count > 1 else {
            self = .permission(first)
            return
        }
        let groups = stride(from: 0, to: names.count, by: 50).map { start in
            Need.all(names[start..<min(start + 50, names.count)].map(Need.permission))
        }
        self = groups.count == 1 ? groups[0] : .all(groups)
    }
}
