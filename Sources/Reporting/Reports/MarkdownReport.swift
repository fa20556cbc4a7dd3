internal import TokenCheck

/// A report for the page that a pipeline shows of a run: Markdown in GitHub's dialect.
///
/// The verdict with its main cause and what to do, a table of what fails, and all checks folded away.
public struct MarkdownReport: Sendable {
    private let summary: RunSummary

    /// Describes a run.
    public init(_ summary: RunSummary) { self.summary = summary }

    /// The text, with a line break at its end.
    public var text: String {
        var blocks = ["### tokcheck: \(summary.word.lowercased())", lead]
        let issues = summary.issues + summary.remarks
        if !issues.isEmpty {
            blocks.append(
                table(["", "check", "operation", "what is wrong", "what to do"], issues.map(row)))
        }
        if !facts.isEmpty { blocks.append(facts.map { "- \($0)" }.joined(separator: "\n")) }
        if !summary.findings.isEmpty {
            blocks += [
                "<details><summary>All \(summary.findings.count) checks</summary>",
                table(["", "check", "operation", "status"], summary.findings.map(row)),
                "</details>",
            ]
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// The verdict's paragraph.
    private var lead: String {
        guard let main = summary.issues.first, main.level == .error else {
            return MarkdownText(summary.headline).escaped
        }
        var lines = ["**\(MarkdownText(main.title).escaped)**"]
        lines.append(MarkdownText(main.reason?.sentence ?? main.message).escaped)
        if let remedy = main.remedy { lines.append("**Do:** \(MarkdownText(remedy).escaped)") }
        return lines.joined(separator: "\n\n")
    }

    private var facts: [String] {
        var facts: [String] = []
        if let manifest = summary.manifest {
            facts.append(
                "manifest \(MarkdownText.code(of: manifest.file)), SHA-256 `\(manifest.sha256)`")
        }
        if let fingerprint = summary.fingerprint {
            facts.append("token `\(fingerprint)`, exit code \(summary.exitCode)")
        } else {
            facts.append("exit code \(summary.exitCode)")
        }
        return facts + summary.notes.map { MarkdownText($0).escaped }
    }

    // MARK: tables

    private func row(_ issue: Issue) -> [String] {
        let place = issue.place.map { " (\(MarkdownText.code(of: "\($0.path):\($0.line)")))" } ?? ""
        return [
            issue.level == .error ? "✘" : "!",
            MarkdownText.code(of: issue.code) + place,
            MarkdownText.code(of: issue.operation ?? ""),
            ([issue.message] + [issue.reason?.sentence].compactMap(\.self))
                .map { MarkdownText($0).escaped }.joined(separator: "<br>"),
            issue.remedy.map { MarkdownText($0).escaped } ?? "",
        ]
    }

    private func row(_ finding: Finding) -> [String] {
        let (sign, status): (String, String) =
            switch finding.outcome {
            case .satisfied: ("✔", "satisfied")
            case .violated: finding.isWarning ? ("!", "warning") : ("✘", "violated")
            case .undecided: ("?", "undecided")
            case .notRequired: ("", "not asked")
            case .blocked(let code): ("?", "not judged before `\(code.name)` holds")
            }
        return [
            sign, "`\(finding.code.name)`", MarkdownText.code(of: finding.operation ?? ""), status,
        ]
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
