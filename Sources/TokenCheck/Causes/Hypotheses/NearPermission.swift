/// A permission that is held and whose name is nearly the one that is needed.
struct NearPermission {
    let wanted: String
    let held: String
    /// Whether the held name is one of the other kind of token.
    let isOtherKind: Bool

    /// How many pairs of names are compared; a token with more is no slip of the pen, and its search must end.
    static let mostComparisons = 1024

    /// The first needed name for which something nearly alike is held.
    ///
    /// What the API itself offers to this kind of token under the held name is another permission, not a misspelt one.
    /// `comparisons` is how many pairs may still be compared; names whose lengths differ too much are no pair.
    static func nearest(
        to needed: [String], among held: [String], kind: TokenKind, resource: Resource?,
        comparisons: inout Int
    ) -> NearPermission? {
        for wanted in needed {
            for name in held where mayBeNear(wanted, name) {
                guard comparisons > 0 else { return nil }
                comparisons -= 1
                guard !needed.contains(name) else { continue }
                let isOffered = resource.map { offers(name, to: kind, by: $0) } ?? false
                guard
                    isSameThing(wanted, name)
                        || !isOffered && NearestName.nearest(to: wanted, among: [name]) != nil
                else { continue }
                let other: TokenKind = kind == .application ? .delegated : .application
                return NearPermission(
                    wanted: wanted, held: name,
                    isOtherKind: !isOffered
                        && (resource.map { offers(name, to: other, by: $0) } ?? false))
            }
        }
        return nil
    }

    /// A quarter of the name may differ, or `.All` and an s.
    private static func mayBeNear(_ wanted: String, _ held: String) -> Bool {
        abs(wanted.utf8.count - held.utf8.count) <= max(5, wanted.utf8.count / 4)
    }

    private static func offers(_ name: String, to kind: TokenKind, by resource: Resource)
        -> Bool
    {
        Permission.named(name, kind: kind, in: resource) != nil
    }

    /// Whether two names differ only in `.All`, a plural or the case of letters.
    private static func isSameThing(_ left: String, _ right: String) -> Bool {
        left != right && folded(left) == folded(right)
    }

    private static func folded(_ name: String) -> [String] {
        var parts = name.lowercased().split(separator: ".").map(String.init)
        if parts.count > 1, parts.last == "all" { parts.removeLast() }
        if let first = parts.first, first.hasSuffix("s") { parts[0] = String(first.dropLast()) }
        return parts
    }
}
