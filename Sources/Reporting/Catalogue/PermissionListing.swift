public import StrictJSON
public import TokenCheck

/// Permissions of the catalogue for people and programs.
public struct PermissionListing: Sendable {
    /// How much is said.
    public enum Extent: Sendable {
        /// Names and kinds.
        case names
        /// Names with the ids of each kind.
        case identifiers
        /// The ids, and the operations that each permission opens.
        case operations
    }

    private let entries: [PermissionEntry]

    /// Lists every permission of some resources.
    public init(of resources: [Resource]) {
        entries = resources.flatMap(PermissionEntry.all)
    }

    /// Lists the permissions of a name, whichever resource offers them; nil when no resource does.
    public init?(named name: String) {
        entries = Resource.all.flatMap(PermissionEntry.all).filter { $0.name.isExactly(name) }
        if entries.isEmpty { return nil }
    }

    /// Lines, those for one resource together; at most 80 columns.
    public func text(_ extent: Extent) -> String {
        switch extent {
        case .names, .identifiers:
            Resource.all.compactMap { paragraph($0, extent) }.joined(separator: "\n")
        case .operations:
            entries.map(\.page).joined(separator: "\n")
        }
    }

    private func paragraph(_ resource: Resource, _ extent: Extent) -> String? {
        let own = entries.filter { $0.resource.name == resource.name }
        guard !own.isEmpty else { return nil }
        let width = own.map(\.name.count).max() ?? 0
        let lines = own.flatMap { entry in
            guard extent == .names else { return ["  \(entry.name)"] + entry.identifiers }
            let padding = String(repeating: " ", count: width - entry.name.count + 2)
            let kinds = entry.kinds.map(\.kind.rawValue).joined(separator: ", ")
            return ["  \(entry.name)\(padding)\(kinds)"]
        }
        return "\(resource.name)  \(resource.displayName)\n" + lines.joined(separator: "\n") + "\n"
    }

    /// The document `tokcheck/permissions/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/permissions/1")),
            ("permissions", .array(entries.map(\.json))),
        ])
    }
}

/// One name at one resource: an application permission, a delegated one, or both.
private struct PermissionEntry: Sendable {
    let resource: Resource
    let name: String
    let kinds: [Permission]

    static func all(of resource: Resource) -> [PermissionEntry] {
        var entries: [PermissionEntry] = []
        for permission in resource.permissions {
            if let last = entries.last, last.name == permission.name {
                entries[entries.count - 1] = PermissionEntry(
                    resource: resource, name: last.name, kinds: last.kinds + [permission])
            } else {
                entries.append(
                    PermissionEntry(resource: resource, name: permission.name, kinds: [permission]))
            }
        }
        return entries
    }

    /// A line for each kind with its id.
    var identifiers: [String] {
        kinds.map { permission in
            let kind = permission.kind.rawValue
            let padding = String(repeating: " ", count: 13 - kind.count)
            return "    \(kind)\(padding)\(permission.id)"
        }
    }

    /// The operations that it opens, in the catalogue's order.
    private var operations: [(operation: CatalogueOperation, isLeast: Bool)] {
        resource.operations.compactMap { operation in
            let kinds = kinds.map(\.kind)
            guard kinds.contains(where: { operation.permissions(of: $0).contains(name) }) else {
                return nil
            }
            let isLeast = kinds.contains { operation.leastPermissions(of: $0).contains(name) }
            return (operation, isLeast)
        }
    }

    /// Ids and operations.
    var page: String {
        var lines =
            [name, "    resource     \(resource.name), \(resource.displayName)"] + identifiers
        let operations = operations
        if operations.isEmpty {
            lines += ["", "  opens no operation that the catalogue knows"]
        } else {
            lines += [
                "",
                "  opens \(Phrase.count(operations.count, "operation")); * where it is the least"
                    + " privileged permission:",
            ]
        }
        for (operation, isLeast) in operations {
            let row = "  \(isLeast ? "*" : " ") \(operation.row)"
            lines.append(FoldedRow(row, indent: "      ", columns: 80).text)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var json: JSONOutput {
        .object([
            ("resource", .string(resource.name)),
            ("name", .string(name)),
            ("application", identifier(.application)),
            ("delegated", identifier(.delegated)),
            (
                "operations",
                .array(
                    operations.map { operation, isLeast in
                        .object([
                            ("request", .string(operation.request)),
                            ("name", .string(operation.name)),
                            ("leastPrivileged", .boolean(isLeast)),
                        ])
                    })
            ),
        ])
    }

    private func identifier(_ kind: TokenKind) -> JSONOutput {
        kinds.first { $0.kind == kind }.map { .object([("id", .string($0.id))]) } ?? .null
    }
}

extension CatalogueOperation {
    /// Method, path and name in one line, and when it ends.
    var row: String {
        let padding = String(repeating: " ", count: max(1, 7 - method.count))
        let end = retires.map { "  (retirement \($0))" } ?? ""
        return "\(method)\(padding)\(path)  \(name)\(end)"
    }
}
