/// Why several exports cannot be about one application in one tenant.
public enum ExportContradiction: Error, Sendable, Equatable {
    /// One application has several service principals, of which a tenant has one each.
    case severalTenants(application: String, objectIDs: [String])
    /// The service principal of the registration is not the one to whom something is granted.
    case otherClient(registered: String, granted: [String])
    /// The registrations of several applications.
    case severalApplications([String])
}

extension EntraExport {
    /// What keeps the exports from being about one application in one tenant; nil: nothing does.
    public var contradiction: ExportContradiction? {
        let applications = Set(applications.compactMap(\.applicationID)).sorted()
        if applications.count > 1 { return .severalApplications(applications) }
        var objects: [String: [String]] = [:]
        func note(_ application: String, _ object: String) {
            if !objects[application, default: []].contains(object) {
                objects[application, default: []].append(object)
            }
        }
        for principal in servicePrincipals { note(principal.applicationID, principal.objectID) }
        for assignment in assignments {
            if let known = Permission.withID(assignment.roleID, kind: .application) {
                note(known.resource.applicationID, assignment.resourceID)
            }
        }
        for (application, ids) in objects.sorted(by: { $0.key < $1.key }) where ids.count > 1 {
            return .severalTenants(application: application, objectIDs: ids)
        }
        let granted = principals.map(\.id)
        if let application = applications.first, let own = objects[application]?.first,
            !granted.isEmpty, !granted.contains(own)
        {
            return .otherClient(registered: own, granted: granted)
        }
        return nil
    }
}
