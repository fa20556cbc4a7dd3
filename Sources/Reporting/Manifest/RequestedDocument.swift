public import StrictJSON
public import TokenCheck

extension RequestedPermissions {
    /// The list `requiredResourceAccess` of an app registration, as Microsoft Graph, the portal and `az` take it.
    public var json: JSONOutput {
        .array(
            resources.map { resource in
                .object([
                    ("resourceAppId", .string(resource.applicationID)),
                    (
                        "resourceAccess",
                        .array(
                            permissions(for: resource).map { permission in
                                .object([
                                    ("id", .string(permission.id)),
                                    ("type", .string(permission.accessType)),
                                ])
                            })
                    ),
                ])
            })
    }
}

extension Permission {
    /// `Role` or `Scope`, as registrations name the kinds.
    public var accessType: String { kind == .application ? "Role" : "Scope" }
}
