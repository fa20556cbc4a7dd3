/// A permission that a resource offers, as the catalogue knows it.
///
/// The name is what a token carries in `roles` or `scp`; the id is what an application registration carries. Two kinds of
/// one name are two permissions with two ids.
public struct Permission: Sendable, Equatable {
    /// The resource that offers it.
    public let resource: Resource
    /// Its name, such as `Incident.Read.All`; names are compared byte for byte.
    public let name: String
    /// For which kind of token it is: `application` or `delegated`.
    public let kind: TokenKind
    /// Its GUID in lower case.
    public let id: String

    /// Every permission of a resource that the catalogue knows, by name.
    public static func all(of resource: Resource) -> [Permission] {
        known[resource.name] ?? []
    }

    /// The permission of this name.
    /// - Parameters:
    ///   - name: The exact name.
    ///   - kind: For which kind of token.
    ///   - resource: The resource that offers it.
    /// - Returns: The permission; nil when the catalogue has none.
    public static func named(_ name: String, kind: TokenKind, in resource: Resource) -> Permission?
    {
        all(of: resource).first { $0.kind == kind && $0.name.utf8.elementsEqual(name.utf8) }
    }

    private static let known: [String: [Permission]] = {
        var known: [String: [Permission]] = [:]
        for row in CatalogueTable.rows(CatalogueData.permissions, columns: 4) {
            guard let resource = Resource.named(row[0]) else { continue }
            for (kind, id) in [(TokenKind.application, row[2]), (.delegated, row[3])]
            where !id.isEmpty {
                known[resource.name, default: []].append(
                    Permission(resource: resource, name: row[1], kind: kind, id: id))
            }
        }
        return known
    }()
}

extension Resource {
    /// Every permission of this resource that the catalogue knows, by name.
    public var permissions: [Permission] { Permission.all(of: self) }
}

/// Generated tables: a row is a line, bars stand between its cells.
enum CatalogueTable {
    /// The rows of a table; one with another number of cells is left out, which the tests would notice.
    static func rows(_ text: String, columns: Int) -> [[String]] {
        text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            return cells.count == columns ? cells.map(String.init) : nil
        }
    }
}
