extension Manifest {
    /// What is accepted when both a policy and this manifest must hold; never more than the policy accepts.
    ///
    /// Tenants, audiences, callers, kinds and versions are those in both, the shorter life and the longer rest count.
    /// The manifest turns no check off.
    /// - Parameters:
    ///   - policy: What is expected by those who do not edit the manifest.
    ///   - names: The operations that must hold; none: all of the manifest that are for the token's audience.
    /// - Returns: The narrower policy.
    /// - Throws: ``NarrowingDefect`` when nothing is left, or an operation is not there.
    public func narrowing(_ policy: Policy, selecting names: [String] = [])
        throws(NarrowingDefect) -> Policy
    {
        for name in names where operation(named: name) == nil {
            throw .operationUnknown(name, known: operations.compactMap(\.name))
        }
        if let cloud = bounds.cloud, cloud != policy.cloud {
            throw .cloudDiffers(manifest: cloud, policy: policy.cloud)
        }
        var narrowed = policy
        try narrowIssuers(&narrowed)
        try narrowCallers(&narrowed)
        try narrowLifetime(&narrowed)
        try narrowOperations(&narrowed, selecting: names)
        narrowed.forbidden.application += forbidden.application
        narrowed.forbidden.delegated += forbidden.delegated
        narrowed.excess = excess
        return narrowed
    }

    private func narrowIssuers(_ policy: inout Policy) throws(NarrowingDefect) {
        if let versions = bounds.versions {
            policy.versions = policy.versions.filter(versions.contains)
            if policy.versions.isEmpty { throw .versionsDisjoint }
        }
        guard let tenants = bounds.tenants else { return }
        switch policy.tenants {
        case .any: policy.tenants = .only(tenants)
        case .only(let expected): policy.tenants = .only(expected.filter(tenants.contains))
        }
        // An issuer that is not Entra ID's has no tenant, so that none of its tokens can be of a listed one.
        policy.issuers = policy.issuers.filter { issuer in
            EntraIssuer(issuer).map { tenants.contains($0.tenant) } ?? false
        }
        if policy.expectsNoIssuer { throw .tenantsDisjoint }
    }

    private func narrowCallers(_ policy: inout Policy) throws(NarrowingDefect) {
        if let clients = bounds.clients {
            policy.clients =
                policy.clients.isEmpty ? clients : policy.clients.filter(clients.contains)
            if policy.clients.isEmpty { throw .clientsDisjoint }
        }
        if let kinds = bounds.kinds {
            let both = policy.kinds?.filter(kinds.contains) ?? kinds
            if both.isEmpty { throw .kindsDisjoint }
            policy.kinds = both
        }
    }

    private func narrowLifetime(_ policy: inout Policy) throws(NarrowingDefect) {
        policy.maximumLifetimeSeconds =
            [policy.maximumLifetimeSeconds, bounds.maximumLifetimeSeconds].compactMap(\.self).min()
        policy.minimumRemainingSeconds =
            [policy.minimumRemainingSeconds, bounds.minimumRemainingSeconds].compactMap(\.self)
            .max()
        if let maximum = policy.maximumLifetimeSeconds,
            let remaining = policy.minimumRemainingSeconds, maximum < remaining
        {
            throw .lifetimeImpossible(maximumSeconds: maximum, remainingSeconds: remaining)
        }
    }

    private func narrowOperations(_ policy: inout Policy, selecting names: [String])
        throws(NarrowingDefect)
    {
        func isNamed(_ operation: Operation) -> Bool {
            names.contains { name in
                operation.name.map { $0.utf8.elementsEqual(name.utf8) } ?? false
            }
        }
        let selected = operations.filter { names.isEmpty || isNamed($0) }.map { operation in
            var operation = operation
            operation.isNamed = !names.isEmpty
            return operation
        }
        for case .resource(let resource) in selected.compactMap(\.audiences)
        where resource.canonicalAudience(in: policy.cloud) == nil {
            throw .resourceNotInCloud(resource.name, policy.cloud)
        }
        policy.operations = selected + policy.operations
        policy.otherOperations += operations.filter { !names.isEmpty && !isNamed($0) }
        if policy.expectsNoAudience { throw .audienceMissing }
        if let accepted = policy.acceptedAudiences, accepted.isEmpty { throw .audiencesDisjoint }
    }
}
