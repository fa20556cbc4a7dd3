public import StrictJSON
public import TokenCheck

/// What a manifest asks, in words: which tokens would pass, for both kinds.
public struct ManifestExplanation: Sendable {
    private let manifest: Manifest
    private let operations: [Operation]
    private let reference: ManifestReference

    /// Explains a manifest.
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - operations: The operations to explain.
    ///   - reference: Its file.
    public init(_ manifest: Manifest, operations: [Operation], reference: ManifestReference) {
        self.manifest = manifest
        self.operations = operations
        self.reference = reference
    }

    /// A paragraph for each operation, and one for what holds for every token.
    public func text(style: TextStyle) -> String {
        let title = manifest.name.map { style.paint(Escaping.plain($0), .bold) }
        let head = [title, manifest.about.map { folded($0, style) }].compactMap(\.self)
        let paragraphs =
            (head.isEmpty ? [] : [head.joined(separator: "\n")])
            + operations.map { paragraph($0, style) }
            + [bounds.isEmpty ? "" : rows("every token", bounds, style)]
        let text = paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
        return style.spelled(text) + "\n"
    }

    private func folded(_ text: String, _ style: TextStyle) -> String {
        style.folded(Escaping.plain(Self.oneLine(text)), firstIndent: "  ", indent: "  ")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func paragraph(_ operation: Operation, _ style: TextStyle) -> String {
        var rows: [(String, String)] = []
        if let request = operation.request { rows.append(("request", Escaping.plain(request))) }
        if let audience = audience(operation) { rows.append(("token for", audience)) }
        rows.append(("app-only", sentence(operation, .application)))
        rows.append(("user", sentence(operation, .delegated)))
        if let fallback = operation.fallback { rows.append(("otherwise", fallback)) }
        if let known = operation.catalogued, let day = known.retires {
            rows.append(("ends", day + (known.note.map { "; " + $0 } ?? "")))
        }
        let about = operation.about.map { [folded($0, style)] } ?? []
        let name = style.paint(Escaping.plain(operation.name ?? ""), .bold)
        return ([name] + about + [self.rows(nil, rows, style)]).joined(separator: "\n")
    }

    private func rows(_ title: String?, _ rows: [(String, String)], _ style: TextStyle) -> String {
        let lines = rows.map { label, words in
            let padding = String(repeating: " ", count: max(1, 11 - label.count))
            return FoldedRow(
                "  " + label + padding + words, indent: String(repeating: " ", count: 13),
                columns: style.columns
            ).text
        }
        return ((title.map { [style.paint($0, .bold)] } ?? []) + lines).joined(separator: "\n")
    }

    private func audience(_ operation: Operation) -> String? {
        switch operation.audiences {
        case .resource(let resource):
            "\(resource.canonicalAudience(in: manifest.bounds.cloud ?? .public) ?? resource.name) "
                + "(\(resource.name))"
        case .only(let audiences): audiences.map { Escaping.quoted($0) }.joined(separator: ", ")
        case .any, nil: nil
        }
    }

    /// What a token of one kind must have, in words.
    private func sentence(_ operation: Operation, _ kind: TokenKind) -> String {
        guard let need = operation.need(of: kind) else {
            return "does not pass: no \(kind.rawValue) branch"
        }
        if let kinds = manifest.bounds.kinds, !kinds.contains(kind) {
            return "does not pass: token.kinds leaves it out"
        }
        let claim = kind == .application ? "roles" : "scp"
        var words = "passes with \(Messages.words(need)) in \(claim)"
        if kind == .delegated, let roles = operation.directoryRoles {
            words +=
                ", and as directory role \(Messages.words(PermissionWords.named(roles))) in wids"
        }
        return words
    }

    private var bounds: [(String, String)] {
        let bounds = manifest.bounds
        func list(_ texts: [String]?) -> String? { texts.map { $0.joined(separator: ", ") } }
        func patterns(_ patterns: [PermissionPattern]) -> String? {
            patterns.isEmpty
                ? nil
                : patterns.map { Escaping.quoted($0.text) }.joined(separator: ", ")
        }
        let rows: [(String, String?)] = [
            ("cloud", bounds.cloud?.rawValue),
            ("tenants", list(bounds.tenants)),
            ("callers", list(bounds.clients)),
            ("versions", list(bounds.versions?.map(\.rawValue))),
            (
                "lives",
                bounds.maximumLifetimeSeconds.map { "at most \(TimeText.duration($0)) in all" }
            ),
            ("left", bounds.minimumRemainingSeconds.map { "at least \(TimeText.duration($0))" }),
            ("forbidden", patterns(manifest.forbidden.application).map { "app-only: " + $0 }),
            ("forbidden", patterns(manifest.forbidden.delegated).map { "user: " + $0 }),
            ("excess", excess),
        ]
        return rows.compactMap { label, words in words.map { (label, $0) } }
    }

    private var excess: String {
        let allowed = manifest.excess.allowed.map { Escaping.quoted($0.text) }
        let but = allowed.isEmpty ? "" : ", but for " + allowed.joined(separator: ", ")
        switch manifest.excess.level {
        case .ignore: return "what is held and not needed is not looked at"
        case .warn: return "what is held and not needed is a warning" + but
        case .fail: return "what is held and not needed rejects the token" + but
        }
    }
}

extension ManifestExplanation {
    /// The document `tokcheck/explain/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/explain/1")),
            ("file", .string(reference.file)),
            ("sha256", .string(reference.sha256)),
            ("operations", .array(operations.map(json))),
        ])
    }

    private func json(_ operation: Operation) -> JSONOutput {
        let cloud = manifest.bounds.cloud ?? .public
        let audiences: [String] =
            switch operation.audiences {
            case .resource(let resource):
                [resource.canonicalAudience(in: cloud), resource.applicationID].compactMap(\.self)
            case .only(let texts): texts
            case .any, nil: []
            }
        return .object([
            ("name", .optional(operation.name)),
            ("about", .optional(operation.about)),
            ("request", .optional(operation.request)),
            ("resource", .optional(operation.resource?.name)),
            ("audiences", .array(audiences.map(JSONOutput.string))),
            ("application", operation.application.map(JSONOutput.init) ?? .null),
            ("delegated", operation.delegated.map(JSONOutput.init) ?? .null),
            ("directoryRoles", operation.directoryRoles.map(JSONOutput.init) ?? .null),
            ("fallback", .optional(operation.fallback)),
            ("retires", .optional(operation.catalogued?.retires)),
            (
                "words",
                .object([
                    ("application", .string(sentence(operation, .application))),
                    ("delegated", .string(sentence(operation, .delegated))),
                ])
            ),
        ])
    }
}
