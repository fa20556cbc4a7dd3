/// A directory role of Entra ID that has a name here.
///
/// Tokens carry its id in `wids`; the id is the same in every tenant.
public struct DirectoryRole: Sendable, Equatable {
    /// The name it has here, such as `security-reader`.
    public let name: String
    /// The id of its template, a GUID in lower case.
    public let id: String
    /// What it is called in the portal.
    public let displayName: String

    /// The roles that have a name.
    public static let all: [DirectoryRole] =
        CatalogueTable.rows(CatalogueData.roles, columns: 3).map {
            DirectoryRole(name: $0[0], id: $0[1], displayName: $0[2])
        }

    /// The role with this name; names are compared byte for byte.
    public static func named(_ name: String) -> DirectoryRole? {
        all.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The role with this id, which must be in lower case as tokens have it.
    public static func withID(_ id: String) -> DirectoryRole? {
        all.first { $0.id.utf8.elementsEqual(id.utf8) }
    }
}

/// An application of Microsoft that many tokens name as their client.
public struct WellKnownClient: Sendable, Equatable {
    /// Its application id, a GUID in lower case.
    public let id: String
    /// What it is called.
    public let displayName: String

    /// The clients that are known.
    public static let all: [WellKnownClient] =
        CatalogueTable.rows(CatalogueData.clients, columns: 2).map {
            WellKnownClient(id: $0[0], displayName: $0[1])
        }

    /// The client with this application id, which must be in lower case as tokens have it.
    public static func withID(_ id: String) -> WellKnownClient? {
        all.first { $0.id.utf8.elementsEqual(id.utf8) }
    }
}
