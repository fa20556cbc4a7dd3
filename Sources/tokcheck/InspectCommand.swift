internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Which claim values are shown.
enum ShownValuesArgument: String, ExpressibleByArgument, CaseIterable {
    case names, all
}

/// `tokcheck inspect`: what a token says, in words, verified by nobody.
struct InspectCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a token says, claim by claim. Nothing is verified.",
        discussion: """
            Ends with 0 if the text is a JWT, with 14 if it is not.

            tokcheck inspect @token.jwt
            """,
        aliases: ["decode"]
    )

    @OptionGroup(title: "The token") var source: TokenOptions

    @Option(
        help: ArgumentHelp(
            "Look as of another time: RFC 3339 or seconds since 1970.", valueName: "time"))
    var at: TimeArgument?

    @Option(
        help: ArgumentHelp(
            "names hides e-mail, name and address of people; all shows them.",
            valueName: "names|all"))
    var showValues: ShownValuesArgument = .names

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let token = try source.token(in: program, noInput: global.noInput, joiningLines: .always)
        let now = at?.instant ?? Instant(secondsSince1970: program.now)
        let report = Report(on: token.bytes.span, keys: .none, policy: Policy(), now: now)
        if case .rejected(.form) = report.verdict, report.unverifiedClaims.isEmpty {
            throw Self.fault(report)
        }
        for note in token.notes { StandardStreams.printError("tokcheck: \(note)\n") }
        let inspection = InspectReport(
            report, inputForm: token.form.rawValue, fingerprint: token.fingerprint,
            showing: showValues == .all ? .all : .names)
        switch global.format {
        case .json: global.write(JSONWriter.text(inspection.json(), layout: .indented) + "\n")
        case .text:
            global.write(
                inspection.text(
                    style: global.style(in: program), localTime: TerminalTraits.localTime) + "\n")
        }
        return report.verdict.rejection == .form ? .notAToken : .success
    }

    /// What is said of text that is no JWT.
    static func fault(_ report: Report) -> CommandFault {
        guard let main = report.mainFinding else {
            return CommandFault(exit: .notAToken, code: "token-segments", message: "not a JWT")
        }
        return CommandFault(
            exit: .notAToken, code: main.code.name, message: Messages.line(for: main),
            hint: Wording.of(main.code).remedy)
    }
}

extension UnverifiedClaims {
    /// Whether nothing at all could be read.
    fileprivate var isEmpty: Bool { header == nil && payload == nil }
}
