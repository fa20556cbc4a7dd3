internal import StrictJSON

// The part `operations`.
extension ManifestReader {
    /// The most members of `any` or `all`.
    private static let maximumMembers = 50
    /// The deepest nesting of needs; files of depth 16 cannot reach it.
    private static let maximumDepth = 16

    /// Reads the operations; those that name no resource take the audiences of `token`.
    mutating func operations(of root: Field, audiences: Policy.Audiences?) -> [Operation] {
        guard let field = root.member("operations") else {
            note(.keyMissing, root, possible: ["operations"])
            return []
        }
        guard isObject(field) else { return [] }
        let members = field.value.members
        guard (1...Manifest.maximumOperations).contains(members.count) else {
            note(
                .listSize, field, found: "\(members.count)",
                possible: ["1", "\(Manifest.maximumOperations)"])
            return []
        }
        return members.enumerated().compactMap { place, member in
            let (name, value) = member
            let member = Field(value: value, path: field.path + "/" + Field.escaped(name))
            guard ManifestText.isName(name) else {
                note(.nameForm, member, .name, found: name)
                return nil
            }
            var operation = operation(name, member, audiences: audiences)
            operation?.place = place
            return operation
        }
    }

    private mutating func operation(_ name: String, _ field: Field, audiences: Policy.Audiences?)
        -> Operation?
    {
        guard isObject(field) else { return nil }
        let keys = [
            "about", "request", "resource", "application", "delegated", "directory-roles",
            "fallback",
        ]
        refuseUnknownKeys(of: field, known: keys, extensions: .allowed)
        if field.member("application") == nil, field.member("delegated") == nil {
            note(.branchMissing, field, found: name)
        }
        var operation = Operation(
            name: name,
            application: field.member("application").flatMap { need($0) },
            delegated: field.member("delegated").flatMap { need($0) })
        operation.about = field.member("about").flatMap { shortText($0, limit: 500) }
        operation.request = field.member("request").flatMap {
            text($0, .requestForm, where: ManifestText.isRequest)
        }
        operation.audiences =
            field.member("resource").map { resource($0).map { .resource($0) } } ?? audiences
        operation.directoryRoles = field.member("directory-roles").flatMap { directoryRoles($0) }
        operation.fallback = field.member("fallback").flatMap { nameText($0) }
        return operation
    }

    private mutating func need(_ field: Field) -> Need? {
        need(field, depth: 1) { reader, field in
            reader.text(field, .permissionForm, where: ManifestText.isPermission)
        }
    }

    /// Directory roles by name or id; what is kept is the id.
    private mutating func directoryRoles(_ field: Field) -> Need? {
        need(field, depth: 1) { reader, field in
            guard
                let text = reader.text(field, .permissionForm, where: ManifestText.isPermission)
            else { return nil }
            if let role = DirectoryRole.named(text) { return role.id }
            guard GUID.isCanonical(text) else {
                reader.note(
                    .valueUnknown, field, found: text, possible: DirectoryRole.all.map(\.name))
                return nil
            }
            return text
        }
    }

    private mutating func need(
        _ field: Field, depth: Int, name: (inout ManifestReader, Field) -> String?
    ) -> Need? {
        guard depth <= Self.maximumDepth else {
            note(.tooDeep, field)
            return nil
        }
        switch field.value.kind {
        case .string, .number, .boolean, .null:
            return name(&self, field).map(Need.permission)
        case .array:
            note(.needForm, field, found: "a list")
            return nil
        case .object:
            let members = field.value.members
            if let unknown = members.first(where: { !["any", "all"].contains($0.name) }),
                let member = field.member(unknown.name)
            {
                note(.needForm, member, .name, found: unknown.name)
                return nil
            }
            guard members.count == 1, let member = members.first,
                let list = field.member(member.name)
            else {
                note(.needForm, field, found: members.isEmpty ? "an empty mapping" : nil)
                return nil
            }
            let needs = self.list(list, limit: Self.maximumMembers, isUnique: false) {
                $0.need($1, depth: depth + 1, name: name)
            }
            return member.name == "any" ? .any(needs) : .all(needs)
        }
    }
}
