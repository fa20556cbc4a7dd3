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

    /// Whether the manifest accepts the client that the exports are about.
    public enum Client: Sendable, Equatable {
        /// It does, or names none.
        case accepted
        /// It names others than this application.
        case refused(String)
        /// It names clients, and no export tells the application's id.
        case untold
    }

    /// Each operation that was asked for, for each kind that is considered.
    public let entries: [Entry]
    /// The tokens of the resources that those operations are for.
    public let tokens: [Token]
    /// The kinds that are considered.
    public let kinds: [TokenKind]
    /// Whether the manifest accepts the client.
    public let client: Client
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
        client = Self.client(manifest.bounds.clients, export, principal)
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
        if case .refused = client { return .clientRefused }
        let outcomes = kinds.map(outcome)
        if outcomes.contains(.accepted) { return client == .untold ? .undecided : .accepted }
        return outcomes.contains(.undecided) ? .undecided : .rejected
    }

    private static func client(
        _ clients: [String]?, _ export: EntraExport, _ principal: String?
    ) -> Client {
        guard let clients else { return .accepted }
        var ids = export.applications.compactMap(\.applicationID)
        for known in export.servicePrincipals where known.objectID == principal {
            ids.append(known.applicationID)
        }
        guard let id = ids.first else { return .untold }
        return clients.contains(id) ? .accepted : .refused(id)
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
