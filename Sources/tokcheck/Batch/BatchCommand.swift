internal import ArgumentParser
internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// `tokcheck batch`: many tokens, a line of JSON for each.
struct BatchCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Check many tokens, one a line; write a line of JSON for each.",
        discussion: """
            Reads files or standard input: a token a line, or with --field lines of JSON.
            Each line is answered in its place; the last line is a summary.
            Ends with the code of the gravest verdict: 14, 10, 11, 12, 13, 0.

            tokcheck batch tokens.txt --tenant GUID --resource defender-xdr --keys keys.json
            tokcheck batch access.log --field request.headers.authorization …
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Files of tokens; - or none: standard input.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @OptionGroup(title: "The lines") var lines: LineOptions
    @OptionGroup(title: "What is expected") var expectations: ExpectationOptions
    @OptionGroup(title: "Keys") var keyOptions: KeyOptions
    @OptionGroup(title: "The exit code") var gate: GateOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) async throws -> ExitStatus {
        try refuseContradictions()
        let expectation = try Expectation(expectations, environment: program.environment)
        if let missing = expectation.missing { throw missing.fault(token: nil) }
        var policy = expectation.policy
        if let age = keyOptions.maxKeyAge { policy.maximumKeyAgeSeconds = age.seconds }
        var rules = BatchRules(policy: policy)
        rules.at = expectations.at?.instant
        rules.field = lines.field
        rules.idField = lines.idField
        rules.only = lines.only
        rules.writesLines = !lines.summary && !global.quiet
        let gate = gate
        rules.status = { gate.status(of: $0) }
        let fileKeys = try keyOptions.keySet()
        policy.sayWhatIsLeftOpen()
        let jobs = lines.jobs ?? Self.processors
        // All workers together stay within 24 MiB, however many there are.
        rules.remembering = .tokens(maximumBytes: min(8_388_608, 25_165_824 / jobs))
        let run = BatchRun(
            rules: rules, jobs: jobs, keys: fileKeys, keySource: nil,
            showsProgress: isatty(STDERR_FILENO) == 1
                && (!rules.writesLines || isatty(STDOUT_FILENO) != 1),
            clock: .system)
        let outcome = try await outcome(of: run, policy: policy, in: program)
        if !global.quiet, outcome.end == .complete {
            StandardStreams.print(
                JSONWriter.text(
                    outcome.tally.summary(
                        milliseconds: outcome.milliseconds, isComplete: outcome.isComplete),
                    layout: .line) + "\n")
        }
        return outcome.exit
    }

    /// Reads keys where no file names them, and runs.
    private func outcome(
        of run: BatchRun, policy: Policy, in program: Program
    ) async throws -> BatchOutcome {
        guard keyOptions.keys.isEmpty else { return await Self.start(run, files) }
        let authorities = try KeyFinder(options: keyOptions, program: program)
            .authorities(of: policy)
        if keyOptions.offline {
            return await Self.start(run, files, BatchKeys(authorities, by: nil, in: program))
        }
        let wish = keyOptions.refresh
        return try await KeyNetwork.use(program.environment) { exchange in
            await Self.start(
                run, files, BatchKeys(authorities, by: exchange, in: program), refreshing: wish)
        }
    }

    private static func start(
        _ run: BatchRun, _ files: [String], _ source: BatchKeys? = nil, refreshing: Bool = false
    ) async -> BatchOutcome {
        var run = run
        if let source {
            run.keys = await source.keys(wanting: nil, refreshing ? .refresh : .ifNeeded).keys
            run.keySource = source
        }
        return await run.run(
            BlockSource(files.isEmpty ? ["-"] : files, interruption: Interruption.listen()))
    }

    private func refuseContradictions() throws(CommandFault) {
        try gate.refuseContradictions()
        try keyOptions.refuseContradictions()
        try lines.refuseContradictions()
        if files.filter({ $0 == "-" }).count > 1 {
            throw .usage("standard input is named twice", hint: "give - once")
        }
        if files.isEmpty || files.contains("-"), isatty(STDIN_FILENO) == 1 {
            // A terminal cuts long lines silently.
            throw .usage("no tokens were given", hint: "pipe them in, or name a file")
        }
    }

    private static var processors: Int {
        max(1, min(256, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    }
}
