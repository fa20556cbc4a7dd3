internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck manifest init`: a manifest for requests, or of what a token carries.
struct ManifestInitCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a manifest, from requests or from a token.",
        discussion: """
            With --operation it asks the catalogue what each request takes. Without, it
            reads a token and lists what that carries; the token is not verified.

            tokcheck manifest init --operation 'GET /api/incidents' --out tokcheck.yaml
            tokcheck manifest init @token.jwt
            """
    )

    @OptionGroup(title: "The token") var source: TokenOptions

    @Option(
        help: ArgumentHelp(
            "A request, such as 'GET /api/incidents'; may be repeated.", valueName: "request"))
    var operation: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only for application or delegated tokens; default both.", valueName: "kind"))
    var kind: KindArgument?

    @OptionGroup(title: "The file") var draft: DraftOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        guard operation.isEmpty else {
            guard !source.isNamed else {
                throw CommandFault.usage(
                    "both --operation and a token", hint: "leave out one of them")
            }
            try draft.write(
                ManifestDraft(of: try operations(), kinds: kind.map { [$0.kind] }), global)
            return .success
        }
        guard kind == nil else {
            throw CommandFault.usage(
                "--kind without --operation", hint: "a token has a kind of its own")
        }
        try draft.write(try ofToken(in: program), global)
        return .success
    }

    /// The operations of the requests, each once.
    private func operations() throws(CommandFault) -> [CatalogueOperation] {
        var operations: [CatalogueOperation] = []
        for request in operation {
            let found = try CatalogueRequest(request).operations()
            guard found.count == 1, let known = found.first else {
                throw .usage(
                    "\(Redaction.quoted(request)) may go to "
                        + found.map(\.resource.name).joined(separator: " or "),
                    hint: "write the whole address, with its host")
            }
            if let kind, known.permissions(of: kind.kind).isEmpty {
                throw .usage(
                    "no \(kind.rawValue) permission opens \(known.request)",
                    hint: "see `tokcheck permissions --for '\(known.request)'`")
            }
            if !operations.contains(known) { operations.append(known) }
        }
        return operations
    }

    private func ofToken(in program: Program) throws(CommandFault) -> ManifestDraft {
        let token = try source.token(in: program, noInput: global.noInput, joiningLines: .never)
        for note in token.notes { StandardStreams.printError("tokcheck: note: \(note)\n") }
        let report = Report(
            on: token.bytes.span, keys: .none, policy: Policy(),
            now: Instant(secondsSince1970: program.now))
        guard report.verdict.rejection != .form else { throw InspectCommand.fault(report) }
        do throws(TokenDraftDefect) {
            return try ManifestDraft(of: report, fingerprint: token.fingerprint)
        } catch {
            throw Self.fault(error)
        }
    }

    private static func fault(_ defect: TokenDraftDefect) -> CommandFault {
        let hint = "name what the job calls: --operation 'GET /api/incidents'"
        let (code, message) =
            switch defect {
            case .kindUnknown:
                ("kind-known", "the claims do not tell an application's token from a user's")
            case .nothingHeld(.application):
                ("permissions-held", "the token carries no permission in roles")
            case .nothingHeld: ("permissions-held", "the token carries no permission in scp")
            case .audience: ("aud-accepted", "aud is no text that a manifest could name")
            }
        return CommandFault(exit: .badData, code: code, message: message, hint: hint)
    }
}
