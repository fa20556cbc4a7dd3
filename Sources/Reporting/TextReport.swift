internal import JOSE
internal import StrictJSON
public import TokenCheck

/// A report for people: a line for each subject, what fails in full, the verdict last.
public struct TextReport: Sendable {
    /// How much is said.
    public enum Extent: Sendable {
        /// A line for each subject, and every check that fails.
        case summary
        /// Every check with its code.
        case everyCheck
    }

    private let report: Report
    private let context: ResultContext
    private let extent: Extent
    private let style: TextStyle
    private let localTime: LocalTime

    /// Describes a report.
    /// - Parameters:
    ///   - report: The report.
    ///   - context: What the program knows beyond it.
    ///   - extent: How much is said.
    ///   - style: How it is shown.
    ///   - localTime: The zone of local times.
    public init(
        _ report: Report, context: ResultContext, extent: Extent, style: TextStyle,
        localTime: LocalTime
    ) {
        self.report = report
        self.context = context
        self.extent = extent
        self.style = style
        self.localTime = localTime
    }

    /// The whole text, with a line break at its end.
    public var text: String {
        var lines: [String] = []
        switch extent {
        case .summary: lines += subjects.flatMap(summary)
        case .everyCheck: lines += report.findings.flatMap(full)
        }
        lines += notes
        lines.append("")
        lines += verdict
        return style.spelled(lines.joined(separator: "\n")) + "\n"
    }

    // MARK: one subject

    /// What is no JWT has nothing but its form to speak of.
    private var subjects: [Subject] {
        report.verdict.rejection == .form ? [.token] : Subject.allCases
    }

    private func summary(of subject: Subject) -> [String] {
        let findings = report.findings.filter { Subject(of: $0.code) == subject }
        let failing = findings.filter { $0.status == .violated || $0.status == .undecided }
        guard failing.allSatisfy(\.isWarning) else {
            return failing.flatMap { entry(subject.rawValue, $0) }
        }
        return satisfied(subject, findings) + failing.flatMap { entry(subject.rawValue, $0) }
    }

    private func satisfied(_ subject: Subject, _ findings: [Finding]) -> [String] {
        if let blocked = findings.first(where: { $0.status == .blocked }),
            case .blocked(let code) = blocked.outcome
        {
            return [
                row(
                    style.open, subject.rawValue,
                    style.paint("not judged before \(code) holds", .dim))
            ]
        }
        guard findings.contains(where: { $0.status == .satisfied }) else { return [] }
        return SubjectSummary(report, localTime: localTime).words(for: subject)
            .map { [folded(row(style.yes, subject.rawValue, $0))] } ?? []
    }

    private func entry(_ label: String, _ finding: Finding) -> [String] {
        let lines = Messages.lines(for: finding)
        let first = folded(row(sign(of: finding), label, lines.first ?? ""))
        return [first] + lines.dropFirst().map { folded(row(" ", "", $0)) }
    }

    private func full(_ finding: Finding) -> [String] {
        switch finding.status {
        case .violated, .undecided: return entry(finding.code.name, finding)
        case .satisfied: return [row(style.yes, finding.code.name, finding.operation ?? "")]
        case .notRequired:
            let words =
                "not asked" + (finding.operation.map { " of a token like this: \($0)" } ?? "")
            return [row("-", finding.code.name, style.paint(words, .dim))]
        case .blocked:
            guard case .blocked(let code) = finding.outcome else { return [] }
            let words = style.paint("not judged before \(code) holds", .dim)
            return [row(style.open, finding.code.name, words)]
        }
    }

    private func sign(of finding: Finding) -> String {
        if finding.isWarning { return style.warning }
        return finding.status == .undecided ? style.open : style.no
    }

    private var labelWidth: Int {
        switch extent {
        case .summary: 11
        case .everyCheck: 22
        }
    }

    private func row(_ sign: String, _ label: String, _ words: String) -> String {
        let padding = String(repeating: " ", count: max(0, labelWidth - label.count))
        return words.isEmpty ? "\(sign) \(label)" : "\(sign) \(label)\(padding) \(words)"
    }

    /// A row whose words are folded below their own beginning.
    private func folded(_ row: String) -> String {
        let indent = String(repeating: " ", count: labelWidth + 3)
        return FoldedRow(row, indent: indent, columns: style.columns).text
    }

    // MARK: what else must be said

    private var notes: [String] {
        var notes: [String] = []
        if !report.isSignatureVerified, report.unverifiedClaims.payload != nil {
            notes.append("what the claims say is unsigned: the signature was not verified")
        }
        if report.verdict.rejection == .form { return [] }
        notes += notJudged
        if let manifest = context.manifest { notes.append(manifest.note) }
        notes += context.notes
        return notes.map {
            style.folded($0, firstIndent: "\(style.paint("·", .dim)) ", indent: "  ")
        }
    }

    /// Operations that a token for this resource cannot serve, and that nobody named.
    private var notJudged: [String] {
        let names = report.findings
            .filter { $0.code == "permissions-held" && $0.status == .notRequired }
            .compactMap(\.operation)
        guard !names.isEmpty else { return [] }
        let few = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
        return ["not judged, for they need a token for another resource: \(few)"]
    }

    // MARK: the verdict

    private var verdict: [String] {
        let main = report.mainFinding
        let word: String
        switch report.verdict {
        case .accepted: word = style.paint("ACCEPTED", .green)
        case .rejected: word = style.paint("REJECTED", .red)
        case .undecided: word = style.paint("UNDECIDED", .yellow)
        }
        if case .accepted(let claims) = report.verdict {
            return [word, "  " + SubjectSummary(report, localTime: localTime).accepted(claims)]
                + remarks
        }
        var causes = context.causes[...]
        // What nobody can explain beyond itself comes first all the same, if it is what rejects the token.
        let leader = causes.first.flatMap { isLeading($0, before: main) ? $0 : nil }
        if leader != nil { causes.removeFirst() }
        let code = leader?.code.name ?? main?.code.name
        var lines = [code.map { "\(word)  \(style.paint($0, .bold))" } ?? word]
        if let leader {
            lines += text(of: leader)
        } else if let main {
            lines += text(of: main)
        } else {
            lines.append("  nothing was expected of the token, so nothing is accepted")
        }
        for cause in causes { lines += entry("also", cause) }
        return lines
    }

    /// What must be said of an accepted token: its warnings, and why a server refuses it all the same.
    private var remarks: [String] {
        guard context.explanation == .everything else { return [] }
        return context.causes.flatMap {
            entry($0.explains.isEmpty ? "but refused" : "warning", $0)
        }
    }

    /// Whether a cause explains the main finding, or there is none to explain.
    private func isLeading(_ cause: Cause, before main: Finding?) -> Bool {
        guard let main, report.verdict.rejection != nil else { return true }
        return cause.explains.contains(main.code)
            || !context.causes.contains { !$0.explains.isEmpty } && main.status != .violated
    }

    private func text(of finding: Finding) -> [String] {
        [
            style.folded("required: " + finding.check.meaning, firstIndent: "  ", indent: "  "),
            style.folded(
                "Do: " + Wording.remedy(for: finding), firstIndent: "  ", indent: "      "),
            "  More: tokcheck help \(finding.code)",
        ]
    }

    private func entry(_ word: String, _ cause: Cause) -> [String] {
        ["", "\(word)  \(style.paint(cause.code.name, .bold))"] + text(of: cause)
    }

    private func text(of cause: Cause) -> [String] {
        CauseText(cause, style: style, localTime: localTime).lines
    }
}

extension Report {
    /// The one finding to look at first: the first of the gravest class, or the first that is open.
    public var mainFinding: Finding? {
        switch verdict {
        case .accepted: nil
        case .rejected(let rejection):
            findings.first {
                $0.status == .violated && $0.checkClass.rawValue == rejection.rawValue
            }
        case .undecided: findings.first { $0.status == .undecided }
        }
    }
}
