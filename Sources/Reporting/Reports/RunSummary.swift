public import TokenCheck

/// What a pipeline is told of one run: the verdict, what stands against it, and every check.
///
/// The reports for pipelines are made from it, so that they cannot differ in what they say.
public struct RunSummary: Sendable {
    /// The version of tokcheck.
    let version: String
    /// With what the process ends.
    let exitCode: Int32
    /// The verdict, if the run came that far.
    let verdict: Verdict?
    /// The verdict in a sentence.
    let headline: String
    /// What stands against the token, the main thing first; then the warnings.
    let issues: [Issue]
    /// What nobody but a server knows: causes that explain no check.
    let remarks: [Issue]
    /// Every check in order.
    let findings: [Finding]
    /// What else must be said, a sentence each.
    let notes: [String]
    /// The seconds since 1970 as of which the token is judged.
    let instant: Int64?
    /// The token's name: the first digits of its SHA-256.
    let fingerprint: String?
    /// The manifest that was used.
    let manifest: ManifestReference?

    /// Sums up a report.
    /// - Parameters:
    ///   - report: The report.
    ///   - context: What the program knows beyond it.
    public init(_ report: Report, context: ResultContext) {
        version = context.version
        exitCode = context.exitCode
        verdict = report.verdict
        findings = report.findings
        instant = report.now.secondsSince1970
        fingerprint = context.fingerprint
        manifest = context.manifest
        notes = context.notes
        var explanations = Explanations(context.causes)
        issues = Self.failing(report).map { finding in
            Issue(finding, in: report, context: context, explanations: &explanations)
        }
        remarks = context.causes.filter(\.explains.isEmpty).map { cause in
            let words = CauseWords(cause)
            return Issue(
                code: cause.code.name, level: .warning, operation: nil, message: words.message,
                reason: nil, remedy: words.fix, place: nil)
        }
        headline = Self.headline(report)
    }

    /// Sums up a run that came to no verdict.
    /// - Parameters:
    ///   - fault: What went wrong.
    ///   - version: The version of tokcheck.
    public init(_ fault: RunFault, version: String) {
        self.version = version
        exitCode = fault.exitCode
        verdict = nil
        headline = "no verdict: \(fault.message)"
        issues = [
            Issue(
                code: fault.code, level: .error, operation: nil, message: fault.message,
                reason: nil, remedy: fault.hint,
                place: fault.file.map {
                    FilePlace(file: $0, line: fault.line ?? 1, column: fault.column ?? 1)
                })
        ]
        remarks = []
        findings = []
        notes = []
        instant = nil
        fingerprint = nil
        manifest = nil
    }

    /// The verdict in one word, in capitals.
    var word: String { verdict?.name.uppercased() ?? "NO VERDICT" }

    /// The findings that fail, the main one first, warnings last.
    ///
    /// A token of which nothing is expected fails no check; then the first foundation that nobody asked for stands for it.
    private static func failing(_ report: Report) -> [Finding] {
        let main = report.mainFinding
        let failing = report.findings.filter { $0.status == .violated || $0.status == .undecided }
        let isMain = { (finding: Finding) in
            finding.code == main?.code && finding.operation == main?.operation
        }
        let blocking = failing.filter { !$0.isWarning }
        let open = blocking.isEmpty && !report.isAccepted ? report.unaskedFoundation : nil
        return [open].compactMap(\.self) + blocking.filter(isMain)
            + blocking.filter { !isMain($0) } + failing.filter(\.isWarning)
    }

    private static func headline(_ report: Report) -> String {
        if case .accepted(let claims) = report.verdict {
            return SubjectSummary(report, localTime: .utc).accepted(claims)
        }
        return report.mainFinding.map(Messages.line) ?? Issue.nothingExpected
    }
}

/// What went wrong before there was a verdict.
public struct RunFault: Sendable {
    /// With what the process ends.
    public let exitCode: Int32
    /// The kind of fault in one word.
    public let code: String
    /// What is not right, in one line.
    public let message: String
    /// What to do, if that is known.
    public let hint: String?
    /// The file it is about.
    public let file: String?
    /// The line in it, from 1.
    public let line: Int?
    /// The column in it, from 1.
    public let column: Int?

    /// Describes a fault.
    public init(
        exitCode: Int32, code: String, message: String, hint: String?, file: String?, line: Int?,
        column: Int?
    ) {
        self.exitCode = exitCode
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
    }
}

/// The causes, each told with the first check that it explains.
private struct Explanations {
    private var causes: [Cause]

    init(_ causes: [Cause]) { self.causes = causes }

    mutating func next(for code: CheckCode) -> Cause? {
        guard let place = causes.firstIndex(where: { $0.explains.contains(code) }) else {
            return nil
        }
        return causes.remove(at: place)
    }
}

extension Issue {
    /// What is said of a token of which nothing is expected.
    static let nothingExpected = "nothing was expected of the token, so nothing is accepted"

    fileprivate init(
        _ finding: Finding, in report: Report, context: ResultContext,
        explanations: inout Explanations
    ) {
        let cause = explanations.next(for: finding.code)
        let words = cause.map { CauseWords($0) }
        code = finding.code.name
        level = finding.isWarning && context.warnings == .pass ? .warning : .error
        operation = finding.operation
        let isOpen = finding.status == .notRequired
        message = isOpen ? Self.nothingExpected : Messages.line(for: finding)
        reason = cause.flatMap { cause in
            words.map { Reason(code: cause.code.name, sentence: $0.message) }
        }
        remedy =
            isOpen
            ? "say what is expected, with --tenant and --resource or --audience"
            : words?.fix ?? Wording.remedy(for: finding)
        place = context.manifest?.place(of: finding.code, operation: finding.operation, in: report)
    }
}

extension Report {
    fileprivate var isAccepted: Bool {
        if case .accepted = verdict { return true }
        return false
    }

    /// The first of the checks without which nothing is accepted that nobody asked for.
    fileprivate var unaskedFoundation: Finding? {
        let foundations: [CheckCode] = [
            "aud-accepted", "iss-accepted", "tid-accepted", "signature-valid", "exp-not-passed",
        ]
        return foundations.lazy.compactMap { code in
            findings.first { $0.code == code && $0.status == .notRequired }
        }.first
    }
}
