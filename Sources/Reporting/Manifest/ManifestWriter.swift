public import StrictJSON
public import TokenCheck

/// Writes a permissions manifest: as YAML for people, or as JSON.
///
/// What is written reads back as the same manifest.
public struct ManifestWriter: Sendable {
    private let manifest: Manifest
    private let comments: Comments

    /// What is said beside a manifest; the format has no place for it.
    public struct Comments: Sendable {
        /// The lines above everything.
        public var head: [String] = []
        /// The lines above an operation, by its name.
        public var operations: [String: [String]] = [:]
        /// What stands behind a permission, by the operation's name, the kind and the permission's name.
        public var permissions: [PermissionPlace: String] = [:]

        /// No comments.
        public init() {}
    }

    /// A permission in a branch of an operation.
    public struct PermissionPlace: Hashable, Sendable {
        let operation: String
        let kind: TokenKind
        let permission: String

        /// Names a place.
        public init(operation: String, kind: TokenKind, permission: String) {
            self.operation = operation
            self.kind = kind
            self.permission = permission
        }
    }

    /// Writes a manifest.
    public init(_ manifest: Manifest, comments: Comments = Comments()) {
        self.manifest = manifest
        self.comments = comments
    }

    /// The manifest as YAML.
    public var text: String { YAMLWriter.text(members, comments: comments.head) }

    /// The manifest as JSON.
    public var json: JSONOutput { YAMLOutput.mapping(members, .lines).json }

    private var members: [YAMLOutput.Member] {
        var members: [YAMLOutput.Member] = [.init("tokcheck", .integer(1))]
        if let name = manifest.name { members.append(.init("name", .text(name))) }
        if let about = manifest.about { members.append(.init("about", .text(about))) }
        let bounds = BoundsOutput(manifest.bounds).members
        if !bounds.isEmpty { members.append(.init("token", .mapping(bounds, .lines))) }
        let operations = manifest.operations.map { operation in
            YAMLOutput.Member(
                operation.name ?? "", .mapping(self.members(of: operation), .lines),
                above: comments.operations[operation.name ?? ""] ?? [])
        }
        members.append(.init("operations", .mapping(operations, .lines)))
        members += ruleMembers
        return members
    }

    private func members(of operation: Operation) -> [YAMLOutput.Member] {
        var members: [YAMLOutput.Member] = []
        if let about = operation.about { members.append(.init("about", .text(about))) }
        if let request = operation.request { members.append(.init("request", .text(request))) }
        if let resource = operation.resource, operation.audiences != manifest.bounds.audiences {
            members.append(.init("resource", .text(resource.name)))
        }
        for kind in [TokenKind.application, .delegated] {
            guard let need = operation.need(of: kind) else { continue }
            members.append(
                .init(
                    kind.rawValue, value(need, of: operation, kind),
                    behind: comment(on: need, of: operation, kind)))
        }
        if let roles = operation.directoryRoles {
            members.append(.init("directory-roles", value(PermissionWords.named(roles))))
        }
        if let fallback = operation.fallback { members.append(.init("fallback", .text(fallback))) }
        return members
    }

    private func comment(on need: Need, of operation: Operation, _ kind: TokenKind) -> String? {
        guard case .permission(let name) = need else { return nil }
        return comments.permissions[
            PermissionPlace(operation: operation.name ?? "", kind: kind, permission: name)]
    }

    private func value(_ need: Need, of operation: Operation? = nil, _ kind: TokenKind = .unknown)
        -> YAMLOutput
    {
        func list(_ needs: [Need]) -> YAMLOutput {
            .list(
                needs.map { need in
                    YAMLOutput.Element(
                        value(need, of: operation, kind),
                        comment: operation.flatMap { comment(on: need, of: $0, kind) })
                })
        }
        switch need {
        case .permission(let name): return .text(name)
        case .any(let needs): return .mapping([.init("any", list(needs))], .short)
        case .all(let needs): return .mapping([.init("all", list(needs))], .short)
        }
    }

    private var ruleMembers: [YAMLOutput.Member] {
        func patterns(_ name: String, _ patterns: [PermissionPattern]) -> [YAMLOutput.Member] {
            patterns.isEmpty
                ? [] : [.init(name, .list(patterns.map { .init(.text($0.text)) }))]
        }
        let forbidden =
            patterns("application", manifest.forbidden.application)
            + patterns("delegated", manifest.forbidden.delegated)
        let allowed = patterns("allow", manifest.excess.allowed)
        var members: [YAMLOutput.Member] = []
        if !forbidden.isEmpty { members.append(.init("forbid", .mapping(forbidden, .lines))) }
        if manifest.excess != ExcessRule() {
            let level = YAMLOutput.Member("level", .text(manifest.excess.level.rawValue))
            members.append(.init("excess", .mapping([level] + allowed, .lines)))
        }
        return members
    }
}

/// The part `token` of a manifest.
private struct BoundsOutput {
    let members: [YAMLOutput.Member]

    init(_ bounds: TokenBounds) {
        var members: [YAMLOutput.Member] = []
        func add(_ name: String, _ texts: [String]?) {
            guard let texts else { return }
            members.append(.init(name, .list(texts.map { .init(.text($0)) })))
        }
        if let cloud = bounds.cloud { members.append(.init("cloud", .text(cloud.rawValue))) }
        add("tenants", bounds.tenants)
        switch bounds.audiences {
        case .resource(let resource): members.append(.init("resource", .text(resource.name)))
        case .only(let texts): add("audiences", texts)
        case .any, nil: break
        }
        add("versions", bounds.versions?.map(\.rawValue))
        add("kinds", bounds.kinds?.map(\.rawValue))
        add("clients", bounds.clients)
        let lifetime = [
            ("max", bounds.maximumLifetimeSeconds), ("remaining", bounds.minimumRemainingSeconds),
        ].compactMap { name, seconds in
            seconds.map { YAMLOutput.Member(name, .text(Self.duration($0))) }
        }
        if !lifetime.isEmpty { members.append(.init("lifetime", .mapping(lifetime, .short))) }
        self.members = members
    }

    /// The largest unit that leaves no rest; a manifest that was read then has no more digits than it had.
    private static func duration(_ seconds: Int64) -> String {
        for (unit, length) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60)]
        where seconds.isMultiple(of: length) {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }
}
