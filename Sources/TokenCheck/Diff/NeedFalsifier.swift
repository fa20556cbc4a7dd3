/// Looks for a set of permissions that meets some needs and not others.
///
/// Needs are monotone: a set that fails a need lacks every permission of some smallest group, and the largest set without
/// that group meets whatever any set without it meets. So it is enough to try the groups, and to leave off a group as
/// soon as the needs that must be met are not. Exact within its budget.
struct NeedFalsifier {
    /// What a search gives.
    enum Outcome: Equatable {
        /// There is no such set.
        case none
        /// This is one, as small as it gets.
        case found([String])
        /// The budget is spent.
        case unknown
    }

    private var table: PermissionRules
    private let wanted: [Int]
    private let available: PermissionSet
    private var steps = 0
    /// So many needs are looked at; manifests of people take some dozens.
    private static let mostSteps = 100_000

    /// Prepares a search.
    /// - Parameters:
    ///   - wanted: The needs that must be met.
    ///   - others: The needs of which one must not be met.
    ///   - isAllowed: Whether a permission may be in the set.
    init(meeting wanted: [Need], notAllOf others: [Need], where isAllowed: (String) -> Bool) {
        var table = PermissionRules(naming: wanted + others)
        self.wanted = wanted.map { table.add($0) }
        var available = PermissionSet()
        for (number, name) in table.names.enumerated()
        where isAllowed(String(decoding: name, as: UTF8.self)) {
            available.insert(number)
        }
        self.available = available
        self.table = table
        self.others = others
    }

    private let others: [Need]

    /// The largest allowed set cut down to what the wanted needs take; nil: they cannot be met.
    func smallestMeeting() -> [String]? {
        meets(available) ? reduced(available) : nil
    }

    /// Searches.
    mutating func search() -> Outcome {
        guard meets(available) else { return .none }
        var isUnknown = false
        for need in others {
            switch falsify([need], within: available) {
            case .none: continue
            case .found(let names): return .found(names)
            case .unknown: isUnknown = true
            }
        }
        return isUnknown ? .unknown : .none
    }

    private mutating func falsify(_ needs: [Need], within set: PermissionSet) -> Outcome {
        var set = set
        var pending = needs
        var choices: [[Need]] = []
        while let need = pending.popLast() {
            steps += 1
            guard steps < Self.mostSteps else { return .unknown }
            switch need {
            case .permission(let name):
                if let number = table.number(of: Array(name.utf8)[...]) { set.remove(number) }
            case .any(let members): pending += members
            case .all(let members): choices.append(members)
            }
        }
        guard meets(set) else { return .none }
        guard let members = choices.popLast() else { return .found(reduced(set)) }
        // The other choices must be made, too.
        let rest = choices.map(Need.all)
        var isUnknown = false
        for member in members {
            switch falsify(rest + [member], within: set) {
            case .none: continue
            case .found(let names): return .found(names)
            case .unknown: isUnknown = true
            }
            if steps >= Self.mostSteps { return .unknown }
        }
        return isUnknown ? .unknown : .none
    }

    private func meets(_ set: PermissionSet) -> Bool {
        wanted.allSatisfy { table.isMet($0, by: set) }
    }

    /// The set without everything that the wanted needs can spare, the last named first.
    private func reduced(_ set: PermissionSet) -> [String] {
        var set = set
        for number in Array(set).reversed() {
            set.remove(number)
            if !meets(set) { set.insert(number) }
        }
        return set.map { String(decoding: table.names[$0], as: UTF8.self) }
    }
}
