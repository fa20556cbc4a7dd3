internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// A verdict that a test may expect.
enum ExpectedVerdict: String, ExpressibleByArgument, CaseIterable {
    case accepted, rejected, undecided, form, trust, time, permission

    func matches(_ verdict: Verdict) -> Bool {
        switch (self, verdict) {
        case (.accepted, .accepted), (.undecided, .undecided), (.rejected, .rejected): true
        case (_, .rejected(let rejection)): rejection.rawValue == rawValue
        case (_, .accepted), (_, .undecided): false
        }
    }
}

/// The flags that decide what the exit code says of the verdict.
struct GateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "End with 0 exactly if the verdict is this one.",
            valueName: "accepted|rejected|undecided|form|trust|time|permission"))
    var expect: ExpectedVerdict?

    @Flag(help: "End with 0 whatever the verdict, for reports that must not gate.")
    var exitZero = false

    @Flag(help: "End with 10 if the token is accepted with a warning.")
    var failOnWarning = false

    /// Refuses flags that contradict each other.
    func refuseContradictions() throws(CommandFault) {
        if exitZero, expect != nil || failOnWarning {
            throw CommandFault.usage(
                "--exit-zero contradicts \(expect != nil ? "--expect" : "--fail-on-warning")",
                hint: "leave out one of them")
        }
    }

    /// What a warning does, as results tell it.
    var warnings: ResultContext.Warnings { failOnWarning ? .fail : .pass }

    /// The exit code for a report.
    func status(of report: Report) -> ExitStatus {
        if exitZero { return .success }
        var status = ExitStatus(report.verdict)
        if failOnWarning, status == .success, report.findings.contains(where: \.isWarning) {
            status = .rejected
        }
        guard let expect else { return status }
        if expect.matches(report.verdict) {
            return status == .rejected && isWarned(report) ? status : .success
        }
        return status == .success ? .rejected : status
    }

    /// Whether only a warning made the code what it is.
    private func isWarned(_ report: Report) -> Bool {
        if case .accepted = report.verdict { return failOnWarning }
        return false
    }
}

extension ExitStatus {
    /// The exit code that stands for a verdict.
    init(_ verdict: Verdict) {
        switch verdict {
        case .accepted: self = .success
        case .undecided: self = .undecided
        case .rejected(.form): self = .notAToken
        case .rejected(.trust): self = .rejected
        case .rejected(.time): self = .time
        case .rejected(.permission): self = .permission
        }
    }
}
