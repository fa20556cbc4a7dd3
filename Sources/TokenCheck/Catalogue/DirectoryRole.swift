/// A role of the directory, which a user's token may name in `wids`.
public struct DirectoryRole: Sendable, Equatable {
    /// The name it has here.
    public let name: String
    /// The id of its template, the same in every tenant.
    public let id: String

    /// The roles that are known by name.
    public static let all = [
        DirectoryRole(name: "security-reader", id: "5d6b6bb7-de71-4623-b4af-96380a352509"),
        DirectoryRole(name: "security-administrator", id: "194ae4cb-b126-40b2-bd5b-6091b380977d"),
        DirectoryRole(name: "global-administrator", id: "62e90394-69f5-4237-9190-012177145e10"),
        DirectoryRole(name: "global-reader", id: "f2ef992c-3afb-46b9-b7cf-a126ee74c451"),
    ]

    /// The role of this name.
    public static func named(_ name: String) -> DirectoryRole? { all.first { $0.name == name } }

    /// The role with this id.
    public static func withID(_ id: String) -> DirectoryRole? { all.first { $0.id == id } }
}
