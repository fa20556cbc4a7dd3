/// What exports of Entra ID say of an application's permissions: what it asks for, and what is granted.
///
/// Read from what Microsoft Graph, `az` and the portal write; see ``read(_:file:)``.
public struct EntraExport: Sendable, Equatable {
    /// An app registration.
    public struct Application: Sendable, Equatable {
        /// The application's id, which tokens carry as `appid` or `azp`.
        public let applicationID: String?
        /// What it is called.
        public let displayName: String?
        /// What it asks for; nil: the export does not say.
        public let requested: [Request]?
    }

    /// One permission that a registration asks for.
    public struct Request: Sendable, Equatable {
        /// The application id of the resource.
        public let resourceApplicationID: String
        /// The id of the role or scope.
        public let id: String
        /// `Role` is for application tokens, `Scope` for users'.
        public let kind: TokenKind
        /// Where it stands.
        public let place: ExportPlace
    }

    /// A role that is assigned to a service principal (`appRoleAssignments`): an application permission, consented to.
    public struct Assignment: Sendable, Equatable {
        /// The object id of the service principal, user or group that has it.
        public let principalID: String?
        /// What that is called.
        public let principalName: String?
        /// `ServicePrincipal`, `User` or `Group`.
        public let principalType: String?
        /// The object id of the resource's service principal, which each tenant gives out itself.
        public let resourceID: String
        /// What the resource is called.
        public let resourceName: String?
        /// The id of the role.
        public let roleID: String
        /// Where it stands.
        public let place: ExportPlace
    }

    /// Scopes to which somebody has consented (`oauth2PermissionGrants`).
    public struct Grant: Sendable, Equatable {
        /// The object id of the client's service principal.
        public let clientID: String?
        /// The only user for whom it counts; nil: every user of the tenant.
        public let userID: String?
        /// The object id of the resource's service principal.
        public let resourceID: String
        /// What the resource is called.
        public let resourceName: String?
        /// The scopes.
        public let scopes: [String]
        /// Where it stands.
        public let place: ExportPlace
    }

    /// A service principal: an application as one tenant knows it.
    public struct ServicePrincipal: Sendable, Equatable {
        /// Its object id in that tenant.
        public let objectID: String
        /// Its application id.
        public let applicationID: String
        /// What it is called.
        public let displayName: String?
        /// The names of the roles that it offers, by id.
        ///
        /// Roles without a value are not among them.
        public let roleNames: [String: String]
    }

    /// What an empty list would list.
    public enum EmptyList: Sendable {
        /// Assigned roles.
        case assignments
        /// Consented scopes.
        case grants
        /// Nothing tells.
        case unknown
    }

    /// The registrations.
    public var applications: [Application] = []
    /// The assigned roles.
    public var assignments: [Assignment] = []
    /// The scopes that are consented to.
    public var grants: [Grant] = []
    /// The service principals.
    public var servicePrincipals: [ServicePrincipal] = []
    /// Of lists without an element what they would list.
    public var emptyLists: [EmptyList] = []
    /// Whether a list goes on at another address, so that something may be missing.
    public var isPartial = false

    /// Nothing.
    public init() {}

    /// Adds what another file says.
    public mutating func add(_ other: EntraExport) {
        applications += other.applications
        assignments += other.assignments
        grants += other.grants
        servicePrincipals += other.servicePrincipals
        emptyLists += other.emptyLists
        isPartial = isPartial || other.isPartial
    }
}

/// A place in one of several files.
public struct ExportPlace: Equatable, Sendable {
    /// The number of the file, from 0.
    public let file: Int
    /// The offset in bytes.
    public let offset: Int
}

/// Why a file is no export that is understood.
public struct ExportDefect: Error, Equatable, Sendable {
    /// The kinds of defect.
    public enum Kind: String, Sendable, CaseIterable {
        /// Neither a registration nor an assignment, a grant, a service principal or a list of those.
        case unknownForm = "export-form"
        /// The answer of a server that refused.
        case refusal = "export-refusal"
        /// A member that must be there is not, or has another kind of value.
        case member = "export-member"
        /// A text that must be a GUID.
        case guid = "guid-form"
        /// A type that is neither `Role` nor `Scope`.
        case accessType = "access-type"
    }

    /// What is wrong.
    public let kind: Kind
    /// Where.
    public let place: ExportPlace
    /// The member that is meant, or the text that is wrong.
    public let found: String?

    init(_ kind: Kind, at place: ExportPlace, _ found: String? = nil) {
        self.kind = kind
        self.place = place
        self.found = found
    }
}
