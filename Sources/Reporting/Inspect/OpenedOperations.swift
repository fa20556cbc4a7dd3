internal import StrictJSON
internal import TokenCheck

/// The operations of the catalogue that a token would open, if it is genuine.
///
/// Told from claims that nobody verified. Beside permissions an API looks at licences and at the user's own rights.
struct OpenedOperations: Sendable {
    let resource: Resource
    /// In the catalogue's order.
    let operations: [CatalogueOperation]
    /// Permissions that the catalogue does not know, each with the name that may be meant, and never a text that should be
    /// hidden; nil in their place when the claim has such texts.
    let unknown: [(name: String, nearest: String?)]?

    /// The most operations that are told to people, and the most unknown permissions.
    private static let most = 8

    /// The most unknown permissions for which a near name is looked for: a token may have thousands.
    private static let mostCompared = 64

    /// Scopes of every sign-in; no resource offers them.

    /// Looks up what a token opens; nil when its audience is not in the catalogue, or the kind of token is not clear.
    init?(_ report: Report) {
        guard let payload = report.unverifiedClaims.payload?.root,
            let name = TokenSummary(report).resource, let resource = Resource.named(name),
            report.kind != .unknown
        else { return nil }
        self.resource = resource
        let claim = payload[report.kind == .application ? "roles" : "scp"]
        let held =
            report.kind == .application
            ? claim?.elements.compactMap(\.string) ?? []
            : claim?.string?.split(separator: " ").map(String.init) ?? []
        operations = resource.operations.filter { operation in
            switch report.kind {
            case .application: operation.isPermitted(byApplication: held)
            case .delegated: operation.isPermitted(byDelegated: held)
            case .unknown: false
            }
        }
        // Behind a blank in `scp` a token would look like a permission.
        guard claim.map({ ClaimPrivacy(of: $0, as: nil) == .open }) ?? true,
            !held.contains(where: { $0.hasPrefix("eyJ") })
        else {
            unknown = nil
            return
        }
        let known = resource.permissions.filter { $0.kind == report.kind }.map(\.name)
        let expected = known + ExcessRule.signInScopes
        let others = held.filter { name in !expected.contains { $0.isExactly(name) } }
        unknown = others.enumerated().map { place, name in
            let isCompared = place < Self.mostCompared
            return (name, isCompared ? NearestName.nearest(to: name, among: known) : nil)
        }
    }

    /// Writes the paragraph; nothing if there is nothing to say.
    func write(on page: inout InspectPage) {
        let notes = notes
        guard !operations.isEmpty || !notes.isEmpty else { return }
        page.heading("What it would open, if it is genuine")
        for operation in operations.prefix(Self.most) {
            let end = operation.retires.map { " (retirement \($0))" } ?? ""
            let words = "\(operation.path)  \(operation.name)\(end)"
            if operation.path.count + 12 <= page.style.columns {
                page.row(operation.method, words)
            } else {
                page.row("", "\(operation.method) \(words)")
            }
        }
        let more = operations.count - Self.most
        if more > 0 {
            page.row("", "and \(more) more, by permission: tokcheck permissions NAME")
        }
        notes.forEach { page.row("", $0) }
    }

    private var notes: [String] {
        guard let unknown else { return [] }
        // Of Graph only the part about security is in the catalogue: other names are no surprise.
        let told = resource == .graph ? unknown.filter { $0.nearest != nil } : unknown
        var notes = told.prefix(Self.most).map { name, nearest in
            "not in the catalogue: \(Escaping.quoted(name, limit: 60))"
                + (nearest.map { ", the nearest is \($0)" } ?? "")
        }
        let more = told.count - notes.count
        if more > 0 { notes.append("not in the catalogue: \(more) more") }
        let others = unknown.count - told.count
        if others > 0 {
            notes.append(
                "\(Phrase.count(others, "permission")) outside the catalogue, which has of Graph"
                    + " what is about security")
        }
        return notes
    }

    /// The member `operations` of the document `tokcheck/inspect/1`.
    var json: JSONOutput {
        .array(
            operations.map { operation in
                .object([
                    ("request", .string(operation.request)),
                    ("name", .string(operation.name)),
                    ("retires", .optional(operation.retires)),
                ])
            })
    }
}
