public import StrictJSON
public import TokenCheck

/// What a token will carry, told before there is one, for people and programs.
public struct GrantsReport: Sendable {
    private let forecast: GrantForecast
    private let manifest: ManifestReference
    private let files: [String]
    private let exitCode: Int32
    private let notes: [String]

    /// Reports a forecast.
    public init(
        _ forecast: GrantForecast, manifest: ManifestReference, files: [String], exitCode: Int32,
        notes: [String]
    ) {
        self.forecast = forecast
        self.manifest = manifest
        self.files = files
        self.exitCode = exitCode
        self.notes =
            notes
            + (forecast.client == .untold
                ? ["the manifest names its clients, and no export tells which application this is"]
                : [])
    }

    /// A line for each operation and kind, what the tokens will hold, and the outcome.
    public func text(style: TextStyle) -> String {
        let entries = shown.map { entry in
            style.folded(
                "\(Escaping.plain(entry.operation)), \(Self.kind(entry.kind)): \(Self.words(entry))",
                firstIndent: "\(Self.sign(entry.status)) ", indent: "    ")
        }
        let tokens = forecast.tokens.flatMap { token in Self.lines(token, style, forecast) }
        let notes = notes.map { style.folded($0, firstIndent: "· ", indent: "  ") }
        return style.spelled(
            [entries, tokens, notes, [style.paint(verdict.uppercased(), .bold) + "  " + sentence]]
                .filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
                .joined(separator: "\n\n")) + "\n"
    }

    /// Kinds that the manifest does not serve are told if that is all there is.
    private var shown: [GrantForecast.Entry] {
        let served = forecast.entries.filter { $0.status != .notServed }
        return forecast.entries.filter { entry in
            entry.status != .notServed || !served.contains { $0.operation == entry.operation }
                || forecast.kinds.count == 1
        }
    }

    private static func kind(_ kind: TokenKind) -> String {
        kind == .application ? "application's token" : "user's token"
    }

    private static func sign(_ status: GrantForecast.Status) -> String {
        switch status {
        case .possible: "✔"
        case .missing: "✘"
        case .notServed: "✘"
        case .unsure: "?"
        }
    }

    private static func words(_ entry: GrantForecast.Entry) -> String {
        switch entry.status {
        case .possible: return "will hold what it needs"
        case .notServed: return "the manifest does not let this kind do it"
        case .unsure(let doubt): return words(doubt)
        case .missing(let missing):
            return missing.map { "\(Escaping.quoted($0.permission)) \(words($0.reason))" }
                .joined(separator: "; ")
        }
    }

    private static func words(_ doubt: GrantForecast.Doubt) -> String {
        switch doubt {
        case .noExport: "no file lists what is granted to this kind of token"
        case .onlyRequested: "is configured; whether it is consented to no file tells"
        case .onlyOtherKind:
            "no file lists what is granted to this kind of token; the other kind will hold what it needs"
        case .partial: "the list of grants goes on elsewhere; export all of it"
        case .resourceUnknown:
            "consented to, of a resource that no file names; add the export of its service principal"
        case .audience: "its audience is no built-in resource, and no file tells"
        case .directoryRole:
            "the scopes are there; which directory role the user has no file tells"
        }
    }

    private static func words(_ reason: GrantForecast.Reason) -> String {
        switch reason {
        case .notConsented: "is configured but not consented to"
        case .otherKind(.delegated):
            "is not granted: it is delegated only, and this job has no user"
        case .otherKind: "is not granted: only applications' tokens have it"
        case .otherResource(let name):
            "is consented to for another resource, \(Escaping.quoted(name))"
        case .onlyOtherResource(let name):
            "is not granted: what is granted is of another resource, \(Escaping.quoted(name))"
        case .oneUserOnly: "is consented to for one user only"
        case .notRequested: "is not even configured in the registration"
        case .notGranted: "is not granted"
        }
    }

    private static func code(_ reason: GrantForecast.Reason) -> String {
        switch reason {
        case .notConsented: "not-consented"
        case .otherKind: "other-kind"
        case .otherResource: "other-resource"
        case .onlyOtherResource: "only-other-resource"
        case .oneUserOnly: "one-user-only"
        case .notRequested: "not-requested"
        case .notGranted: "not-granted"
        }
    }

    private static func lines(
        _ token: GrantForecast.Token, _ style: TextStyle, _ forecast: GrantForecast
    ) -> [String] {
        func line(_ sign: String, _ words: String) -> String {
            style.folded(words, firstIndent: sign + " ", indent: "  ")
        }
        let kind = token.kind == .application ? "an application's token" : "a user's token"
        var lines = [
            line(
                "·",
                "\(kind) for \(token.resource.displayName) will hold "
                    + PermissionWords.list(token.permissions))
        ]
        if !token.forbidden.isEmpty {
            lines.append(line("✘", "forbidden: " + PermissionWords.list(token.forbidden)))
        }
        if !token.excess.isEmpty {
            lines.append(
                line(
                    forecast.excessLevel == .fail ? "✘" : "!",
                    "not needed: " + PermissionWords.list(token.excess)))
        }
        return lines
    }

    private var verdict: String {
        switch forecast.outcome {
        case .accepted: "accepted"
        case .rejected, .clientRefused: "rejected"
        case .undecided: "undecided"
        }
    }

    private var sentence: String {
        switch forecast.outcome {
        case .accepted: "a token will carry what the manifest asks"
        case .rejected: "no token will carry what the manifest asks"
        case .clientRefused: "the manifest does not accept this client" + clientID
        case .undecided: "the exports do not tell everything"
        }
    }

    private var clientID: String {
        if case .refused(let id) = forecast.client { ", \(id)" } else { "" }
    }

    /// The document `tokcheck/grants/1`.
    public var json: JSONOutput {
        func names(_ names: [String]) -> JSONOutput { .array(names.map(JSONOutput.string)) }
        let rejection: String? =
            switch forecast.outcome {
            case .rejected: "permission"
            case .clientRefused: "trust"
            case .accepted, .undecided: nil
            }
        return .object([
            ("schema", .string("tokcheck/grants/1")),
            ("verdict", .string(verdict)),
            ("rejection", .optional(rejection)),
            ("exitCode", .integer(Int64(exitCode))),
            ("manifest", manifest.json),
            ("files", names(files)),
            ("operations", .array(forecast.entries.map(Self.json))),
            (
                "tokens",
                .array(
                    forecast.tokens.map { token in
                        .object([
                            ("resource", .string(token.resource.name)),
                            ("kind", .string(token.kind.rawValue)),
                            ("permissions", names(token.permissions)),
                            ("forbidden", names(token.forbidden)),
                            ("excess", names(token.excess)),
                        ])
                    })
            ),
            ("notes", names(notes)),
        ])
    }

    private static func json(_ entry: GrantForecast.Entry) -> JSONOutput {
        let status: String
        var doubt: String?
        var missing: [JSONOutput] = []
        switch entry.status {
        case .possible: status = "possible"
        case .notServed: status = "not-served"
        case .unsure(let reason):
            status = "unsure"
            doubt = reason.rawValue
        case .missing(let list):
            status = "missing"
            missing = list.map {
                .object([
                    ("permission", .string($0.permission)), ("reason", .string(code($0.reason))),
                ])
            }
        }
        return .object([
            ("operation", .string(entry.operation)), ("kind", .string(entry.kind.rawValue)),
            ("status", .string(status)), ("doubt", .optional(doubt)), ("missing", .array(missing)),
            ("message", .string(words(entry))),
        ])
    }
}
