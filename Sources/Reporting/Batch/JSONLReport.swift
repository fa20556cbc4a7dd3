public import StrictJSON
public import TokenCheck

/// A report as one line among many: what `batch` writes for each token.
///
/// The bytes are put together without a tree of values in between; ``json`` says what they must be.
public struct JSONLReport: Sendable {
    /// Which line it is.
    public struct Place: Sendable {
        /// The line's number in its file, from 1.
        public var line: Int
        /// The file, where there are several.
        public var file: String?
        /// The value by which the input names the line, as JSON; nil when it names it by none.
        public var id: [UInt8]?
        /// Why the line holds no readable token, in one word.
        public var problem: String?

        /// Names a line.
        public init(line: Int, file: String? = nil, id: [UInt8]? = nil, problem: String? = nil) {
            self.line = line
            self.file = file
            self.id = id
            self.problem = problem
        }
    }

    private let report: Report
    private let place: Place
    private let fingerprint: ArraySlice<UInt8>

    /// Describes a report.
    /// - Parameters:
    ///   - report: The report.
    ///   - place: Which line it is.
    ///   - fingerprint: The first twelve hexadecimal digits of the token's SHA-256.
    public init(_ report: Report, at place: Place, fingerprint: ArraySlice<UInt8>) {
        self.report = report
        self.place = place
        self.fingerprint = fingerprint
    }

    /// Appends the line, with its line break.
    public func write(to text: inout [UInt8]) {
        text.append(literal: "{\"line\":")
        text.append(decimal: Int64(place.line))
        if let file = place.file {
            text.append(literal: ",\"file\":")
            text.append(jsonString: file)
        }
        text.append(literal: ",\"id\":")
        if let id = place.id { text += id } else { text.append(literal: "null") }
        text.append(literal: ",\"verdict\":\"")
        text.append(literal: report.verdict.literal)
        text.append(literal: "\",\"rejection\":")
        text.append(literal: report.verdict.rejectionLiteral)
        text.append(literal: ",\"verified\":")
        text.append(literal: report.isSignatureVerified ? "true" : "false")
        write(report.violatedChecks, named: ",\"violated\":[", to: &text)
        write(report.undecidedChecks, named: "],\"undecided\":[", to: &text)
        write(report.warnings, named: "],\"warnings\":[", to: &text)
        text.append(literal: "],\"problem\":")
        if let problem = place.problem {
            text.append(jsonString: problem)
        } else {
            text.append(literal: "null")
        }
        write(report.text(of: .tokenID), named: ",\"uti\":", to: &text)
        write(fingerprint, named: ",\"fingerprint\":", to: &text)
        write(report.text(of: .tenant), named: ",\"tenant\":", to: &text)
        write(report.text(of: .client), named: ",\"client\":", to: &text)
        text.append(literal: ",\"kind\":\"")
        text.append(literal: report.kind.literal)
        text.append(literal: "\",\"expiresAt\":")
        writeExpiry(to: &text)
        text.append(literal: "}\n")
    }

    private func write(_ checks: CheckSet, named name: StaticString, to text: inout [UInt8]) {
        text.append(literal: name)
        var isFirst = true
        for place in checks {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            text += Self.quotedCodes[place]
        }
    }

    private func write(
        _ value: ArraySlice<UInt8>?, named name: StaticString, to text: inout [UInt8]
    ) {
        text.append(literal: name)
        if let value { text.append(jsonString: value) } else { text.append(literal: "null") }
    }

    private func writeExpiry(to text: inout [UInt8]) {
        let start = text.count
        text.append(UInt8(ascii: "\""))
        if let expiry = report.times.expiresAt, TimeText.append(utc: expiry.floor, to: &text) {
            text.append(UInt8(ascii: "\""))
        } else {
            text.removeSubrange(start...)
            text.append(literal: "null")
        }
    }

    private static let quotedCodes = Check.all.map { Array("\"\($0.code.name)\"".utf8) }

    /// The same line as a value, for those who hold the bytes against it.
    public var json: JSONOutput {
        let summary = TokenSummary(report)
        func codes(_ isIn: (Finding) -> Bool) -> JSONOutput {
            var names: [String] = []
            for finding in report.findings where isIn(finding) {
                if names.last != finding.code.name { names.append(finding.code.name) }
            }
            return .array(names.map(JSONOutput.string))
        }
        let id = place.id.flatMap { try? JSONDocument(taking: $0) }
        return .object(
            [("line", .integer(Int64(place.line)))]
                + (place.file.map { [("file", .string($0))] } ?? []) + [
                    ("id", id.map { .copy($0.root) } ?? .null),
                    ("verdict", .string(report.verdict.name)),
                    ("rejection", .optional(report.verdict.rejection?.rawValue)),
                    ("verified", .boolean(report.isSignatureVerified)),
                    ("violated", codes { $0.status == .violated && !$0.isWarning }),
                    ("undecided", codes { $0.status == .undecided }),
                    ("warnings", codes(\.isWarning)),
                    ("problem", .optional(place.problem)),
                    ("uti", .optional(summary.tokenID)),
                    ("fingerprint", .string(String(decoding: fingerprint, as: UTF8.self))),
                    ("tenant", .optional(summary.tenant)),
                    ("client", .optional(summary.client)),
                    ("kind", .string(summary.kind.rawValue)),
                    ("expiresAt", TokenSummary.time(summary.expiresAt)),
                ])
    }
}

extension Verdict {
    fileprivate var literal: StaticString {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .undecided: "undecided"
        }
    }

    fileprivate var rejectionLiteral: StaticString {
        switch self {
        case .accepted, .undecided: "null"
        case .rejected(.form): "\"form\""
        case .rejected(.trust): "\"trust\""
        case .rejected(.time): "\"time\""
        case .rejected(.permission): "\"permission\""
        }
    }
}

extension TokenKind {
    fileprivate var literal: StaticString {
        switch self {
        case .application: "application"
        case .delegated: "delegated"
        case .unknown: "unknown"
        }
    }
}
