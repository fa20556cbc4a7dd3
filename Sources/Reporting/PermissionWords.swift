internal import TokenCheck

/// The words for what a manifest says of permissions.
enum PermissionWords {
    /// Names in quotes; of none that there is nothing.
    static func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.map { Escaping.quoted($0) }.joined(separator: ", ")
    }

    /// Which directory roles are needed and held; ids that are known appear by name.
    static func roles(_ need: Need, held: [String]) -> [String] {
        let needs = "needs the directory role " + Messages.words(named(need))
        guard !held.isEmpty else {
            return [needs, "wids names none; the claim is optional, absent is not unassigned"]
        }
        return [needs, "wids has \(list(held.map(roleName)))"]
    }

    /// An operation for which the token would have to be another one.
    static func otherResource(expected: [String], actual: Fact) -> [String] {
        let names = expected.first.map { Escaping.quoted($0) } ?? "another audience"
        let actual =
            switch actual {
            case .text(let text): Escaping.quoted(text)
            case .texts(let texts): list(texts)
            case .integer, .need: "nothing"
            }
        return ["needs a token for \(names),", "this one is for \(actual)"]
    }

    /// What could go, and what would remain.
    static func excess(smaller: [String], excess: [String]) -> [String] {
        ["not needed: \(list(excess))", "enough:     \(list(smaller))"]
    }

    /// A need with the names of directory roles instead of their ids.
    static func named(_ need: Need) -> Need {
        switch need {
        case .permission(let id): .permission(roleName(id))
        case .any(let needs): .any(needs.map(named))
        case .all(let needs): .all(needs.map(named))
        }
    }

    private static func roleName(_ id: String) -> String { DirectoryRole.withID(id)?.name ?? id }
}

extension [String] {
    /// The lines with something in front of the first.
    func prefixed(_ text: String) -> [String] {
        guard let first else { return self }
        return [text + first] + dropFirst()
    }
}
