/// What a new manifest lets pass that an old one did not, and the reverse.
///
/// Compared is what tokens are accepted, not what the files say: for each cloud, for `check` without `--operation` and
/// with each operation that both manifests have, for every audience and both kinds of token. Whatever the flags expect
/// beside the manifest narrows both alike. A token has one audience, as Entra ID issues them. An operation that only
/// the new manifest has lets nobody pass who asked before; it counts for `check` without `--operation`.
public struct ManifestComparison: Sendable {
    /// Every difference; those that widen first.
    public let changes: [ManifestChange]
    /// The operations that only the new manifest has.
    public let added: [String]
    /// The operations that only the old manifest has.
    public let removed: [String]

    /// Whether some token passes now that did not before, or that cannot be ruled out.
    public var isWidened: Bool { changes.contains { $0.direction == .widened } }
    /// Whether some token passed before that does not now, or that cannot be ruled out.
    public var isNarrowed: Bool { changes.contains { $0.direction == .narrowed } }

    /// Compares two manifests.
    public init(from old: Manifest, to new: Manifest) {
        let oldNames = old.operations.compactMap(\.name)
        let newNames = new.operations.compactMap(\.name)
        let oldSet = Set(oldNames)
        let newSet = Set(newNames)
        added = newNames.filter { !oldSet.contains($0) }
        removed = oldNames.filter { !newSet.contains($0) }
        let common = oldNames.filter(newSet.contains)
        // Of one operation alone it says the same twice.
        let isSingle = oldNames.count == 1 && oldNames == newNames
        let selections: [String?] = (isSingle ? [] : [nil]) + common
        var widened = ChangeList(.widened)
        var narrowed = ChangeList(.narrowed)
        for cloud in Cloud.allCases {
            let doors = AudienceClass.all(of: [old, new], in: cloud)
            for selection in selections {
                let before = old.policy(in: cloud, selecting: selection)
                let after = new.policy(in: cloud, selecting: selection)
                widened.compare(before, after, selection, doors)
                narrowed.compare(after, before, selection, doors)
            }
        }
        changes = widened.changes + narrowed.changes
    }
}

/// One difference between two manifests.
public struct ManifestChange: Sendable, Equatable {
    /// Which way it goes.
    public enum Direction: String, Sendable {
        /// Tokens pass that did not.
        case widened
        /// Tokens do not pass that did.
        case narrowed
    }

    /// What of a token it is about.
    public enum Aspect: String, Sendable, CaseIterable {
        /// The cloud, or a resource that the cloud does not have.
        case cloud
        /// The tenant.
        case tenants
        /// The calling application.
        case clients
        /// The version.
        case versions
        /// How long it lives.
        case lifetime
        /// How much is left of it.
        case remaining
        /// The audience, or the kind of token for an audience.
        case audience
        /// The permissions that it must hold.
        case permissions
        /// The permissions that it must not hold.
        case forbidden
        /// The permissions that nobody needs.
        case excess
        /// The directory roles of its user.
        case directoryRoles = "directory-roles"
    }

    /// Which way it goes.
    public let direction: Direction
    /// What it is about.
    public let aspect: Aspect
    /// The operation that is asked for; nil: none, so that all count.
    public let operation: String?
    /// The kind of token, for what differs by kind.
    public let kind: TokenKind?
    /// A token that one manifest lets pass and the other does not; nil: it could not be ruled out that there is one.
    public let example: ExampleToken?
}

/// What a token would have to be.
public struct ExampleToken: Sendable, Equatable {
    /// The cloud that is expected.
    public var cloud: Cloud
    /// Its audience.
    public var audience: String
    /// Its kind.
    public var kind: TokenKind
    /// What it holds.
    public var permissions: [String] = []
    /// The directory roles of its user, as ids.
    public var directoryRoles: [String] = []
    /// Its tenant; nil: any.
    public var tenant: String?
    /// Its client; nil: any.
    public var client: String?
    /// Its version.
    public var version = TokenVersion.v1
    /// How long it lives; nil: an hour.
    public var lifetimeSeconds: Int64?
    /// How much of that is left; nil: what is usual.
    public var remainingSeconds: Int64?

    /// A token that holds nothing.
    public init(cloud: Cloud, audience: String, kind: TokenKind) {
        self.cloud = cloud
        self.audience = audience
        self.kind = kind
    }
}

extension Manifest {
    /// What is accepted if the flags leave everything open; nil: the manifest cannot be used so.
    fileprivate func policy(in cloud: Cloud, selecting operation: String?) -> Policy? {
        var policy = Policy()
        policy.cloud = cloud
        policy.tenants = .any
        policy.audiences = .any
        return try? narrowing(policy, selecting: operation.map { [$0] } ?? [])
    }
}

/// The differences of one direction, each told once.
private struct ChangeList {
    let direction: ManifestChange.Direction
    private(set) var changes: [ManifestChange] = []
    private var search = CellSearch()

    init(_ direction: ManifestChange.Direction) { self.direction = direction }

    /// Looks for tokens that the policy `after` accepts and `before` does not.
    mutating func compare(
        _ before: Policy?, _ after: Policy?, _ operation: String?, _ doors: [String]
    ) {
        guard let after else { return }
        var usual: ExampleToken?
        for door in doors {
            for kind in [TokenKind.application, .delegated] {
                guard let cell = AcceptanceCell(after, audience: door, kind: kind),
                    var example = search.accepted(by: cell)
                else { continue }
                example = after.completed(example, audience: door, kind: kind)
                usual = usual ?? example
                guard let before else { continue }
                guard let old = AcceptanceCell(before, audience: door, kind: kind) else {
                    add(.audience, operation, kind, example)
                    continue
                }
                for difference in search.differences(from: old, to: cell) {
                    add(
                        difference.aspect, operation, kind,
                        difference.held.map {
                            var token = example
                            token.permissions = $0.permissions
                            token.directoryRoles = $0.directoryRoles
                            return token
                        })
                }
            }
        }
        guard let usual else { return }
        guard let before else {
            add(.cloud, operation, nil, usual)
            return
        }
        for (aspect, example) in after.widerBounds(than: before, usual) {
            add(aspect, nil, nil, example)
        }
    }

    private mutating func add(
        _ aspect: ManifestChange.Aspect, _ operation: String?, _ kind: TokenKind?,
        _ example: ExampleToken?
    ) {
        let isKnown = changes.contains { change in
            guard change.aspect == aspect, change.operation == operation, change.kind == kind else {
                return false
            }
            // Each audience is told, each cloud is not: their tokens differ in nothing else.
            return aspect != .audience || change.example?.audience == example?.audience
                || change.example?.cloud != example?.cloud
        }
        guard !isKnown else { return }
        changes.append(
            ManifestChange(
                direction: direction, aspect: aspect, operation: operation, kind: kind,
                example: example))
    }
}

extension Policy {
    /// The example with a tenant, client, version and life that the policy accepts.
    fileprivate func completed(_ example: ExampleToken, audience: String, kind: TokenKind)
        -> ExampleToken
    {
        var token = example
        token.cloud = cloud
        token.audience = audience
        token.kind = kind
        if case .only(let listed) = tenants { token.tenant = listed.first }
        token.client = clients.first
        token.version = versions.first ?? .v1
        token.remainingSeconds = minimumRemainingSeconds
        token.lifetimeSeconds = maximumLifetimeSeconds.map {
            min($0, max(3_600, minimumRemainingSeconds ?? 0))
        }
        if let remaining = minimumRemainingSeconds, token.lifetimeSeconds == nil {
            token.lifetimeSeconds = max(3_600, remaining)
        }
        return token
    }

    /// In which bounds on the token as such this policy accepts more than another, each with an example.
    fileprivate func widerBounds(than other: Policy, _ usual: ExampleToken)
        -> [(ManifestChange.Aspect, ExampleToken)]
    {
        var wider: [(ManifestChange.Aspect, ExampleToken)] = []
        func add(_ aspect: ManifestChange.Aspect, _ change: (inout ExampleToken) -> Void) {
            var token = usual
            change(&token)
            wider.append((aspect, token))
        }
        if case .only(let listed) = other.tenants {
            switch tenants {
            case .any: add(.tenants) { $0.tenant = GUID.other(than: listed) }
            case .only(let own):
                if let more = own.first(where: { !listed.contains($0) }) {
                    add(.tenants) { $0.tenant = more }
                }
            }
        }
        if !other.clients.isEmpty {
            if clients.isEmpty {
                add(.clients) { $0.client = GUID.other(than: other.clients) }
            } else if let more = clients.first(where: { !other.clients.contains($0) }) {
                add(.clients) { $0.client = more }
            }
        }
        if let more = versions.first(where: { !other.versions.contains($0) }) {
            add(.versions) { $0.version = more }
        }
        if let most = other.maximumLifetimeSeconds, maximumLifetimeSeconds ?? .max > most {
            let life = max(most + 1, minimumRemainingSeconds ?? 0)
            add(.lifetime) { $0.lifetimeSeconds = life }
        }
        if let least = other.minimumRemainingSeconds, minimumRemainingSeconds ?? 0 < least {
            let left = minimumRemainingSeconds ?? 0
            add(.remaining) { $0.remainingSeconds = left }
        }
        return wider
    }
}

extension GUID {
    /// A GUID that is none of these.
    fileprivate static func other(than listed: [String]) -> String {
        var number = 0
        while true {
            let guid = "00000000-0000-4000-8000-" + String(number, radix: 16).padded(to: 12)
            if !listed.contains(guid) { return guid }
            number += 1
        }
    }
}

extension String {
    /// The text with zeros in front.
    fileprivate func padded(to count: Int) -> String {
        String(repeating: "0", count: max(0, count - self.count)) + self
    }
}
