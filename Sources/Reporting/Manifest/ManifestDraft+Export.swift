public import TokenCheck

extension ManifestDraft {
    /// What becomes of permissions whose names are not known.
    public enum Unknown: Sendable {
        /// No draft is made.
        case refused
        /// They are told in comments and notes, and left out.
        case told
    }

    /// Makes a manifest of everything that an application asks for, or has: an operation for each resource that takes all
    /// of it.
    /// - Parameters:
    ///   - permissions: The permissions.
    ///   - title: Of what they were read, for the first line.
    ///   - unknown: What becomes of those without a name here.
    /// - Throws: ``ExportDraftDefect`` when something is unknown, or nothing is left.
    public init(of permissions: [NamedPermission], title: String, unknown: Unknown)
        throws(ExportDraftDefect)
    {
        var notes: [String] = []
        var usable: [NamedPermission] = []
        var signIn: [String] = []
        for permission in permissions {
            // They grant nothing at an API, whosever they are.
            if permission.kind == .delegated, let name = permission.name,
                ExcessRule.signInScopes.contains(name)
            {
                if !signIn.contains(name) { signIn.append(name) }
                continue
            }
            guard let name = permission.name, permission.resource != nil,
                ManifestText.isPermission(name)
            else {
                guard unknown == .told else { throw .unknown(permission) }
                notes.append("left out: " + Self.words(permission))
                continue
            }
            usable.append(permission)
        }
        if usable.contains(where: \.isPresumed) {
            notes.append(
                "no file says which resource some scopes belong to; it was told by their names"
            )
        }
        var resources: [Resource] = []
        for case let resource? in usable.map(\.resource) where !resources.contains(resource) {
            resources.append(resource)
        }
        guard !resources.isEmpty else { throw .nothing }

        var comments = ManifestWriter.Comments()
        comments.head = [title] + notes
        if !signIn.isEmpty {
            comments.head.append(
                "Scopes of the sign-in are not listed: \(signIn.joined(separator: ", ")).")
        }
        let operations = resources.map { resource in
            let name = "granted.\(resource.name)"
            comments.operations[name] = [
                "\(resource.displayName); among applications: \(resource.servicePrincipalName)"
            ]
            func need(_ kind: TokenKind) -> Need? {
                var names: [String] = []
                for permission in usable
                where permission.resource == resource && permission.kind == kind {
                    guard let permissionName = permission.name, !names.contains(permissionName)
                    else { continue }
                    names.append(permissionName)
                    let place = ManifestWriter.PermissionPlace(
                        operation: name, kind: kind, permission: permissionName)
                    comments.permissions[place] = Self.comment(permission)
                }
                return Need(allOf: names)
            }
            var operation = Operation(
                name: name, application: need(.application), delegated: need(.delegated))
            operation.audiences = .resource(resource)
            return operation
        }
        var bounds = TokenBounds()
        bounds.audiences = Self.common(resources).map { .resource($0) }
        self.init(
            Manifest(bounds: bounds, operations: operations), comments: comments, notes: notes)
    }

    private static func comment(_ permission: NamedPermission) -> String? {
        if permission.userID != nil { return "consented to for one user only" }
        return permission.id
    }

    /// A permission in words, for notes and errors.
    public static func words(_ permission: NamedPermission) -> String {
        let kind = permission.kind == .application ? "application" : "delegated"
        let name = permission.name.map { Escaping.quoted($0) } ?? permission.id ?? "?"
        let resource =
            permission.resource?.servicePrincipalName ?? Escaping.quoted(permission.resourceLabel)
        return "\(kind) permission \(name) of \(resource)"
    }
}

/// Why no manifest can be made of an export.
public enum ExportDraftDefect: Error, Sendable {
    /// The catalogue has no name for a permission, or does not have its resource.
    case unknown(NamedPermission)
    /// Nothing is left that a manifest could ask.
    case nothing
}
