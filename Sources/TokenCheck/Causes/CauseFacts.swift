public import JOSE

/// The facts of a cause.
public indirect enum CauseFacts: Sendable {
    /// The text is no JWT.
    case opaque(OpaqueText)
    /// An ID token, and what marks it.
    case identityToken(markers: [String], client: String?)
    /// Graph's private form of signature; whether it was verified by undoing it, and for whom the token is.
    case graphNonce(isVerified: Bool, audience: String?)
    /// The key is in the list of this application; nil: which is not known.
    case applicationKey(keyID: String, application: String?)
    /// The key is not in the list, which is of this age.
    case unlistedKey(
        keyID: String, source: KeySet.Origin.Source, ageSeconds: Int64, isInNewList: Bool)
    /// The key list itself is too old.
    case oldKeys(ageSeconds: Int64, limitSeconds: Int64)
    /// The key list could not be had.
    case keysUnreachable([KeyListFault])
    /// The other version of the same tenant's tokens.
    case version(expected: [TokenVersion], actual: TokenVersion, issuer: String)
    /// Another tenant of the same cloud.
    case tenant(expected: [String], actual: String)
    /// Another cloud.
    case cloud(expected: Cloud, actual: Cloud)
    /// An issuer of customers' sign-ins, which is none of Entra ID's own.
    case customerIssuer(String)
    /// Another audience, with the resource that it names if that is known.
    case audience(expected: [String], actual: String, resource: Resource?)
    /// Another API of the same family.
    case door(Door)
    /// The clock of this machine: how far the token lies ahead, and how far the clock is behind a server's, if known.
    case clock(tokenAheadSeconds: Int64, behindServerSeconds: Int64?)
    /// The token's time has passed.
    case expired(at: Int64, secondsAgo: Int64)
    /// Its time will pass too early.
    case expiresSoon(leftSeconds: Int64, neededSeconds: Int64)
    /// The other kind of token.
    case kind(expected: [TokenKind], actual: TokenKind, operation: String?)
    /// What the permissions are, and what would be enough.
    case permissions(Shortage)
    /// A managed identity's token, or another that was kept for long; what is missing from it.
    case keptToken(
        Shortage, isManagedIdentity: Bool, issuedAt: Int64, expiresAt: Int64, ageSeconds: Int64)
    /// Directory roles: what is needed, what the user shows, and whether the token shows any.
    case directoryRoles(need: Need, held: [String], isShown: Bool)
    /// Groups are left out.
    case groups
    /// Every application of these tenants passes; none listed: of any.
    case openPolicy(tenants: [String])
    /// What a server said.
    case answer(AnswerFacts)

    /// An API of Defender or Graph that the token opens, and the one that is wanted.
    public struct Door: Sendable {
        /// For which the token is.
        public let actual: Resource
        /// Which is wanted.
        public let wanted: Resource
        /// The token's audience.
        public let audience: String
        /// The cloud in which the wanted one is.
        public let cloud: Cloud
        /// The operation that is wanted, by the name somebody gave it.
        public let operation: String?
        /// What the wanted API takes for it.
        public let permissions: [String]
        /// The request that does the same at the token's own API and that the token may make.
        public let instead: String?
    }

    /// Permissions that are missing.
    public struct Shortage: Sendable {
        /// Of one operation.
        public struct Item: Sendable {
            /// The operation's name, if it has one.
            public let operation: String?
            /// What it needs.
            public let need: Need
            /// The fewest names that would have to be added.
            public let missing: [String]
            /// For a name that is nearly right: the one that is held.
            public let nearly: String?
            /// Whether that one is the name of the other kind of permission.
            public let isOtherKind: Bool
        }

        /// The kind of token.
        public let kind: TokenKind
        /// What it holds.
        public let held: [String]
        /// The calling application.
        public let client: String?
        /// The API, if it is a known one.
        public let resource: Resource?
        /// What is missing, by operation.
        public let items: [Item]

        /// The names that would have to be added, each once.
        public var missing: [String] {
            var names: [String] = []
            for name in items.flatMap(\.missing) where !names.contains(name) { names.append(name) }
            return names
        }
    }
}

/// How fetching a key list failed.
public struct KeyListFault: Sendable, Equatable {
    /// The host that was asked.
    public let host: String
    /// The step that failed, such as `DNS` or `TLS`.
    public let step: String
    /// What is known of it, in words.
    public let detail: String

    /// Describes a fault.
    public init(host: String, step: String, detail: String) {
        self.host = host
        self.step = step
        self.detail = detail
    }
}
