/// A permission of an export, with its name and resource as far as they can be told.
public struct NamedPermission: Sendable, Equatable {
    /// For which kind of token.
    public let kind: TokenKind
    /// The built-in resource that offers it; nil: another one.
    public let resource: Resource?
    /// What the export calls the resource: a name, or only an id.
    public let resourceLabel: String
    /// The permission's name; nil: only the id is known.
    public let name: String?
    /// The permission's id, if the export has it.
    public let id: String?
    /// The only user for whom it is consented to; nil: it is for everybody.
    public let userID: String?
    /// Whether the resource was told by the names of the scopes alone.
    public let isPresumed: Bool
    /// Where it stands.
    public let place: ExportPlace
}

extension EntraExport {
    /// What a registration asks for.
    public static func permissions(of application: Application) -> [NamedPermission] {
        (application.requested ?? []).map { request in
            let resource = Resource.withApplicationID(request.resourceApplicationID)
            return NamedPermission(
                kind: request.kind, resource: resource,
                resourceLabel: resource?.servicePrincipalName ?? request.resourceApplicationID,
                name: resource.flatMap {
                    Permission.withID(request.id, kind: request.kind, in: $0)?.name
                },
                id: request.id, userID: nil, isPresumed: false, place: request.place)
        }
    }

    /// The clients to whom something is granted: object ids in the order of the files, with their names.
    public var principals: [(id: String, name: String?)] {
        var principals: [(id: String, name: String?)] = []
        func add(_ id: String?, _ name: String?) {
            guard let id else { return }
            guard let place = principals.firstIndex(where: { $0.id == id }) else {
                principals.append((id, name))
                return
            }
            principals[place].name = principals[place].name ?? name
        }
        for assignment in assignments where assignment.isForClient {
            add(assignment.principalID, assignment.principalName)
        }
        for grant in grants {
            add(
                grant.clientID,
                servicePrincipals.first { $0.objectID == grant.clientID }?.displayName)
        }
        return principals
    }

    /// What is granted to a client.
    /// - Parameters:
    ///   - principal: The object id of its service principal; nil: to whichever there is.
    ///   - guess: Whether the names of scopes may tell a resource that nothing else tells.
    /// - Returns: The permissions in the order of the files; access without a role is none.
    public func granted(to principal: String? = nil, guessing guess: Guessing) -> [NamedPermission]
    {
        let directory = ResourceDirectory(self)
        func isMeant(_ id: String?) -> Bool { principal == nil || id == nil || id == principal }
        var granted: [NamedPermission] = []
        for assignment in assignments
        where assignment.isForClient && isMeant(assignment.principalID)
            && assignment.roleID != Self.defaultAccess
        {
            let resource = directory.resource(of: assignment)
            let known = resource.flatMap {
                Permission.withID(assignment.roleID, kind: .application, in: $0)?.name
            }
            granted.append(
                NamedPermission(
                    kind: .application, resource: resource,
                    resourceLabel: resource?.servicePrincipalName
                        ?? directory.label(of: assignment),
                    name: known ?? directory.roleName(of: assignment), id: assignment.roleID,
                    userID: nil, isPresumed: false, place: assignment.place))
        }
        for grant in grants where isMeant(grant.clientID) {
            let told = directory.resource(of: grant)
            let presumed = told.isTold || guess == .never ? nil : Self.resource(of: grant.scopes)
            let resource = told.resource ?? presumed
            for scope in grant.scopes {
                granted.append(
                    NamedPermission(
                        kind: .delegated, resource: resource,
                        resourceLabel: resource?.servicePrincipalName ?? directory.label(of: grant),
                        name: scope, id: nil, userID: grant.userID, isPresumed: presumed != nil,
                        place: grant.place))
            }
        }
        return granted
    }

    /// Whether names of scopes are enough to tell a resource.
    public enum Guessing: Sendable {
        /// Two resources may offer scopes of one name: nothing is told by names.
        case never
        /// If exactly one built-in resource offers all of them, it is that one.
        case byNames
    }

    /// The role that stands for access without a role.
    private static let defaultAccess = "00000000-0000-0000-0000-000000000000"

    private static func resource(of scopes: [String]) -> Resource? {
        let scopes = scopes.filter { !ExcessRule.signInScopes.contains($0) }
        let candidates = Resource.all.filter { resource in
            scopes.allSatisfy {
                Permission.named($0, kind: .delegated, in: resource) != nil
            }
        }
        return scopes.isEmpty || candidates.count != 1 ? nil : candidates.first
    }
}

extension EntraExport.Assignment {
    /// Whether it is an application permission, and not a role of a user or a group.
    var isForClient: Bool { principalType.map { $0.lowercased() == "serviceprincipal" } ?? true }
}

/// Which resource an object id of an export stands for.
///
/// The object ids of service principals are each tenant's own. Application ids and the ids of Microsoft's permissions are
/// not, and tell the resource surely; its display name does so, too.
private struct ResourceDirectory {
    private var resources: [String: Resource?] = [:]
    private var names: [String: String] = [:]
    private var roleNames: [String: [String: String]] = [:]

    init(_ export: EntraExport) {
        for principal in export.servicePrincipals {
            let id = principal.objectID
            resources[id] = .some(Resource.withApplicationID(principal.applicationID))
            names[id] = principal.displayName ?? principal.applicationID
            roleNames[id] = principal.roleNames
        }
        for assignment in export.assignments {
            let id = assignment.resourceID
            names[id] = names[id] ?? assignment.resourceName
            if resources[id] != nil { continue }
            if let known = Permission.withID(assignment.roleID, kind: .application) {
                resources[id] = .some(known.resource)
            } else if let name = assignment.resourceName {
                resources[id] = .some(Self.resource(named: name))
            }
        }
        for grant in export.grants {
            let id = grant.resourceID
            names[id] = names[id] ?? grant.resourceName
            if resources[id] == nil, let name = grant.resourceName {
                resources[id] = .some(Self.resource(named: name))
            }
        }
    }

    func resource(of assignment: EntraExport.Assignment) -> Resource? {
        resources[assignment.resourceID] ?? nil
    }

    /// The resource of a grant, and whether it is told at all, be it one that is not built in.
    func resource(of grant: EntraExport.Grant) -> (resource: Resource?, isTold: Bool) {
        guard let told = resources[grant.resourceID] else { return (nil, false) }
        return (told, true)
    }

    func label(of assignment: EntraExport.Assignment) -> String {
        names[assignment.resourceID] ?? assignment.resourceID
    }

    func label(of grant: EntraExport.Grant) -> String {
        names[grant.resourceID] ?? grant.resourceID
    }

    func roleName(of assignment: EntraExport.Assignment) -> String? {
        roleNames[assignment.resourceID]?[assignment.roleID]
    }

    private static func resource(named name: String) -> Resource? {
        Resource.all.first { $0.servicePrincipalName == name || $0.displayName == name }
    }
}
