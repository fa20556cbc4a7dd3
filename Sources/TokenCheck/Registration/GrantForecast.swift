/// What a token will carry, told from exports before there is a token, and which operations of a manifest that makes
/// possible.
public struct GrantForecast: Sendable {
    /// What is told of one operation and one kind of token.
    public enum Status: Sendable, Equatable {
        /// The token will hold what it needs.
        case possible
        /// It will not; for each permission of the way that is nearest, why.
        case missing([Missing])
        /// The manifest does not let this kind do it.
        case notServed
        /// The exports do not tell.
        case unsure(Doubt)
    }

    /// A permission that the token will not hold.
    public struct Missing: Sendable, Equatable {
        /// Its name.
        public let permission: String
        /// Why.
        public let reason: Reason
    }

    /// Why a token will not hold a permission.
    public enum Reason: Sendable, Equatable {
        /// The registration asks for it, and nobody has consented.
        case notConsented
        /// Only the other kind of token has what the operation needs.
        case otherKind(TokenKind)
        /// A permission of this name is granted, of another resource.
        case otherResource(String)
        /// Nothing of its resource is granted, and something of another.
        case onlyOtherResource(String)
        /// One user has consented, for nobody else.
        case oneUserOnly
        /// The registration does not ask for it.
        case notRequested
        /// It is not granted; no export says what is asked for.
        case notGranted
    }

    /// Why the exports do not tell.
    public enum Doubt: String, Sendable {
        /// No export lists what is granted to this kind of token.
        case noExport = "no-export"
        /// The same, and the registration asks for everything that is needed.
        case onlyRequested = "only-requested"
        /// The same, and the other kind of token will hold what it needs.
        case onlyOtherKind = "only-other-kind"
        /// The list goes on elsewhere.
        case partial
        /// Scopes are consented to of a resource that no export names.
        case resourceUnknown = "resource-unknown"
        /// The operation is for audiences that no export tells.
        case audience
        /// The operation needs a directory role, which users have.
        case directoryRole = "directory-role"
    }

    /// An operation for one kind of token.
    public struct Entry: Sendable, Equatable {
        /// The operation's name.
        public let operation: String
        /// The kind of token.
        public let kind: TokenKind
        /// What is told.
        public let status: Status
    }

    /// What a token for one resource will hold.
    public struct Token: Sendable, Equatable {
        /// The resource.
        public let resource: Resource
        /// The kind of token.
        public let kind: TokenKind
        /// What it will hold.
        public let permissions: [String]
        /// What of that the manifest forbids.
        public let forbidden: [String]
        /// What of that nobody needs.
        public let excess: [String]
    }

    /// Each operation that was asked for, for each kind that is considered.
    public let entries: [Entry]
    /// The tokens of the resources that those operations are for.
    public let tokens: [Token]
    /// The kinds that are considered.
    public let kinds: [TokenKind]
    /// Whether the manifest refuses the client that the exports name.
    public let isClientRefused: Bool
    /// How grave an excess is.
    public let excessLevel: ExcessRule.Level

    /// Forecasts.
    /// - Parameters:
    ///   - manifest: What is needed.
    ///   - operations: The operations of it that must be possible.
    ///   - kinds: The kinds of token that the job uses; nil: any that the manifest accepts.
    ///   - export: What is granted, and asked for.
    ///   - principal: The object id of the client's service principal; nil: whichever the export is about.
    public init(
        _ manifest: Manifest, operations: [Operation], kinds: [TokenKind]? = nil,
        export: EntraExport, principal: String? = nil
    ) {
        let accepted = manifest.bounds.kinds ?? [.application, .delegated]
        let kinds = kinds ?? accepted
        self.kinds = kinds
        excessLevel = manifest.excess.level
        let ids = Set(export.applications.compactMap(\.applicationID))
        isClientRefused =
            ids.count == 1
            && (manifest.bounds.clients.map { clients in ids.allSatisfy { !clients.contains($0) } }
                ?? false)
        let grants = KnownGrants(export, principal: principal)
        entries = operations.flatMap { operation in
            kinds.map { kind in
                Entry(
                    operation: operation.name ?? "", kind: kind,
                    status: accepted.contains(kind)
                        ? grants.status(of: operation, kind) : .notServed)
            }
        }
        var tokens: [Token] = []
        for resource in Resource.all where operations.contains(where: { $0.resource == resource }) {
            for kind in kinds {
                let held = grants.held(resource, kind)
                guard !held.isEmpty else { continue }
                let patterns = manifest.forbidden.patterns(of: kind)
                let needs = manifest.operations.filter { $0.resource == resource }
                    .compactMap { $0.need(of: kind) }
                tokens.append(
                    Token(
                        resource: resource, kind: kind, permissions: held,
                        forbidden: held.filter { name in patterns.contains { $0.matches(name) } },
                        excess: manifest.excess.level == .ignore
                            ? []
                            : ExcessSearch(names: held, needs: needs, rule: manifest.excess).excess)
                )
            }
        }
        self.tokens = tokens
    }

    /// How it will end.
    public enum Outcome: Sendable {
        /// Everything is possible for some kind of token.
        case accepted
        /// The manifest refuses the client.
        case clientRefused
        /// For each kind something is missing, forbidden or too much.
        case rejected
        /// Nothing is known to be missing, and the exports do not tell everything.
        case undecided
    }

    /// How it will end: for the kind of token that does best.
    public var outcome: Outcome {
        if isClientRefused { return .clientRefused }
        let outcomes = kinds.map(outcome)
        if outcomes.contains(.accepted) { return .accepted }
        return outcomes.contains(.undecided) ? .undecided : .rejected
    }

    private func outcome(of kind: TokenKind) -> Outcome {
        let own = tokens.filter { $0.kind == kind }
        if own.contains(where: { !$0.forbidden.isEmpty }) { return .rejected }
        if excessLevel == .fail, own.contains(where: { !$0.excess.isEmpty }) { return .rejected }
        var isUnsure = false
        for entry in entries where entry.kind == kind {
            switch entry.status {
            case .possible: continue
            case .missing, .notServed: return .rejected
            case .unsure: isUnsure = true
            }
        }
        return isUnsure ? .undecided : .accepted
    }
}

/// What exports tell of one client.
private struct KnownGrants {
    private let granted: [NamedPermission]
    private let requested: [NamedPermission]?
    private let export: EntraExport

    init(_ export: EntraExport, principal: String?) {
        self.export = export
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

    /// Whether some export lists what is granted to a kind of token.
    private func isTold(_ kind: TokenKind) -> Bool {
        kind == .application
            ? export.assignments.contains(where: \.isForClient)
                || export.emptyLists.contains(.assignments)
            : !export.grants.isEmpty || export.emptyLists.contains(.grants)
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
