internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import TokenCheck

/// `tokcheck manifest learn`: a manifest of what servers asked for when they refused.
struct ManifestLearnCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Make a manifest of what servers asked for when they refused.",
        discussion: """
            Reads saved answers (a body, the output of curl -i), and HTTP archives, of
            which every answer 401 or 403 counts, with its request.

            tokcheck manifest learn response.json --operation 'GET /api/incidents'
            tokcheck manifest learn --har session.har --out tokcheck.yaml
            """
    )

    @Argument(
        help: ArgumentHelp("Saved answers; - for standard input.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @Option(
        help: ArgumentHelp("An HTTP archive; may be repeated.", valueName: "file"),
        completion: .file())
    var har: [String] = []

    @Option(
        help: ArgumentHelp("The request that the saved answers refuse.", valueName: "request"))
    var operation: String?

    @Option(
        help: ArgumentHelp(
            "The resource of answers that do not tell it: defender-xdr, …", valueName: "name"))
    var resource: String?

    /// A session has a few; what is kept of each takes some hundred bytes.
    private static let mostRefusals = 20_000

    @OptionGroup(title: "The file") var draft: DraftOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        guard !files.isEmpty || !har.isEmpty else {
            throw CommandFault.usage(
                "nothing to learn from", hint: "name a saved answer, or an archive with --har")
        }
        guard (files + har).count(where: { $0 == "-" }) < 2 else {
            throw CommandFault.usage(
                "- is named twice", hint: "standard input can be read once")
        }
        if let archive = files.first(where: { $0.lowercased().hasSuffix(".har") }) {
            throw CommandFault.usage(
                "\(Redaction.quoted(archive)) looks like an archive, and was named as an answer",
                hint: "name an archive with --har FILE")
        }
        guard operation == nil || !files.isEmpty else {
            throw CommandFault.usage(
                "--operation with archives alone",
                hint: "an archive names its requests; the flag is for saved answers")
        }
        let resource = try namedResource()
        var refusals = try files.map { path in try refusal(in: path) }
        var notes: [String] = []
        var isMore = false
        for path in har {
            let file = try HARFile(path) { number, exchange in
                guard let status = exchange.status, status == 401 || status == 403 else { return }
                guard refusals.count < Self.mostRefusals else {
                    isMore = true
                    return
                }
                refusals.append(Self.refusal(exchange, number))
            }
            notes += file.notes
        }
        if isMore {
            notes.append("only the first \(Self.mostRefusals) answers 401 and 403 were read")
        }
        for note in notes { StandardStreams.printNote(note) }
        try draft.write(try Self.draft(refusals, resource), global)
        return .success
    }

    private static func draft(_ refusals: [Refusal], _ resource: Resource?)
        throws(CommandFault) -> ManifestDraft
    {
        do throws(LearningDefect) {
            return try ManifestDraft(learning: refusals, resource: resource)
        } catch {
            throw fault(error)
        }
    }

    private func namedResource() throws(CommandFault) -> Resource? {
        guard let resource else { return nil }
        guard let found = Resource.named(resource) else {
            throw .usage(
                "--resource: no resource \(Redaction.quoted(resource))",
                hint: "one of " + Resource.all.map(\.name).joined(separator: ", "))
        }
        return found
    }

    private func refusal(in path: String) throws(CommandFault) -> Refusal {
        let bytes = try FileReader.bytes(named: path, limit: ServerAnswer.maximumBytes + 1)
        var refusal = Refusal(
            ServerAnswer(reading: bytes.span), source: FileReader.label(of: path))
        if let operation {
            let words = operation.split(separator: " ")
            guard words.count == 2, words[0].allSatisfy({ $0.isASCII && $0.isLetter }) else {
                throw .usage(
                    "\(Redaction.quoted(operation)) is not a method and a path",
                    hint: "such as 'GET /api/incidents'")
            }
            refusal.method = String(words[0])
            refusal.address = String(words[1])
        }
        return refusal
    }

    private static func refusal(_ exchange: HARExchange, _ number: Int) -> Refusal {
        let answer = exchange.answer
        var refusal = Refusal(
            ServerAnswer(reading: answer.span),
            source: "request \(number), \(exchange.requestLine),")
        refusal.method = exchange.method
        refusal.address = exchange.url
        if let authorization = exchange.authorization {
            let token = TokenWrappers.unwrap(Array(authorization.utf8), joiningLines: .never).bytes
            refusal.kind =
                Report(
                    on: token.span, keys: .none, policy: Policy(),
                    now: Instant(secondsSince1970: 0)
                ).kind
        }
        return refusal
    }

    private static func fault(_ defect: LearningDefect) -> CommandFault {
        let (code, message, hint): (String, String, String) =
            switch defect {
            case .nothing:
                (
                    "nothing-learnt", "no answer names a permission that is missing",
                    "what else it may mean: `tokcheck why @token.jwt --response FILE`"
                )
            case .resource(let source):
                (
                    "resource-unknown", "\(source) does not tell whose permissions it names",
                    "add --operation 'METHOD /path', or --resource NAME"
                )
            }
        return CommandFault(exit: .badData, code: code, message: message, hint: hint)
    }
}
