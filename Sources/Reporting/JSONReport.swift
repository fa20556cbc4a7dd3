internal import JOSE
public import StrictJSON
public import TokenCheck

/// A report for programs: the document `tokcheck/result/1`.
public struct JSONReport: Sendable {
    private let report: Report
    private let context: ResultContext

    /// Describes a report.
    /// - Parameters:
    ///   - report: The report.
    ///   - context: What the program knows beyond it.
    public init(_ report: Report, context: ResultContext) {
        self.report = report
        self.context = context
    }

    /// The document.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/result/1")),
            ("tool", Self.tool(context.version)),
            ("at", .string(TimeText.utc(report.now.secondsSince1970))),
            ("verdict", .string(report.verdict.name)),
            ("rejection", .optional(report.verdict.rejection?.rawValue)),
            ("exitCode", .integer(Int64(context.exitCode))),
            ("verified", .boolean(report.isSignatureVerified)),
            (
                "input",
                .object([
                    ("form", .string(context.inputForm)),
                    ("fingerprint", .string(context.fingerprint)),
                ])
            ),
            ("token", TokenSummary(report).json),
            ("keys", keys),
            ("policy", policy),
            ("manifest", context.manifest?.json ?? .null),
            ("notes", .array(context.notes.map(JSONOutput.string))),
            ("checks", .array(report.findings.map(check))),
            ("causes", .array(context.causes.map(cause))),
        ])
    }

    /// The program that made a document.
    public static func tool(_ version: String) -> JSONOutput {
        .object([("name", .string("tokcheck")), ("version", .string(version))])
    }

    private var keys: JSONOutput {
        let keys = report.keys
        return .object([
            ("source", keys.isAbsent ? .null : .string(keys.origin.source.rawValue)),
            ("file", .optional(keys.origin.source == .file ? keys.origin.name : nil)),
            ("sha256", .optional(keys.origin.sha256)),
            ("kid", .optional(report.key?.keyID)),
            ("fetchedAt", .optional(keys.origin.fetchedAt.map(TimeText.utc))),
            ("ageSeconds", .optional(keys.origin.source == .file ? nil : keys.ageSeconds)),
        ])
    }

    private var policy: JSONOutput {
        let policy = report.policy
        let from = context.origins.map { ($0.part, JSONOutput.string($0.origin)) }
        return .object([
            ("cloud", .string(policy.cloud.rawValue)),
            ("tenants", tenants),
            ("issuers", .array(policy.issuers.map(JSONOutput.string))),
            ("audiences", audiences),
            ("clients", .array(policy.clients.map(JSONOutput.string))),
            ("operations", .array(policy.operations.map { .optional($0.name) })),
            ("versions", .array(policy.versions.map { .string($0.rawValue) })),
            ("kinds", policy.kinds.map { .array($0.map { .string($0.rawValue) }) } ?? .null),
            ("minimumRemainingSeconds", .optional(policy.minimumRemainingSeconds)),
            ("maximumLifetimeSeconds", .optional(policy.maximumLifetimeSeconds)),
            ("leewaySeconds", .integer(policy.leewaySeconds)),
            ("from", .object(from)),
        ])
    }

    private var tenants: JSONOutput {
        switch report.policy.tenants {
        case .any: .array([.string("any")])
        case .only(let tenants): .array(tenants.map(JSONOutput.string))
        }
    }

    private var audiences: JSONOutput {
        guard let names = report.policy.acceptedAudiences else { return .array([.string("any")]) }
        return .array(names.accepted.map(JSONOutput.string))
    }

    private func cause(_ cause: Cause) -> JSONOutput {
        let words = CauseWords(cause)
        return .object([
            ("code", .string(cause.code.name)),
            ("certainty", .string(cause.certainty.rawValue)),
            ("explains", .array(cause.explains.map { .string($0.name) })),
            ("message", .string(words.message)),
            ("fix", .string(words.fix)),
        ])
    }

    private func check(_ finding: Finding) -> JSONOutput {
        var members: [(String, JSONOutput)] = [
            ("code", .string(finding.code.name)),
            ("class", .string(finding.checkClass.rawValue)),
            ("status", .string(finding.status.rawValue)),
        ]
        if let operation = finding.operation { members.append(("operation", .string(operation))) }
        if case .blocked(let code) = finding.outcome {
            members.append(("blockedBy", .string(code.name)))
        }
        guard finding.status == .violated || finding.status == .undecided,
            let detail = finding.detail
        else { return .object(members) }
        if let place = detail.place { members.append(("at", .string(place))) }
        if let expected = detail.expected { members.append(("expected", JSONOutput(expected))) }
        if let actual = detail.actual { members.append(("actual", JSONOutput(actual))) }
        members.append(("message", .string(Messages.line(for: finding))))
        return .object(members)
    }
}

extension KeySet {
    /// Whether nobody gave any keys.
    fileprivate var isAbsent: Bool { entries.isEmpty && origin.name == nil }
}

extension Verdict {
    /// The verdict in one word.
    public var name: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .undecided: "undecided"
        }
    }

    /// The reason of a rejection.
    public var rejection: Rejection? {
        if case .rejected(let rejection) = self { return rejection }
        return nil
    }
}

extension JSONOutput {
    /// A fact as data.
    init(_ fact: Fact) {
        switch fact {
        case .text(let text): self = .string(text)
        case .texts(let texts): self = .array(texts.map(JSONOutput.string))
        case .integer(let number): self = .integer(number)
        case .need(let need): self = .init(need)
        }
    }

    /// A need as a manifest writes it.
    init(_ need: Need) {
        switch need {
        case .permission(let name): self = .string(name)
        case .any(let needs): self = .object([("any", .array(needs.map(JSONOutput.init)))])
        case .all(let needs): self = .object([("all", .array(needs.map(JSONOutput.init)))])
        }
    }
}
