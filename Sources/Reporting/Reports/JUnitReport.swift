internal import TokenCheck

/// A report for servers that count tests: JUnit's XML, a test for each check.
///
/// A violated check is a failure, one that could not be made an error, one that was not asked for or not reached is
/// skipped; a warning passes and is told in its output.
public struct JUnitReport: Sendable {
    private let summary: RunSummary

    /// Describes a run.
    public init(_ summary: RunSummary) { self.summary = summary }

    /// The document, with a line break at its end.
    public var text: String {
        let suite =
            summary.findings.isEmpty ? summary.issues.map(test) : summary.findings.map(test)
        let counts = Self.counts(suite)
        var attributes = [("name", "tokcheck")] + counts + [("time", "0")]
        if let instant = summary.instant {
            let time = TimeText.utc(instant)
            if time.hasSuffix("Z") { attributes.append(("timestamp", String(time.dropLast()))) }
        }
        var parts = [XMLElement("properties", [], properties)] + suite
        let words = summary.remarks.flatMap(\.lines) + summary.notes
        if !words.isEmpty { parts.append(XMLElement("system-out", text: words)) }
        let root = XMLElement(
            "testsuites", [("name", "tokcheck")] + counts,
            [XMLElement("testsuite", attributes, parts)])
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.text()
    }

    private var properties: [XMLElement] {
        let pairs: [(String, String?)] = [
            ("version", summary.version),
            ("verdict", summary.verdict?.name),
            ("rejection", summary.verdict?.rejection?.rawValue),
            ("exitCode", String(summary.exitCode)),
            ("fingerprint", summary.fingerprint),
            ("manifest", summary.manifest?.file),
            ("manifestSha256", summary.manifest?.sha256),
        ]
        return pairs.compactMap { name, value in
            value.map { XMLElement("property", [("name", name), ("value", $0)]) }
        }
    }

    private static func counts(_ tests: [XMLElement]) -> [(String, String)] {
        func count(_ name: String) -> String {
            let number = tests.count {
                if case .elements(let parts) = $0.content {
                    parts.contains { $0.name == name }
                } else {
                    false
                }
            }
            return String(number)
        }
        return [
            ("tests", String(tests.count)), ("failures", count("failure")),
            ("errors", count("error")), ("skipped", count("skipped")),
        ]
    }

    // MARK: tests

    /// A run that came to no verdict is one test.
    private func test(_ issue: Issue) -> XMLElement {
        element(issue.code, issue.operation, issue.place, [part("error", issue, type: "fault")])
    }

    private func test(_ finding: Finding) -> XMLElement {
        let issue = summary.issues.first {
            $0.code == finding.code.name && $0.operation == finding.operation
        }
        return element(
            finding.code.name, finding.operation, issue?.place, parts(of: finding, issue))
    }

    private func parts(of finding: Finding, _ issue: Issue?) -> [XMLElement] {
        switch finding.status {
        case .satisfied: []
        case .notRequired:
            // A token of which nothing is expected is not accepted, and one check that nobody asked for says so.
            [issue.map { part("error", $0, type: "undecided") } ?? skipped("not asked")]
        case .blocked:
            if case .blocked(let code) = finding.outcome {
                [skipped("not judged before \(code) holds")]
            } else {
                []
            }
        case .violated where issue?.level == .warning:
            [XMLElement("system-out", text: ["warning"] + (issue?.lines ?? []))]
        case .violated:
            issue.map { [part("failure", $0, type: finding.checkClass.rawValue)] } ?? []
        case .undecided: issue.map { [part("error", $0, type: "undecided")] } ?? []
        }
    }

    private func skipped(_ message: String) -> XMLElement {
        XMLElement("skipped", [("message", message)])
    }

    private func part(_ name: String, _ issue: Issue, type: String) -> XMLElement {
        XMLElement(name, [("message", issue.message), ("type", type)], text: issue.lines)
    }

    private func element(
        _ name: String, _ operation: String?, _ place: FilePlace?, _ parts: [XMLElement]
    ) -> XMLElement {
        var attributes = [("name", name), ("classname", operation ?? "token"), ("time", "0")]
        if let place {
            attributes += [("file", place.path), ("line", String(place.line))]
        }
        return XMLElement("testcase", attributes, parts)
    }
}
