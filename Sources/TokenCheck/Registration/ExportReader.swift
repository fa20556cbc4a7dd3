public import StrictJSON

extension EntraExport {
    /// The bounds of a file: 16 MiB, which holds some ten thousand assignments.
    public static let limits = JSONLimits(maximumBytes: 16_777_216, maximumDepth: 64)

    /// Reads an export.
    ///
    /// Understood are an object or a list of objects of these forms, a list also as the member `value`: a registration
    /// of Microsoft Graph or of the older manifest, as the portal and `az ad app show` write it; the list
    /// `requiredResourceAccess` alone; `appRoleAssignments`; `oauth2PermissionGrants`; service principals. Names may begin
    /// in upper case, as PowerShell writes them.
    /// - Parameters:
    ///   - document: The file, read within ``limits``.
    ///   - file: Its number, for places.
    /// - Returns: What it says.
    /// - Throws: ``ExportDefect`` with the place of the first thing that is not understood.
    public static func read(_ document: JSONDocument, file: Int = 0) throws(ExportDefect)
        -> EntraExport
    {
        var export = EntraExport()
        let root = ExportObject(document.root, file)
        if let error = root.value(of: "error"), root.value(of: "value") == nil {
            throw ExportDefect(
                .refusal, at: root.place,
                error["code"]?.string ?? error.string)
        }
        if let next = root.value(of: "@odata.nextLink"), next.kind == .string {
            export.isPartial = true
        }
        let list = document.root.kind == .array ? document.root : root.value(of: "value")
        guard let list, list.kind == .array else {
            try export.add(root)
            return export
        }
        let elements = list.elements
        if elements.isEmpty {
            let context = root.value(of: "@odata.context")?.string?.lowercased() ?? ""
            export.emptyLists = [
                context.hasSuffix("approleassignments")
                    ? .assignments
                    : context.hasSuffix("oauth2permissiongrants") ? .grants : .unknown
            ]
        }
        // A list of what one registration asks for is that registration.
        if let first = elements.first, ExportObject(first, file).value(of: "resourceAppId") != nil {
            export.applications.append(
                Application(
                    applicationID: nil, displayName: nil,
                    requested: try ExportObject.requests(list, file)))
            return export
        }
        for element in elements { try export.add(ExportObject(element, file)) }
        return export
    }

    private mutating func add(_ object: ExportObject) throws(ExportDefect) {
        if object.has("appRoleId"), object.has("resourceId") {
            assignments.append(try object.assignment())
        } else if object.has("scope"), object.has("resourceId") {
            grants.append(try object.grant())
        } else if object.has("requiredResourceAccess") {
            applications.append(try object.application())
        } else if object.has("appId"), object.has("id"),
            ["servicePrincipalType", "servicePrincipalNames", "appRoles", "oauth2PermissionScopes"]
                .contains(where: object.has)
        {
            servicePrincipals.append(try object.servicePrincipal())
        } else {
            throw ExportDefect(.unknownForm, at: object.place)
        }
    }
}

/// An object of an export, whose members may begin in upper case.
private struct ExportObject {
    private let json: JSONValue
    private let file: Int

    init(_ json: JSONValue, _ file: Int) {
        self.json = json
        self.file = file
    }

    var place: ExportPlace { ExportPlace(file: file, offset: json.offset) }

    func place(of value: JSONValue) -> ExportPlace {
        ExportPlace(file: file, offset: value.offset)
    }

    func value(of name: String) -> JSONValue? {
        json[name] ?? json[name.prefix(1).uppercased() + name.dropFirst()]
    }

    func has(_ name: String) -> Bool { value(of: name) != nil }

    /// A text; nil when it is absent or null.
    func text(_ name: String) throws(ExportDefect) -> String? {
        guard let value = value(of: name), value.kind != .null else { return nil }
        guard let text = value.string else {
            throw ExportDefect(.member, at: place(of: value), name)
        }
        return text
    }

    /// A GUID in lower case; nil when it is absent or null.
    func optionalGUID(_ name: String) throws(ExportDefect) -> String? {
        guard let text = try text(name), let value = value(of: name) else { return nil }
        let lower = text.lowercased()
        guard GUID.isCanonical(lower) else { throw ExportDefect(.guid, at: place(of: value), text) }
        return lower
    }

    func guid(_ name: String) throws(ExportDefect) -> String {
        guard let guid = try optionalGUID(name) else {
            throw ExportDefect(.member, at: place, name)
        }
        return guid
    }

    func assignment() throws(ExportDefect) -> EntraExport.Assignment {
        EntraExport.Assignment(
            principalID: try optionalGUID("principalId"),
            principalName: try text("principalDisplayName"),
            principalType: try text("principalType"), resourceID: try guid("resourceId"),
            resourceName: try text("resourceDisplayName"), roleID: try guid("appRoleId"),
            place: place)
    }

    func grant() throws(ExportDefect) -> EntraExport.Grant {
        // The service begins the list with a blank sometimes.
        let scopes = try text("scope")?.split(separator: " ").map(String.init) ?? []
        let isForOne = try text("consentType")?.lowercased() == "principal"
        let user = try optionalGUID("principalId")
        guard !isForOne || user != nil else {
            throw ExportDefect(.member, at: place, "principalId")
        }
        return EntraExport.Grant(
            clientID: try optionalGUID("clientId"), userID: isForOne ? user : nil,
            resourceID: try guid("resourceId"), resourceName: try text("resourceDisplayName"),
            scopes: scopes, place: place)
    }

    func application() throws(ExportDefect) -> EntraExport.Application {
        var requested: [EntraExport.Request]?
        if let list = value(of: "requiredResourceAccess") {
            requested = list.kind == .null ? [] : try Self.requests(list, file)
        }
        let older = try text("name")
        return EntraExport.Application(
            applicationID: try optionalGUID("appId"),
            displayName: try text("displayName") ?? older, requested: requested)
    }

    func servicePrincipal() throws(ExportDefect) -> EntraExport.ServicePrincipal {
        var names: [String: String] = [:]
        for role in value(of: "appRoles")?.elements ?? [] {
            let role = ExportObject(role, file)
            guard let id = try role.optionalGUID("id"), let name = try role.text("value") else {
                continue
            }
            names[id] = name
        }
        return EntraExport.ServicePrincipal(
            objectID: try guid("id"), applicationID: try guid("appId"),
            displayName: try text("displayName"), roleNames: names)
    }

    static func requests(_ list: JSONValue, _ file: Int) throws(ExportDefect) -> [EntraExport
        .Request]
    {
        guard list.kind == .array else {
            throw ExportDefect(
                .member, at: ExportPlace(file: file, offset: list.offset), "requiredResourceAccess")
        }
        var requests: [EntraExport.Request] = []
        for resource in list.elements {
            let resource = ExportObject(resource, file)
            let id = try resource.guid("resourceAppId")
            guard let accesses = resource.value(of: "resourceAccess"), accesses.kind == .array
            else {
                throw ExportDefect(.member, at: resource.place, "resourceAccess")
            }
            for access in accesses.elements {
                let access = ExportObject(access, file)
                guard let type = try access.text("type") else {
                    throw ExportDefect(.member, at: access.place, "type")
                }
                guard ["Role", "Scope"].contains(type) else {
                    throw ExportDefect(.accessType, at: access.place, type)
                }
                requests.append(
                    EntraExport.Request(
                        resourceApplicationID: id, id: try access.guid("id"),
                        kind: type == "Role" ? .application : .delegated, place: access.place))
            }
        }
        return requests
    }
}
