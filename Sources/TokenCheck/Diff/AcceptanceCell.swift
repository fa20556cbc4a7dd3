/// What a policy asks of the permissions of tokens for one audience and of one kind.
///
/// All other bounds are independent of the permissions, so that a policy accepts a token exactly if its bounds do and
/// the cell of its audience and kind does.
struct AcceptanceCell: Equatable {
    let kind: TokenKind
    /// What must be held: each of these.
    let needs: [Need]
    /// The directory roles that the user must have: each of these.
    let roleNeeds: [Need]
    /// What must not be held.
    let forbidden: [PermissionPattern]
    /// What decides the excess, if that rejects: what every operation for the audience needs, in the order of the file.
    let excess: Excess?

    struct Excess: Equatable {
        let needs: [Need]
        let allowed: [PermissionPattern]
    }

    /// Reads the cell; nil: no token of this audience and kind is accepted.
    init?(_ policy: Policy, audience: String, kind: TokenKind) {
        func isIn(_ names: [String]) -> Bool {
            names.contains { $0.utf8.elementsEqual(audience.utf8) }
        }
        func opens(_ operation: Operation) -> Bool {
            guard let audiences = operation.audiences,
                let names = AudienceNames(audiences, cloud: policy.cloud)
            else { return true }
            return isIn(names.all)
        }
        guard policy.kinds?.contains(kind) ?? true else { return nil }
        if let accepted = policy.acceptedAudiences, !isIn(accepted.all) { return nil }
        var needs: [Need] = []
        var roleNeeds: [Need] = []
        for operation in policy.operations {
            guard opens(operation) else {
                if operation.isNamed { return nil }
                continue
            }
            guard let need = operation.need(of: kind) else { return nil }
            needs.append(need)
            if kind == .delegated, let roles = operation.directoryRoles { roleNeeds.append(roles) }
        }
        guard !needs.isEmpty else { return nil }
        self.kind = kind
        self.needs = needs
        self.roleNeeds = roleNeeds
        forbidden = policy.forbidden.patterns(of: kind)
        if let rule = policy.excess, rule.level == .fail {
            let all = (policy.operations + policy.otherOperations).sorted { $0.place < $1.place }
            excess = Excess(
                needs: all.filter(opens).compactMap { $0.need(of: kind) }, allowed: rule.allowed)
        } else {
            excess = nil
        }
    }

    /// Whether a name may be held at all.
    func permits(_ name: String) -> Bool {
        forbidden.isEmpty
            || name.utf8.count <= ManifestText.maximumPermissionBytes
                && !forbidden.contains { $0.matches(name) }
    }

    /// Whether a token that holds exactly these is accepted.
    func accepts(_ names: [String]) -> Bool {
        let held = Set(names)
        return needs.allSatisfy { $0.isMet(by: held.contains) } && names.allSatisfy(permits)
            && excessIsFine(names)
    }

    private func excessIsFine(_ names: [String]) -> Bool {
        guard let excess else { return true }
        return ExcessSearch(names: names, needs: excess.needs, rule: excess.rule).excess.isEmpty
    }

    /// The names that stay if what nobody needs goes.
    func withoutExcess(_ names: [String]) -> [String] {
        guard let excess else { return names }
        return ExcessSearch(names: names, needs: excess.needs, rule: excess.rule).smaller
    }
}

extension AcceptanceCell.Excess {
    var rule: ExcessRule {
        var rule = ExcessRule()
        rule.level = .fail
        rule.allowed = allowed
        return rule
    }
}

/// Audiences that two policies treat alike.
enum AudienceClass {
    /// One audience of each class, the one to ask for first; among them one that no operation names.
    static func all(of manifests: [Manifest], in cloud: Cloud) -> [String] {
        var kinds: [Policy.Audiences] = []
        for case let audiences? in manifests.flatMap(\.operations).map(\.audiences)
        where !kinds.contains(audiences) {
            kinds.append(audiences)
        }
        let groups = kinds.compactMap { AudienceNames($0, cloud: cloud)?.all }
        let names = groups.flatMap(\.self)
        var other = "api://any-other-audience"
        while names.contains(other) { other += "-" }
        var seen: Set<[Bool]> = []
        let sets = groups.map(Set.init)
        return (names + [other]).filter { name in
            seen.insert(sets.map { $0.contains(name) }).inserted
        }
    }
}
