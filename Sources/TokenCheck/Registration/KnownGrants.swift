/// What exports tell of one client.
struct KnownGrants {
    private let granted: [NamedPermission]
    private let requested: [NamedPermission]?
    private let export: EntraExport
    private let principal: String?

    init(_ export: EntraExport, principal: String?) {
        self.export = export
        self.principal = principal
        // Two resources may offer scopes of one name: a guess would be a promise.
        granted = export.granted(to: principal, guessing: .never)
        let lists = export.applications.filter { $0.requested != nil }
        requested = lists.isEmpty ? nil : lists.flatMap(EntraExport.permissions)
    }

    /// What a token will hold: what everybody has consented to, each once.
    func held(_ resource: Resource, _ kind: TokenKind) -> [String] {
        var names: [String] = []
        for permission in granted
        where permission.resource == resource && permission.kind == kind && permission.userID == nil
        {
            guard let name = permission.name, !names.contains(name) else { continue }
            names.append(name)
        }
        return names
    }

    /// Whether some export lists what is granted to a kind of token of this client.
    ///
    /// A list of what others have may be one that this client is in, or not.
    private func isTold(_ kind: TokenKind) -> Bool {
        func isMeant(_ id: String?) -> Bool { principal == nil || id == nil || id == principal }
        return kind == .application
            ? export.assignments.contains { $0.isForClient && isMeant($0.principalID) }
                || export.emptyLists.contains(.assignments)
            : export.grants.contains { isMeant($0.clientID) }
                || export.emptyLists.contains(.grants)
    }

    func status(of operation: Operation, _ kind: TokenKind) -> GrantForecast.Status {
        guard let need = operation.need(of: kind) else { return .notServed }
        guard let resource = operation.resource else { return .unsure(.audience) }
        let held = held(resource, kind)
        guard !need.isMet(by: held.contains) else {
            let asksRole = kind == .delegated && operation.directoryRoles != nil
            return asksRole ? .unsure(.directoryRole) : .possible
        }
        let names = need.fewestMissing(held.contains)
        if export.isPartial { return .unsure(.partial) }
        if kind == .delegated, granted.contains(where: { isUnplaced($0, among: names) }) {
            return .unsure(.resourceUnknown)
        }
        guard isTold(kind) else {
            let reasons = names.map { reason($0, operation, resource, kind) }
            let other = kind == .application ? TokenKind.delegated : .application
            if reasons.contains(.otherKind(other)) { return .unsure(.onlyOtherKind) }
            return .unsure(reasons.allSatisfy { $0 == .notConsented } ? .onlyRequested : .noExport)
        }
        return .missing(names.map { Self.missing($0, reason($0, operation, resource, kind)) })
    }

    private static func missing(_ name: String, _ reason: GrantForecast.Reason)
        -> GrantForecast.Missing
    {
        GrantForecast.Missing(permission: name, reason: reason)
    }

    /// Whether a scope that is missing is consented to of a resource that nothing names.
    private func isUnplaced(_ permission: NamedPermission, among names: [String]) -> Bool {
        permission.kind == .delegated && permission.resource == nil
            && GUID.isCanonical(permission.resourceLabel) && permission.userID == nil
            && names.contains { $0 == permission.name }
            && !export.servicePrincipals.contains { $0.objectID == permission.resourceLabel }
    }

    private func reason(
        _ name: String, _ operation: Operation, _ resource: Resource, _ kind: TokenKind
    ) -> GrantForecast.Reason {
        func isThis(_ permission: NamedPermission) -> Bool {
            permission.resource == resource && permission.kind == kind && permission.name == name
        }
        if granted.contains(where: { isThis($0) && $0.userID != nil }) { return .oneUserOnly }
        let other = kind == .application ? TokenKind.delegated : .application
        let held = held(resource, other)
        if operation.need(of: other)?.isMet(by: held.contains)
            ?? (other == .delegated && held.contains(Self.scope(name)) || held.contains(name))
        {
            return .otherKind(other)
        }
        if let elsewhere = granted.first(where: { $0.name == name && $0.resource != resource }) {
            return .otherResource(elsewhere.resourceLabel)
        }
        if let requested, requested.contains(where: isThis) { return .notConsented }
        let own = granted.contains { $0.resource == resource && $0.kind == kind }
        if !own, let other = granted.first(where: { $0.kind == kind && $0.resource != nil }) {
            return .onlyOtherResource(other.resourceLabel)
        }
        return requested == nil ? .notGranted : .notRequested
    }

    /// The delegated name of a permission that applications have with `.All` behind it.
    private static func scope(_ name: String) -> String {
        name.hasSuffix(".All") ? String(name.dropLast(4)) : name
    }
}

extension Need {
    /// The fewest names that are missing; of ways that miss as many the first.
    fileprivate func fewestMissing(_ isHeld: (String) -> Bool) -> [String] {
        switch self {
        case .permission(let name): return isHeld(name) ? [] : [name]
        case .any(let needs):
            let ways = needs.map { $0.fewestMissing(isHeld) }
            return ways.min { $0.count < $1.count } ?? []
        case .all(let needs):
            var names: [String] = []
            for name in needs.flatMap({ $0.fewestMissing(isHeld) }) where !names.contains(name) {
                names.append(name)
            }
            return names
        }
    }
}
