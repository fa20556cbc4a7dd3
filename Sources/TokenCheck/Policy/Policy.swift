public import JOSE

/// What is expected of a token; nothing in a token can change it.
public struct Policy: Sendable, Equatable {
    /// The tenants whose tokens are accepted.
    public enum Tenants: Sendable, Equatable {
        /// Those listed, by GUID in lower case; with none listed, no tenant is expected.
        case only([String])
        /// Any tenant of the cloud.
        case any
    }

    /// The resources for which a token may have been issued.
    public enum Audiences: Sendable, Equatable {
        /// Exactly these texts; with none listed, no audience is expected.
        case only([String])
        /// The names of a built-in resource in the policy's cloud.
        case resource(Resource)
        /// Any audience.
        case any
    }

    /// How the calling application must have proved itself (`appidacr`, `azpacr`).
    public enum CallerAuthentication: Int, Sendable, Comparable {
        /// Not at all: a public client.
        case none = 0
        /// By a secret.
        case secret = 1
        /// By a certificate or a federated credential.
        case certificate = 2

        /// Weaker comes first.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The algorithms that may have signed.
    public var algorithms: [SignatureScheme] = [.rs256]
    /// The cloud of the tenants.
    public var cloud = Cloud.public
    /// The accepted tenants.
    public var tenants = Tenants.only([])
    /// Issuers that are accepted by their exact address, beside the tenants'.
    public var issuers: [String] = []
    /// The accepted audiences.
    public var audiences = Audiences.only([])
    /// The accepted token versions, for Entra ID's issuers.
    public var versions = TokenVersion.allCases
    /// The accepted kinds; nil: any, and nobody asks.
    public var kinds: [TokenKind]?
    /// The accepted calling applications, `appid` or `azp`; empty: any.
    public var clients: [String] = []
    /// How the calling application must have proved itself at least; nil: any way.
    public var callerAuthentication: CallerAuthentication?
    /// The operations that the token must allow; all must hold.
    public var operations: [Operation] = []
    /// Operations that nobody asks for now; what they need is no excess.
    public var otherOperations: [Operation] = []
    /// What no token may hold, whatever the operations need.
    public var forbidden = ForbiddenPermissions()
    /// What is said of permissions that nobody needs; nil: nothing.
    public var excess: ExcessRule?
    /// How many seconds a clock may be wrong: 0 to 300.
    public var leewaySeconds: Int64 = 60
    /// How many seconds must be left; nil: any number.
    public var minimumRemainingSeconds: Int64?
    /// How many seconds may lie between `iat` and `exp`; nil: any number.
    public var maximumLifetimeSeconds: Int64?
    /// The oldest key list that is used, in seconds; a named file does not age.
    public var maximumKeyAgeSeconds: Int64 = 86_400
    /// The largest token that is read, in bytes.
    public var maximumTokenBytes = 65_536

    /// A policy that expects nothing yet.
    public init() {}

    /// Whether no issuer at all is expected.
    var expectsNoIssuer: Bool { tenants == .only([]) && issuers.isEmpty }
    /// Whether no audience at all is expected.
    var expectsNoAudience: Bool {
        audiences == .only([]) && operations.allSatisfy { $0.audiences == nil }
    }
}
