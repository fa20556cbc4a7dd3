internal import ArgumentParser
internal import DefenderXDR
internal import Reporting
internal import TokenCheck

/// `tokcheck defender incidents list`.
struct IncidentListCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List incidents.",
        discussion: """
            Pages are fetched as they are written, all of them unless --limit ends the list.
            The flags behind --grant are those of `tokcheck token get --help`.

            tokcheck defender incidents list @token.jwt --status active --since 1d
            """
    )

    @OptionGroup var source: CallTokenOptions

    @Option(
        help: ArgumentHelp(
            "With this status: active, inProgress, resolved, redirected; may be repeated.",
            valueName: "status"))
    var status: [String] = []

    @Option(
        help: ArgumentHelp(
            "With this severity; Graph only; may be repeated.", valueName: "severity"))
    var severity: [String] = []

    @Option(
        help: ArgumentHelp(
            "With this classification; Graph only; may be repeated.", valueName: "word"))
    var classification: [String] = []

    @Option(help: ArgumentHelp("Assigned to exactly this.", valueName: "name"))
    var assignedTo: String?

    @Option(
        help: ArgumentHelp(
            "Changed since then: a time, or how long ago, such as 2h or 7d.", valueName: "time"))
    var since: PastArgument?

    @Option(help: ArgumentHelp("Created since then.", valueName: "time"))
    var createdSince: PastArgument?

    @Option(help: ArgumentHelp("No more than so many.", valueName: "n"))
    var limit: Int?

    @OptionGroup(title: "The API") var options: DefenderOptions
    @OptionGroup(title: "Output") var rows: OutputOptions<ListFormat>

    func perform(in program: Program) async throws -> ExitStatus {
        let query = try query(now: program.now)
        let format = rows.format.rowFormat
        let target = try options.target(for: .listIncidents, source.signIn, in: program)
        if let name = query.firstUnsupported(by: target.backend) {
            let fault = DefenderFault.unsupportedFilter(name, target.backend)
            throw DefenderFaultWords(fault, target: target).fault
        }
        return try await DefenderSession.run(
            for: .listIncidents, options, source, rows.display, isJSON: format == .json, in: program
        ) { session in
            try session.preflight()
            var listing = IncidentListing(
                target.backend, format, rows.style(in: program),
                isQuiet: rows.quiet)
            var progress = ListProgress(in: program)
            do throws(DefenderFault) {
                for try await incident in session.client.incidents(query) {
                    listing.add(incident)
                    progress.show(listing.count, "incidents")
                    guard listing.isOpen else { return listing.status }
                }
            } catch {
                progress.clear()
                guard listing.count > 0 else { throw error }
                return try session.explainCut(error, &listing, isJSON: format == .json)
            }
            progress.clear()
            listing.end(nil)
            return listing.status
        }
    }

    private func query(now: Int64) throws(CommandFault) -> IncidentQuery {
        if let limit, limit < 1 {
            throw .usage("--limit: \(limit) incidents", hint: "at least 1; leave it out for all")
        }
        if assignedTo?.isEmpty == true {
            throw .usage("--assigned-to: empty", hint: "leave it out, or give a value")
        }
        var query = IncidentQuery()
        query.statuses = try words(status, "--status")
        query.severities = try words(severity, "--severity")
        query.classifications = try words(classification, "--classification")
        query.assignedTo = assignedTo
        query.updatedSince = since?.instant(before: now)
        query.createdSince = createdSince?.instant(before: now)
        query.limit = limit
        return query
    }

    /// Words of the API's lists; an unknown one would find nothing without a word.
    private func words<Word: IncidentWord>(_ texts: [String], _ flag: String)
        throws(CommandFault) -> [Word]
    {
        try texts.map { text throws(CommandFault) in
            guard let word = Word(text).documented else {
                throw .usage(
                    "\(flag): no \(flag.dropFirst(2)) \(Redaction.quoted(text))",
                    hint: "one of " + Word.known.map(\.text).joined(separator: ", "))
            }
            return word
        }
    }
}

/// A time in the past on the command line: a time, or how long ago.
struct PastArgument: ExpressibleByArgument {
    private let time: TimeArgument?
    private let span: DurationArgument?

    /// Reads a time or a span; nil for anything else.
    ///
    /// A bare number is seconds since 1970, not a span.
    init?(argument: String) {
        time = TimeArgument(argument: argument)
        span = time == nil ? DurationArgument(argument: argument) : nil
        if time == nil, span == nil { return nil }
    }

    /// The instant.
    func instant(before now: Int64) -> Instant {
        time?.instant ?? Instant(secondsSince1970: now - (span?.seconds ?? 0))
    }
}

/// One line on a terminal for people who wait for something that goes elsewhere.
struct ListProgress {
    private let isShown: Bool
    private var hasLine = false

    init(in program: Program) {
        func isTerminal(_ stream: TerminalTraits.Stream) -> Bool {
            TerminalTraits.style(of: stream, choice: .never, environment: program.environment)
                .isTerminal
        }
        isShown = isTerminal(.error) && !isTerminal(.output)
    }

    /// Shows how many there are, at every hundredth.
    mutating func show(_ count: Int, _ what: String) {
        guard isShown, count % 100 == 0 else { return }
        StandardStreams.printError("\r\u{1B}[K\(count) \(what)")
        hasLine = true
    }

    /// Takes the line off the terminal at the end, or before the next.
    mutating func clear() {
        guard hasLine else { return }
        StandardStreams.printError("\r\u{1B}[K")
        hasLine = false
    }
}
