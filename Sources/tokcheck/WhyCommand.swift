internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck why`: the checks, then the one assumption that would turn the verdict, and what to do about it.
struct WhyCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Explain why a token fails, or why an API refuses it.",
        discussion: """
            Makes the checks of `tokcheck check`, then tries which one change would
            turn the verdict, and says what to do. Reads the API's answer, too.
            Without expectations it says what the token itself claims; the verdict
            is then undecided at best.

            tokcheck why @token.jwt --tenant GUID --manifest tokcheck.yaml --response answer.txt
            """
    )

    @OptionGroup(title: "The token") var source: TokenOptions
    @Option(
        help: ArgumentHelp(
            "What the API answered: a saved body, the output of curl -i, or headers; - for "
                + "standard input.", valueName: "file"),
        completion: .file())
    var response: String?
    @OptionGroup(title: "What is expected") var expectations: ExpectationOptions
    @OptionGroup(title: "Keys") var keyOptions: KeyOptions
    @OptionGroup(title: "The exit code") var gate: GateOptions
    @OptionGroup(title: "Output") var result: ResultOptions
    @OptionGroup(title: "Output") var reports: ReportOptions

    func perform(in program: Program) async throws -> ExitStatus {
        let output = try ResultOutput(
            result, reports,
            inputs: source.files + expectations.files(program.environment) + keyOptions.keys
                + [response].compactMap(\.self),
            in: program)
        return try await output.reporting { try await examine(output, in: program) }
    }

    private func examine(_ output: ResultOutput, in program: Program) async throws -> ExitStatus {
        try gate.refuseContradictions()
        if response == "-", source.takesStandardInput {
            throw CommandFault.usage(
                "--response - and the token both want standard input",
                hint: "name the token's file as @FILE")
        }
        let answer = try response.map(Self.answer)
        let listener = ServerClock()
        let finder = KeyFinder(options: keyOptions, program: program, listener: listener)
        let examination = try await Examination(
            Examination.Options(
                source: source, expectations: expectations, keys: keyOptions,
                noInput: result.noInput),
            .optional, finder: finder, in: program)
        var surroundings = try await Inquiry(
            examination: examination, keyOptions: keyOptions, program: program, listener: listener
        ).surroundings()
        surroundings.answer = answer
        let status = gate.status(of: examination.report)
        examination.policy.sayWhatIsLeftOpen()
        var context = examination.context(exit: status, surroundings: surroundings)
        context.explanation = .everything
        context.warnings = gate.warnings
        if answer?.isCut == true {
            context.notes.append("of the answer only the first MiB was read")
        }
        if let missing = examination.expectation.missing { context.notes.append(missing.note) }
        return examination.write(
            context, to: output, saying: result.verbose ? .everyCheck : .summary)
    }

    private static func answer(_ path: String) throws(CommandFault) -> ServerAnswer {
        let bytes = try FileReader.bytes(named: path, limit: ServerAnswer.maximumBytes + 1)
        return ServerAnswer(reading: bytes.span)
    }
}
