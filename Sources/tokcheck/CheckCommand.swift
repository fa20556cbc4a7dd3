internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// `tokcheck check`: every check, a verdict, an exit code.
struct CheckCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a token: signature, issuer, audience, time, permissions.",
        discussion: """
            Says for every check what became of it, and ends with 0 only if the token is accepted.
            An audience and a tenant or issuer must be expected; the usage error shows how.

            tokcheck check @token.jwt --tenant GUID --manifest tokcheck.yaml
            """
    )

    @OptionGroup(title: "The token") var source: TokenOptions
    @OptionGroup(title: "What is expected") var expectations: ExpectationOptions
    @OptionGroup(title: "Keys") var keyOptions: KeyOptions
    @OptionGroup(title: "The exit code") var gate: GateOptions
    @OptionGroup(title: "Output") var result: ResultOptions
    @OptionGroup(title: "Output") var reports: ReportOptions

    func perform(in program: Program) async throws -> ExitStatus {
        let output = try ResultOutput(
            result, reports,
            inputs: source.files + expectations.files(program.environment) + keyOptions.keys,
            in: program)
        return try await output.reporting {
            try gate.refuseContradictions()
            let examination = try await Examination(
                Examination.Options(
                    source: source, expectations: expectations, keys: keyOptions,
                    noInput: result.noInput),
                .required, finder: KeyFinder(options: keyOptions, program: program), in: program)
            let status = gate.status(of: examination.report)
            examination.policy.sayWhatIsLeftOpen()
            var surroundings = Surroundings()
            surroundings.keyFaults = examination.found.faults
            var context = examination.context(exit: status, surroundings: surroundings)
            context.warnings = gate.warnings
            return examination.write(
                context, to: output, saying: result.verbose ? .everyCheck : .summary)
        }
    }
}
