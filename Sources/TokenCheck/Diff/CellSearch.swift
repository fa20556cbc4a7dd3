/// Looks for tokens that one cell accepts and another does not, by what they hold.
struct CellSearch {
    /// What a token holds.
    struct Held: Equatable {
        var permissions: [String]
        var directoryRoles: [String]
    }

    /// In what a cell accepts more, with a token that shows it; nil: it could not be ruled out.
    struct Difference: Equatable {
        let aspect: ManifestChange.Aspect
        let held: Held?
    }

    /// Sets over no more names are all tried, where nothing quicker decides.
    static let mostNames = 12

    private var known: [(old: AcceptanceCell, new: AcceptanceCell, differences: [Difference])] = []

    /// What a token may hold that the cell accepts; nil: there is none.
    func accepted(by cell: AcceptanceCell) -> ExampleToken? {
        guard let held = Self.held(by: cell) else { return nil }
        var example = ExampleToken(cloud: .public, audience: "", kind: cell.kind)
        example.permissions = held.permissions
        example.directoryRoles = held.directoryRoles
        return example
    }

    /// In what the new cell accepts more than the old.
    mutating func differences(from old: AcceptanceCell, to new: AcceptanceCell) -> [Difference] {
        guard old != new, let base = Self.held(by: new) else { return [] }
        if let found = known.first(where: { $0.old == old && $0.new == new }) {
            return found.differences
        }
        let pair = CellPair(old: old, new: new, base: base)
        let differences = pair.roleDifferences + pair.permissionDifferences
        known.append((old, new, differences))
        return differences
    }

    private static func held(by cell: AcceptanceCell) -> Held? {
        let roles = NeedFalsifier(meeting: cell.roleNeeds, notAllOf: []) { _ in true }
        let permissions = NeedFalsifier(meeting: cell.needs, notAllOf: [], where: cell.permits)
        guard let names = permissions.smallestMeeting() else { return nil }
        // What goes as excess is needed by nothing that was possible, so that the rest is accepted.
        return Held(
            permissions: cell.withoutExcess(names), directoryRoles: roles.smallestMeeting() ?? [])
    }
}

/// Two cells of one audience and kind, of which the new one accepts something.
private struct CellPair {
    let old: AcceptanceCell
    let new: AcceptanceCell
    /// What a token may hold that the new one accepts.
    let base: CellSearch.Held

    /// Whether users pass without directory roles that they needed.
    var roleDifferences: [CellSearch.Difference] {
        var search = NeedFalsifier(meeting: new.roleNeeds, notAllOf: old.roleNeeds) { _ in true }
        switch search.search() {
        case .none: return []
        case .unknown: return [.init(aspect: .directoryRoles, held: nil)]
        case .found(let roles):
            var held = base
            held.directoryRoles = roles
            return [.init(aspect: .directoryRoles, held: held)]
        }
    }

    var permissionDifferences: [CellSearch.Difference] {
        var search = NeedFalsifier(meeting: new.needs, notAllOf: old.needs, where: new.permits)
        let outcome = search.search()
        var differences: [CellSearch.Difference] = []
        func add(_ aspect: ManifestChange.Aspect, _ names: [String]?) {
            guard !differences.contains(where: { $0.aspect == aspect }) else { return }
            differences.append(.init(aspect: aspect, held: names.map(held)))
        }
        let unnamed = unnamedDifferences
        for (aspect, names) in unnamed.found { add(aspect, names) }
        switch outcome {
        case .none: break
        case .unknown: add(.permissions, nil)
        case .found(let names):
            if let names = proof([new.withoutExcess(names), names]) {
                add(.permissions, names)
            } else if new.excess == nil {
                add(.permissions, nil)
            }
        }
        if isDecided(byNeeds: outcome) {
            if let unsure = unnamed.unsure { add(unsure, nil) }
            return differences
        }
        let names = self.names
        guard names.count <= CellSearch.mostNames else {
            // Far too many sets: what is tried may prove a difference, and nothing proves that there is none.
            let all = names.filter(new.permits)
            let tried = [all] + all.map { name in all.filter { $0 != name } }
            if let found = proof(tried.map(new.withoutExcess)) {
                add(aspect(of: found), found)
            } else if differences.isEmpty {
                add(.excess, nil)
            }
            return differences
        }
        for set in Subsets(of: names) where proof([set]) != nil { add(aspect(of: set), set) }
        if let unsure = unnamed.unsure { add(unsure, nil) }
        return differences
    }

    /// Whether no set over the names can differ but by the needs, which are decided.
    private func isDecided(byNeeds outcome: NeedFalsifier.Outcome) -> Bool {
        if let excess = new.excess {
            guard case .none = outcome else { return false }
            return Self.isCovered(old.forbidden, by: new.forbidden)
                && (old.excess.map {
                    $0.needs == excess.needs && Self.isCovered(excess.allowed, by: $0.allowed)
                } ?? true)
        }
        // Without an excess to reject, the largest sets decide: only an old excess may reject named permissions.
        return old.excess == nil || unnamedDifferences.found.contains { $0.aspect == .excess }
    }

    /// Differences by a permission that no operation names.
    private var unnamedDifferences:
        (found: [(aspect: ManifestChange.Aspect, names: [String])], unsure: ManifestChange.Aspect?)
    {
        let forbidsLess = !Self.isCovered(old.forbidden, by: new.forbidden)
        let allowsMore =
            new.excess.map { new in
                old.excess.map { !Self.isCovered(new.allowed, by: $0.allowed) } ?? false
            } ?? (old.excess != nil)
        guard forbidsLess || allowsMore else { return ([], nil) }
        let signIn = ExcessRule.signInScopes.map(PermissionPattern.init)
        let named = names.filter { ManifestText.isPermission($0) }.map(PermissionPattern.init)
        let classes = PatternClasses([
            old.forbidden, new.forbidden, (old.excess?.allowed ?? []) + signIn,
            (new.excess?.allowed ?? []) + signIn, named,
        ])
        guard let all = classes.all else { return ([], forbidsLess ? .forbidden : .excess) }
        var found: [(aspect: ManifestChange.Aspect, names: [String])] = []
        for one in all.map({ ($0.isMatched, $0.name) }) + [longName] {
            let (isMatched, name) = one
            // With an excess to reject only what is allowed can be there unneeded.
            guard !isMatched[1], new.excess == nil || isMatched[3] else { continue }
            let names = base.permissions.filter { $0 != name } + [name]
            guard proof([names]) != nil else { continue }
            let aspect = aspect(of: names)
            if !found.contains(where: { $0.aspect == aspect }) { found.append((aspect, names)) }
        }
        return (found, nil)
    }

    /// A name that is too long for any pattern.
    private var longName: ([Bool], String) {
        let name = String(repeating: "x", count: ManifestText.maximumPermissionBytes + 1)
        return ([!old.forbidden.isEmpty, !new.forbidden.isEmpty, false, false, false], name)
    }

    /// Every name that an operation for the audience names.
    private var names: [String] {
        var seen: Set<[UInt8]> = []
        let needs = new.needs + old.needs + (new.excess?.needs ?? []) + (old.excess?.needs ?? [])
        return needs.flatMap(\.names).filter { seen.insert(Array($0.utf8)).inserted }
    }

    private func held(_ names: [String]) -> CellSearch.Held {
        var held = base
        held.permissions = names
        return held
    }

    /// The first of the sets that the new cell accepts and the old one does not.
    private func proof(_ sets: [[String]]) -> [String]? {
        sets.first { new.accepts($0) && !old.accepts($0) }
    }

    /// Why the old cell rejects a set.
    private func aspect(of names: [String]) -> ManifestChange.Aspect {
        let held = Set(names)
        if !old.needs.allSatisfy({ $0.isMet(by: held.contains) }) { return .permissions }
        return names.allSatisfy(old.permits) ? .excess : .forbidden
    }

    /// Whether each pattern is among others, and so nothing is matched by them that the others do not match.
    private static func isCovered(_ patterns: [PermissionPattern], by others: [PermissionPattern])
        -> Bool
    {
        let texts = Set(others.map(\.text))
        return patterns.allSatisfy { texts.contains($0.text) }
    }
}

/// Every set of some names, the smallest first among those of the same names.
private struct Subsets: Sequence, IteratorProtocol {
    private let names: [String]
    private var bits = 0

    init(of names: [String]) { self.names = names }

    mutating func next() -> [String]? {
        guard bits < 1 << names.count else { return nil }
        defer { bits += 1 }
        return names.indices.filter { bits & 1 << $0 != 0 }.map { names[$0] }
    }
}
