internal import StrictJSON
internal import TokenCheck

/// A report for GitHub's logs: a workflow command for each thing that fails, which becomes an annotation.
///
/// The main thing comes first, for only ten annotations of a step are shown. An accepted token is one notice.
/// - SeeAlso: GitHub Docs, Workflow commands
public struct GitHubReport: Sendable {
    private let summary: RunSummary

    /// Describes a run.
    public init(_ summary: RunSummary) { self.summary = summary }

    /// The lines, each with a line break.
    public var text: String {
        var lines = (summary.issues + summary.remarks).map(line)
        if case .accepted? = summary.verdict,
            !summary.issues.contains(where: { $0.level == .error })
        {
            lines.append(
                WorkflowCommand("notice", [("title", "tokcheck: accepted")], summary.headline).line)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ issue: Issue) -> String {
        var properties: [(String, String)] = []
        if let place = issue.place {
            properties = [
                ("file", place.path), ("line", String(place.line)), ("col", String(place.column)),
            ]
        }
        properties.append(("title", issue.title))
        return WorkflowCommand(
            issue.level.rawValue, properties, issue.lines.joined(separator: "\n")
        ).line
    }
}

/// A line that GitHub's runner obeys.
private struct WorkflowCommand {
    let line: String

    init(_ name: String, _ properties: [(String, String)], _ message: String) {
        let list = properties.map { "\($0.0)=\(Self.escaped($0.1, inProperty: true))" }
        line = "::\(name) \(list.joined(separator: ","))::\(Self.escaped(message))"
    }

    /// What would end the command or the property is percent-encoded; other hazardous characters are written out.
    private static func escaped(_ text: String, inProperty: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where inProperty: result += "%3A"
            case "," where inProperty: result += "%2C"
            default:
                result +=
                    scalar.isHazardous
                    ? Escaping.written(scalar)
                    : String(scalar)
            }
        }
        return result
    }
}
