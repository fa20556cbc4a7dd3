/// The permissions that an app registration asks for so that a manifest's operations become possible.
///
/// Asking is not having: consent is another step.
public struct RequestedPermissions: Sendable, Equatable {
    /// Each once; those for one resource together, in the order of the manifest.
    public let all: [Permission]

    /// The resources, in order.
    public var resources: [Resource] {
        var resources: [Resource] = []
        for permission in all where !resources.contains(permission.resource) {
            resources.append(permission.resource)
        }
        return resources
    }

    /// The permissions for one resource.
    public func permissions(for resource: Resource) -> [Permission] {
        all.filter { $0.resource == resource }
    }

    /// Picks the permissions: of each `any` the first member that is not forbidden, of each `all` every one.
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - operations: Those of it that are to be possible.
    ///   - kinds: For which kinds of token; nil: those that the manifest accepts.
    /// - Throws: ``RequestDefect`` when a permission has no id here, or nothing is asked.
    public init(of manifest: Manifest, operations: [Operation], kinds: [TokenKind]? = nil)
        throws(RequestDefect)
    {
        let accepted = manifest.bounds.kinds ?? [.application, .delegated]
        var found: [Permission] = []
        for operation in operations {
            for kind in [TokenKind.application, .delegated]
            where accepted.contains(kind) && kinds?.contains(kind) ?? true {
                guard let need = operation.need(of: kind) else { continue }
                let path = "/operations/\(operation.name ?? "")/\(kind.rawValue)"
                let patterns = manifest.forbidden.patterns(of: kind)
                guard
                    let names = need.preferredNames(where: { name in
                        !patterns.contains { $0.matches(name) }
                    })
                else { throw RequestDefect(.forbidden, at: path, operation: operation.name) }
                for name in names {
                    let permission = try Self.permission(name, kind, operation, at: path)
                    if !found.contains(permission) { found.append(permission) }
                }
            }
        }
        guard !found.isEmpty else { throw RequestDefect(.nothing, at: "/operations") }
        let order = found.map(\.resource)
        all = found.enumerated().sorted { left, right in
            let places = (
                order.firstIndex(of: left.element.resource) ?? 0,
                order.firstIndex(of: right.element.resource) ?? 0
            )
            return (places.0, left.offset) < (places.1, right.offset)
        }.map(\.element)
    }

    private static func permission(
        _ name: String, _ kind: TokenKind, _ operation: Operation, at path: String
    ) throws(RequestDefect) -> Permission {
        guard let resource = operation.resource else {
            throw RequestDefect(.resourceUnknown, at: path, operation: operation.name)
        }
        guard let permission = Permission.requestable(name, kind: kind, in: resource) else {
            let known = resource.permissions.filter { $0.kind == kind }.map(\.name)
            throw RequestDefect(
                .permissionUnknown, at: path, operation: operation.name, found: name,
                nearest: NearestName.nearest(to: name, among: known))
        }
        return permission
    }
}

/// Why a manifest's permissions cannot be put into an app registration.
public struct RequestDefect: Error, Equatable, Sendable {
    /// The kinds of defect.
    public enum Kind: String, Sendable, CaseIterable {
        /// The operation is for audiences whose permissions have no ids here.
        case resourceUnknown = "resource-unknown"
        /// The catalogue has no such permission for the resource and kind.
        case permissionUnknown = "permission-unknown"
        /// The manifest forbids every way to the operation.
        case forbidden = "alternative-forbidden"
        /// No operation has a branch for the kinds that are asked.
        case nothing = "nothing-asked"
    }

    /// What is wrong.
    public let kind: Kind
    /// Where in the manifest, as a JSON pointer (RFC 6901).
    public let path: String
    /// The operation.
    public let operation: String?
    /// The permission's name.
    public let found: String?
    /// The known name that is nearest to it.
    public let nearest: String?

    init(
        _ kind: Kind, at path: String, operation: String? = nil, found: String? = nil,
        nearest: String? = nil
    ) {
        self.kind = kind
        self.path = path
        self.operation = operation
        self.found = found
        self.nearest = nearest
    }
}

extension Need {
    /// The names that meet the need as its author prefers: of each `any` the first member that can be met.
    /// - Parameter isAllowed: Whether a permission may be taken.
    /// - Returns: The names in order; nil when the need cannot be met.
    package func preferredNames(where isAllowed: (String) -> Bool) -> [String]? {
        switch self {
        case .permission(let name): return isAllowed(name) ? [name] : nil
        case .any(let needs):
            for need in needs {
                if let names = need.preferredNames(where: isAllowed) { return names }
            }
            return nil
        case .all(let needs):
            var names: [String] = []
            for need in needs {
                guard let more = need.preferredNames(where: isAllowed) else { return nil }
                names += more
            }
            return names
        }
    }
}
