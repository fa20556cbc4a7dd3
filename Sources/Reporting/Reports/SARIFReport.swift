public import StrictJSON
internal import TokenCheck

/// A report for code scanning and editors: SARIF 2.1.0, a result for each check that fails.
///
/// A result lies on the manifest's line that states the requirement; without a manifest it has a logical location.
/// - SeeAlso: OASIS, Static Analysis Results Interchange Format 2.1.0
public struct SARIFReport: Sendable {
    private let summary: RunSummary

    /// Describes a run.
    public init(_ summary: RunSummary) { self.summary = summary }

    /// The document.
    public var json: JSONOutput {
        .object([
            (
                "$schema",
                .string(
                    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
                )
            ),
            ("version", .string("2.1.0")),
            ("runs", .array([run])),
        ])
    }

    private var run: JSONOutput {
        var members: [(String, JSONOutput)] = [
            (
                "tool",
                .object([
                    (
                        "driver",
                        .object([
                            ("name", .string("tokcheck")),
                            ("semanticVersion", .string(summary.version)),
                            ("rules", .array(codes.map(rule))),
                        ])
                    )
                ])
            ),
            ("invocations", .array([invocation])),
        ]
        if let manifest = summary.manifest { members.append(("artifacts", artifacts(manifest))) }
        members += [
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(results.map(result))),
            ("properties", properties),
        ]
        return .object(members)
    }

    // MARK: how it went

    private var invocation: JSONOutput {
        var members: [(String, JSONOutput)] = [
            ("executionSuccessful", .boolean(summary.verdict != nil)),
            ("exitCode", .integer(Int64(summary.exitCode))),
        ]
        if summary.verdict == nil {
            let faults = summary.issues.map { notification($0, level: "error") }
            members.append(("toolConfigurationNotifications", .array(faults)))
        }
        let notes = summary.notes.map { note in
            JSONOutput.object([
                ("level", .string("note")), ("message", SARIFText(note).message),
            ])
        }
        let remarks = summary.remarks.map { notification($0, level: "warning") }
        if !(notes + remarks).isEmpty {
            members.append(("toolExecutionNotifications", .array(remarks + notes)))
        }
        return .object(members)
    }

    private func notification(_ issue: Issue, level: String) -> JSONOutput {
        .object([
            ("descriptor", .object([("id", .string(issue.code))])),
            ("level", .string(level)),
            ("message", text(issue)),
        ])
    }

    private var properties: JSONOutput {
        .object([
            ("verdict", .optional(summary.verdict?.name)),
            ("rejection", .optional(summary.verdict?.rejection?.rawValue)),
            ("fingerprint", .optional(summary.fingerprint)),
        ])
    }

    private func artifacts(_ manifest: ManifestReference) -> JSONOutput {
        let place = FilePlace(file: manifest.file, line: 1, column: 1)
        return .array([
            .object([
                ("location", location(of: place)),
                ("roles", .array([.string("userSpecifiedConfiguration")])),
                ("hashes", .object([("sha-256", .string(manifest.sha256))])),
            ])
        ])
    }

    // MARK: rules

    /// What is reported at a place: a fault without a file is no result.
    private var results: [Issue] {
        summary.issues.filter { summary.verdict != nil || $0.place != nil }
    }

    private var codes: [String] {
        var codes: [String] = []
        for issue in results where !codes.contains(issue.code) { codes.append(issue.code) }
        return codes
    }

    private func rule(_ code: String) -> JSONOutput {
        guard let check = Check.named(code) else {
            let meaning = "what is needed to judge a token is not in order"
            return .object([
                ("id", .string(code)), ("shortDescription", SARIFText(meaning).message),
            ])
        }
        let level = check.checkClass == .warning ? "warning" : "error"
        return .object([
            ("id", .string(code)),
            ("shortDescription", SARIFText(check.meaning).message),
            (
                "help",
                SARIFText(CheckHelp(check).text(style: .plain)).message
            ),
            ("defaultConfiguration", .object([("level", .string(level))])),
            ("properties", .object([("tags", .array([.string("security")]))])),
        ])
    }

    // MARK: results

    private func result(_ issue: Issue) -> JSONOutput {
        let operation = issue.operation ?? "token"
        var members: [(String, JSONOutput)] = [
            ("ruleId", .string(issue.code)),
            ("ruleIndex", .integer(Int64(codes.firstIndex(of: issue.code) ?? -1))),
            ("level", .string(issue.level.rawValue)),
            ("message", text(issue)),
            ("locations", .array([location(of: issue)])),
            (
                "partialFingerprints",
                .object([("checkAndOperation/v1", .string("\(issue.code) \(operation)"))])
            ),
        ]
        if let reason = issue.reason {
            members.append(("properties", .object([("cause", .string(reason.code))])))
        }
        return .object(members)
    }

    private func text(_ issue: Issue) -> JSONOutput {
        SARIFText(issue.lines.joined(separator: "\n")).message
    }

    private func location(of issue: Issue) -> JSONOutput {
        let logical = JSONOutput.object([
            ("name", .string(Escaping.plain(issue.operation ?? "token"))),
            ("kind", .string(issue.operation == nil ? "object" : "member")),
        ])
        var members: [(String, JSONOutput)] = []
        if let place = issue.place {
            let region = JSONOutput.object([
                ("startLine", .integer(Int64(place.line))),
                ("startColumn", .integer(Int64(place.column))),
            ])
            members.append(
                (
                    "physicalLocation",
                    .object([("artifactLocation", location(of: place)), ("region", region)])
                ))
        }
        return .object(members + [("logicalLocations", .array([logical]))])
    }

    private func location(of place: FilePlace) -> JSONOutput {
        let address = FileAddress(place.path)
        var members = [("uri", JSONOutput.string(address.text))]
        if address.isRelative { members.append(("uriBaseId", .string("%SRCROOT%"))) }
        return .object(members)
    }
}
