public import StrictJSON
public import TokenCheck

/// What a new manifest lets pass that an old one did not, for people and programs.
public struct DiffReport: Sendable {
    private let comparison: ManifestComparison
    private let old: ManifestReference
    private let new: ManifestReference

    /// Reports a comparison of two files.
    public init(_ comparison: ManifestComparison, old: ManifestReference, new: ManifestReference) {
        self.comparison = comparison
        self.old = old
        self.new = new
    }

    /// A paragraph for each direction, and one line that says it all.
    public func text(style: TextStyle) -> String {
        var paragraphs: [String] = []
        for direction in [ManifestChange.Direction.widened, .narrowed] {
            let changes = comparison.changes.filter { $0.direction == direction }
            guard !changes.isEmpty else { continue }
            let title =
                direction == .widened
                ? "WIDENED  these pass now and did not before"
                : "NARROWED  these passed before and do not now"
            paragraphs.append(
                ([style.paint(title, .bold)] + changes.map { row($0, style) })
                    .joined(separator: "\n"))
        }
        var lists: [String] = []
        for (label, names) in [("added", comparison.added), ("removed", comparison.removed)]
        where !names.isEmpty {
            lists.append(
                style.folded(
                    names.joined(separator: ", "), firstIndent: "operations \(label): ",
                    indent: "  "))
        }
        if !lists.isEmpty { paragraphs.append(lists.joined(separator: "\n")) }
        if comparison.changes.isEmpty { paragraphs.append("exactly the same tokens pass") }
        return style.spelled(paragraphs.joined(separator: "\n\n")) + "\n"
    }

    private func row(_ change: ManifestChange, _ style: TextStyle) -> String {
        style.folded(
            "\(subject(change)): \(words(change))", firstIndent: "  ", indent: "    ")
    }

    private func subject(_ change: ManifestChange) -> String {
        change.operation.map { Escaping.plain($0) }
            ?? (change.kind == nil && change.aspect != .cloud
                ? "every token" : "without --operation")
    }

    /// The difference in words.
    private func words(_ change: ManifestChange) -> String {
        guard let example = change.example else {
            return unsure(change)
        }
        let token = Self.words(example)
        switch change.aspect {
        case .cloud: return "tokens of the cloud \(example.cloud.rawValue), such as \(token)"
        case .tenants: return "tokens of other tenants, such as " + (example.tenant ?? "any")
        case .clients: return "tokens of other clients, such as " + (example.client ?? "any")
        case .versions: return "tokens of version \(example.version.rawValue)"
        case .lifetime:
            return "tokens that live longer than "
                + TimeText.duration(max(0, (example.lifetimeSeconds ?? 0) - 1))
        case .remaining:
            return "tokens of which less is left, down to "
                + TimeText.duration(example.remainingSeconds ?? 0)
        case .audience, .permissions, .forbidden, .excess, .directoryRoles: return token
        }
    }

    /// A difference of which there is no example, and which cannot be ruled out.
    private func unsure(_ change: ManifestChange) -> String {
        let kind =
            switch change.kind {
            case .application?: "perhaps more of applications' tokens"
            case .delegated?: "perhaps more of users' tokens"
            case .unknown?, nil: "perhaps more"
            }
        let what =
            switch change.aspect {
            case .permissions: "what must be held"
            case .forbidden: "what is forbidden"
            case .excess: "what may be held without need"
            case .directoryRoles: "the need of directory roles"
            case .cloud, .tenants, .clients, .versions, .lifetime, .remaining, .audience:
                // Of these there always is an example.
                change.aspect.rawValue
            }
        return "\(kind): \(what) differs in more ways than can be tried"
    }

    /// A token in words.
    private static func words(_ example: ExampleToken) -> String {
        let kind = example.kind == .application ? "an application's token" : "a user's token"
        // A name may be as long as nobody would write it, to show that none is too long.
        let names = example.permissions.map { Escaping.quoted($0, limit: 40) }
        var words = "\(kind) for \(Escaping.plain(example.audience)) with "
        words += names.isEmpty ? "no permission" : names.joined(separator: ", ")
        if example.kind == .delegated, !example.directoryRoles.isEmpty {
            words +=
                " and the directory role "
                + example.directoryRoles.map { DirectoryRole.withID($0)?.name ?? $0 }
                .joined(separator: ", ")
        }
        return words
    }

    /// The document `tokcheck/diff/1`.
    public var json: JSONOutput {
        func file(_ reference: ManifestReference) -> JSONOutput {
            .object([("file", .string(reference.file)), ("sha256", .string(reference.sha256))])
        }
        func names(_ names: [String]) -> JSONOutput { .array(names.map(JSONOutput.string)) }
        return .object([
            ("schema", .string("tokcheck/diff/1")),
            ("old", file(old)),
            ("new", file(new)),
            ("widened", .boolean(comparison.isWidened)),
            ("narrowed", .boolean(comparison.isNarrowed)),
            ("changes", .array(comparison.changes.map(json))),
            ("added", names(comparison.added)),
            ("removed", names(comparison.removed)),
        ])
    }

    private func json(_ change: ManifestChange) -> JSONOutput {
        .object([
            ("direction", .string(change.direction.rawValue)),
            ("aspect", .string(change.aspect.rawValue)),
            ("operation", .optional(change.operation)),
            ("kind", .optional(change.kind?.rawValue)),
            ("certain", .boolean(change.example != nil)),
            ("example", change.example.map(Self.json) ?? .null),
            ("message", .string("\(subject(change)): \(words(change))")),
        ])
    }

    private static func json(_ example: ExampleToken) -> JSONOutput {
        .object([
            ("cloud", .string(example.cloud.rawValue)),
            ("audience", .string(example.audience)),
            ("kind", .string(example.kind.rawValue)),
            ("permissions", .array(example.permissions.map(JSONOutput.string))),
            ("directoryRoles", .array(example.directoryRoles.map(JSONOutput.string))),
            ("tenant", .optional(example.tenant)),
            ("client", .optional(example.client)),
            ("version", .string(example.version.rawValue)),
            ("lifetimeSeconds", .optional(example.lifetimeSeconds)),
            ("remainingSeconds", .optional(example.remainingSeconds)),
        ])
    }
}
