/// A request to a resource's API with the permissions that open it, as the catalogue knows it.
public struct CatalogueOperation: Sendable, Equatable {
    /// The resource whose token it takes.
    public let resource: Resource
    /// What it does, in a few words.
    public let name: String
    /// The method, in capitals.
    public let method: String
    /// The path with placeholders in braces, such as `/api/incidents/{id}`.
    public let path: String
    /// The application permissions of which one is enough, the least privileged first; none: no app-only token may.
    public let application: [String]
    /// The delegated permissions of which one is enough, the least privileged first; none: no user's token may.
    public let delegated: [String]
    /// Those application permissions that are documented as the least privileged.
    public let leastApplication: [String]
    /// Those delegated permissions that are documented as the least privileged.
    public let leastDelegated: [String]
    /// The day from which on it is announced to be gone, as `2027-02-01`.
    public let retires: String?
    /// What else is worth knowing.
    public let note: String?

    /// Method and path, such as `GET /api/incidents`.
    public var request: String { method + " " + path }

    /// The permissions of which one is enough for a kind of token, the least privileged first.
    public func permissions(of kind: TokenKind) -> [String] {
        switch kind {
        case .application: application
        case .delegated: delegated
        case .unknown: []
        }
    }

    /// The permissions that are documented as the least privileged for a kind of token.
    public func leastPermissions(of kind: TokenKind) -> [String] {
        switch kind {
        case .application: leastApplication
        case .delegated: leastDelegated
        case .unknown: []
        }
    }

    /// Whether application permissions open it; names are compared byte for byte.
    public func isPermitted(byApplication held: [String]) -> Bool {
        Self.isAny(of: application, in: held)
    }

    /// Whether delegated permissions open it; names are compared byte for byte.
    public func isPermitted(byDelegated held: [String]) -> Bool {
        Self.isAny(of: delegated, in: held)
    }

    private static func isAny(of names: [String], in held: [String]) -> Bool {
        names.contains { name in held.contains { $0.utf8.elementsEqual(name.utf8) } }
    }

    /// What a token must hold for it, as an operation of a manifest.
    /// - Parameters:
    ///   - name: The operation's name.
    ///   - kinds: For which kinds of token; nil: those that it is open to.
    /// - Returns: The operation; one permission stands alone, several in an `any`.
    public func operation(named name: String, kinds: [TokenKind]? = nil) -> Operation {
        func need(_ kind: TokenKind) -> Need? {
            guard kinds?.contains(kind) ?? true else { return nil }
            return Need(anyOf: permissions(of: kind))
        }
        var operation = Operation(
            name: name, application: need(.application), delegated: need(.delegated))
        operation.request = request
        operation.audiences = .resource(resource)
        return operation
    }
}

extension CatalogueOperation {
    /// Every operation that the catalogue knows, by resource.
    public static let all: [CatalogueOperation] =
        CatalogueTable.rows(CatalogueData.operations, columns: 10).compactMap { row in
            guard let resource = Resource.named(row[0]) else { return nil }
            return CatalogueOperation(
                resource: resource, name: row[1], method: row[2], path: row[3],
                application: names(row[4]), delegated: names(row[5]),
                leastApplication: names(row[6]), leastDelegated: names(row[7]),
                retires: row[8].isEmpty ? nil : row[8], note: row[9].isEmpty ? nil : row[9])
        }

    private static func names(_ cell: String) -> [String] {
        cell.split(separator: " ").map(String.init)
    }

    /// The operations that a request may mean.
    ///
    /// Letters match in either case; a query, a fragment, slashes at the end and the version of the API do not matter. What
    /// stands in the place of a placeholder may be a value or a placeholder of any name. Of the operations of one
    /// resource the one that is nearest to the words of the path counts. A request to a host that the catalogue knows
    /// means the resources of that host only.
    /// - Parameters:
    ///   - method: The method, such as `GET`.
    ///   - path: The path or the whole address, of at most 2,048 bytes: longer ones match nothing.
    /// - Returns: The operations in the catalogue's order; no more than one of a resource.
    public static func matching(method: String, path: String) -> [CatalogueOperation] {
        guard let request = RequestPath(path) else { return [] }
        let method = method.uppercased()
        var best: [String: (rank: [Int], place: Int)] = [:]
        for (place, operation) in all.enumerated()
        where operation.method == method && request.mayBeSent(to: operation.resource) {
            guard let rank = patterns[place].rank(of: request) else { continue }
            let resource = operation.resource.name
            if let found = best[resource], !found.rank.lexicographicallyPrecedes(rank) { continue }
            best[resource] = (rank, place)
        }
        return best.values.map(\.place).sorted().map { all[$0] }
    }

    /// The operations at a path, whatever their method; matched as ``matching(method:path:)`` does.
    public static func all(atPath path: String) -> [CatalogueOperation] {
        ["GET", "POST", "PATCH", "DELETE"].flatMap { matching(method: $0, path: path) }
    }

    private static let patterns = all.map { PathPattern($0.path) }
}

extension Resource {
    /// Every operation of this resource that the catalogue knows.
    public var operations: [CatalogueOperation] {
        CatalogueOperation.all.filter { $0.resource.name == name }
    }
}
