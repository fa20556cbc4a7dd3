internal import StrictJSON

// The token does not grant what is needed.
extension Hypothesis {
    static let permissions = [otherKind, nearly, nothing, kept, missing, directoryRole]

    /// An application's token where a user's is needed, or the other way round.
    private static let otherKind = Hypothesis(
        code: "perm-kind", explains: ["kind-accepted", "permissions-held"]
    ) { file in
        let kind = file.report.kind
        guard kind != .unknown else { return nil }
        let operation = file.failures.first {
            if case .kindNotServed? = $0.detail { true } else { false }
        }
        guard case .kind(let expected, _)? = file.failure(of: "kind-accepted")?.detail else {
            guard let operation else { return nil }
            let other: TokenKind = kind == .application ? .delegated : .application
            return Suspicion(
                .kind(expected: [other], actual: kind, operation: operation.operation),
                trial: file.serving(kind))
        }
        return Suspicion(
            .kind(expected: expected, actual: kind, operation: nil), trial: file.serving(kind))
    }

    /// A name that is nearly right cannot be proved to be meant.
    private static let nearly = Hypothesis(code: "perm-near", explains: ["permissions-held"]) {
        file in
        let items = file.shortages.filter { $0.nearly != nil }
        guard !items.isEmpty else { return nil }
        return Suspicion(
            .permissions(file.shortage(items)), trial: file.granting(items), .strong)
    }

    private static let nothing = Hypothesis(code: "perm-none", explains: ["permissions-held"]) {
        file in
        guard file.held.isEmpty, !file.shortages.isEmpty, !file.wasKept else { return nil }
        return Suspicion(
            .permissions(file.shortage(file.shortages)), trial: file.granting(file.shortages),
            .strong)
    }

    /// Managed identities get the same token for a day, whatever is granted meanwhile.
    private static let kept = Hypothesis(code: "perm-stale", explains: ["permissions-held"]) {
        file in
        let items = file.shortages.filter { $0.nearly == nil }
        guard file.wasKept, !items.isEmpty, let issued = file.report.times.issuedAt?.floor,
            let expiry = file.report.times.expiresAt?.floor
        else { return nil }
        let isManaged = file.payload?["xms_mirid"] != nil
        return Suspicion(
            .keptToken(
                file.shortage(items), isManagedIdentity: isManaged, issuedAt: issued,
                expiresAt: expiry, ageSeconds: file.now &- issued),
            trial: file.granting(items), isManaged ? .strong : .hint)
    }

    private static let missing = Hypothesis(code: "perm-missing", explains: ["permissions-held"]) {
        file in
        let items = file.shortages.filter { $0.nearly == nil }
        guard !items.isEmpty, !file.wasKept else { return nil }
        return Suspicion(
            .permissions(file.shortage(items)), trial: file.granting(items), .strong)
    }

    private static let directoryRole = Hypothesis(
        code: "perm-dirrole", explains: ["directory-roles-held"]
    ) { file in
        guard
            case .permissions(_, let need, let held)? = file.failure(of: "directory-roles-held")?
                .detail
        else { return nil }
        let isShown = file.payload?["wids"] != nil
        return Suspicion(
            .directoryRoles(need: need, held: held, isShown: isShown),
            trial: file.assuming { assumptions in
                for place in assumptions.policy.operations.indices {
                    assumptions.policy.operations[place].directoryRoles = nil
                }
            }, isShown ? .strong : .hint)
    }
}

extension CaseFile {
    /// What each operation lacks.
    var shortages: [CauseFacts.Shortage.Item] {
        let held = held
        var comparisons = NearPermission.mostComparisons
        return failures.compactMap { finding in
            guard finding.code == "permissions-held",
                case .permissions(_, let need, _)? = finding.detail
            else { return nil }
            let missing = need.fewestMissing(from: held)
            let near = NearPermission.nearest(
                to: missing, among: held, kind: report.kind, resource: resource,
                comparisons: &comparisons)
            return CauseFacts.Shortage.Item(
                operation: finding.operation, need: need,
                missing: near.map { [$0.wanted] } ?? missing, nearly: near?.held,
                isOtherKind: near?.isOtherKind ?? false)
        }
    }

    func shortage(_ items: [CauseFacts.Shortage.Item]) -> CauseFacts.Shortage {
        CauseFacts.Shortage(
            kind: report.kind, held: held, client: client, resource: resource, items: items)
    }

    /// The same as if the token held what these operations need.
    fileprivate func granting(_ items: [CauseFacts.Shortage.Item]) -> Assumptions {
        let names = Set(items.map(\.operation))
        return assuming { assumptions in
            assumptions.policy.operations = assumptions.policy.operations.map {
                names.contains($0.name) ? $0.needingNothing() : $0
            }
        }
    }

    /// The same as if every operation served this kind of token.
    ///
    /// Where no token of this kind is accepted, it says nothing of the permissions that one of the other kind will hold.
    fileprivate func serving(_ kind: TokenKind) -> Assumptions {
        let isRefused = failure(of: "kind-accepted") != nil
        return assuming { assumptions in
            if let kinds = assumptions.policy.kinds, !kinds.contains(kind) {
                assumptions.policy.kinds = kinds + [kind]
            }
            assumptions.policy.operations = assumptions.policy.operations.map {
                isRefused || $0.need(of: kind) == nil ? $0.needingNothing() : $0
            }
        }
    }

    /// Whether the token comes from a store that keeps tokens for a day and was not issued just now.
    fileprivate var wasKept: Bool {
        guard report.kind == .application, let issued = report.times.issuedAt?.floor,
            let expiry = report.times.expiresAt?.floor, now &- issued >= 900
        else { return false }
        if payload?["xms_mirid"] != nil { return true }
        // A client that says it understands claims challenges gets long-lived tokens of its own.
        return expiry &- issued >= 72_000 && payload?["xms_cc"] == nil
    }
}

extension Operation {
    /// The same operation as if every token served it.
    func needingNothing() -> Operation {
        var operation = Operation(name: name, application: .all([]), delegated: .all([]))
        operation.about = about
        operation.request = request
        operation.audiences = audiences
        operation.fallback = fallback
        operation.place = place
        operation.isNamed = isNamed
        return operation
    }
}
