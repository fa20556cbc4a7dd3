extension Resource {
    /// The resource with this application id, which must be in lower case.
    public static func withApplicationID(_ id: String) -> Resource? {
        all.first { $0.applicationID.utf8.elementsEqual(id.utf8) }
    }
}

extension Permission {
    /// The permission with this id, which must be in lower case.
    ///
    /// Microsoft's ids are the same in every tenant. Both kinds of one permission may share an id.
    /// - Parameters:
    ///   - id: The GUID.
    ///   - kind: For which kind of token.
    ///   - resource: The resource that offers it; nil: any that is known.
    /// - Returns: The permission; nil when none is known.
    public static func withID(_ id: String, kind: TokenKind, in resource: Resource? = nil)
        -> Permission?
    {
        for candidate in resource.map({ [$0] }) ?? Resource.all {
            let permissions = candidate.permissions + (candidate == .graph ? signIn : [])
            if let found = permissions.first(where: { $0.kind == kind && $0.id == id }) {
                return found
            }
        }
        return nil
    }

    /// The permission of this name that a registration may ask for, scopes of the sign-in included.
    static func requestable(_ name: String, kind: TokenKind, in resource: Resource) -> Permission? {
        named(name, kind: kind, in: resource)
            ?? (resource == .graph
                ? signIn.first { $0.kind == kind && $0.name.utf8.elementsEqual(name.utf8) } : nil)
    }

    /// What nearly every registration asks of Microsoft Graph so that users can sign in.
    private static let signIn: [Permission] = [
        ("openid", "37f7f235-527c-4136-accd-4a02d197296e"),
        ("profile", "14dad69e-099b-42c9-810b-d002981feec1"),
        ("email", "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0"),
        ("offline_access", "7427e0e9-2fba-42fe-b0c0-848c9e6a8182"),
        ("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
    ].map { Permission(resource: .graph, name: $0.0, kind: .delegated, id: $0.1) }
}
