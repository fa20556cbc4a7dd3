/// Looks for permissions that a token could lose without losing an operation.
///
/// Starting from what is held, one permission after the other is dropped if every operation that held still holds.
/// Dropped first is what nobody names; then what stands last in the innermost `any` that names it, and among equals
/// what is named later. The outcome is one concrete smaller set, the same for any order of the claims.
struct ExcessSearch {
    /// What could go and is not allowed to be there, in the token's order.
    private(set) var excess: [String] = []
    /// What the token should hold instead.
    private(set) var smaller: [String] = []

    init(_ evidence: Evidence, rule: ExcessRule) {
        var held: [Held] = []
        var seen: Set<[UInt8]> = []
        let table = evidence.rules.operations.permissions
        HeldPermissions(evidence).forEachName { name in
            guard seen.insert(Array(name)).inserted else { return }
            held.append(
                Held(
                    name: String(decoding: name, as: UTF8.self), number: table.number(of: name)))
        }
        judge(
            &held, set: evidence.permissions.held, needs: Self.needs(evidence), in: table,
            rule: rule)
    }

    /// Judges names that no token need hold, by needs in the order of the file.
    init(names: [String], needs: [Need], rule: ExcessRule) {
        var table = PermissionRules(naming: needs)
        let starts = needs.map { table.add($0) }
        var set = PermissionSet()
        var held = names.map { name in
            Held(name: name, number: table.number(of: Array(name.utf8)[...]))
        }
        for case let number? in held.map(\.number) { set.insert(number) }
        judge(&held, set: set, needs: starts, in: table, rule: rule)
    }

    private mutating func judge(
        _ held: inout [Held], set: PermissionSet, needs: [Int], in table: PermissionRules,
        rule: ExcessRule
    ) {
        Self.rank(&held, set: set, needs: needs, in: table)
        let dispensable = Self.dispensable(held, needs: needs, in: table)
        for (place, permission) in held.enumerated() {
            if dispensable.contains(place), !rule.allows(permission.name) {
                excess.append(permission.name)
            } else {
                smaller.append(permission.name)
            }
        }
    }

    /// Whether one look tells that nothing can go: each permission alone is one that some operation would miss.
    static func isEvidentlyMinimal(_ evidence: Evidence) -> Bool {
        // For more than a few the search itself is quicker, which looks up who names what.
        guard !evidence.permissions.holdsUnnamed, evidence.permissions.held.count <= 16
        else { return false }
        let rules = evidence.rules.operations
        let kind = evidence.kind.kind
        var rest = evidence.permissions.held
        for number in evidence.permissions.held {
            rest.remove(number)
            let isMissed = rules.all.contains { rule in
                guard let need = rule.need(of: kind) else { return false }
                return !rules.permissions.isMet(need, by: rest)
                    && rules.permissions.isMet(need, by: evidence.permissions.held)
                    && evidence.permissions.opens(rule)
            }
            guard isMissed else { return false }
            rest.insert(number)
        }
        return true
    }

    private struct Held {
        let name: String
        /// Its number, if anybody names it.
        let number: Int?
        /// Where it stands in the innermost `any`, at its best; nil: no operation for this audience names it.
        var preference: Int?
        /// Where it is first named.
        var mention = 0
    }

    /// The needs of every operation for the token's audience, selected or not, in the order of the file.
    private static func needs(_ evidence: Evidence) -> [Int] {
        evidence.rules.operations.all
            .filter(evidence.permissions.opens)
            .compactMap { $0.need(of: evidence.kind.kind) }
    }

    private static func rank(
        _ held: inout [Held], set: PermissionSet, needs: [Int], in table: PermissionRules
    ) {
        let places = Self.places(held)
        for need in needs {
            for place in need..<table.entries[need].end {
                let entry = table.entries[place]
                guard entry.kind == .permission, set.contains(entry.permission),
                    let index = places[entry.permission]
                else { continue }
                if let known = held[index].preference {
                    held[index].preference = min(known, entry.preference)
                } else {
                    held[index].preference = entry.preference
                    held[index].mention = place
                }
            }
        }
    }

    /// For each number the place among what is held.
    private static func places(_ held: [Held]) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for (place, permission) in held.enumerated() {
            if let number = permission.number { places[number] = place }
        }
        return places
    }

    /// The places of the permissions that can go.
    private static func dispensable(_ held: [Held], needs: [Int], in table: PermissionRules)
        -> Set<Int>
    {
        var dropped = Set(held.indices.filter { held[$0].preference == nil })
        var rest = PermissionSet()
        for permission in held { if let number = permission.number { rest.insert(number) } }
        // Only the needs that name a permission can miss it.
        var satisfied: [Int: [Int]] = [:]
        for need in needs where table.isMet(need, by: rest) {
            for entry in table.entries[need..<table.entries[need].end]
            where entry.kind == .permission && satisfied[entry.permission]?.last != need {
                satisfied[entry.permission, default: []].append(need)
            }
        }
        let order = held.indices.filter { held[$0].preference != nil }.sorted { left, right in
            let (left, right) = (held[left], held[right])
            return left.preference == right.preference
                ? left.mention > right.mention
                : (left.preference ?? 0) > (right.preference ?? 0)
        }
        for place in order {
            guard let number = held[place].number else { continue }
            rest.remove(number)
            if satisfied[number, default: []].allSatisfy({ table.isMet($0, by: rest) }) {
                dropped.insert(place)
            } else {
                rest.insert(number)
            }
        }
        return dropped
    }
}
