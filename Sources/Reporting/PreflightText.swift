public import TokenCheck

/// What people are told about a preflight: why a token is stopped, or what was left open when it passed.
public struct PreflightText: Sendable {
    private let preflight: Preflight
    private let causes: [Cause]
    private let style: TextStyle
    private let localTime: LocalTime

    /// Describes a preflight.
    /// - Parameters:
    ///   - preflight: What was found.
    ///   - causes: Why it is stopped, the main cause first; those that only say that keys are missing are left out.
    ///   - style: How it is shown.
    ///   - localTime: The zone of local times.
    public init(
        _ preflight: Preflight, causes: [Cause] = [], style: TextStyle, localTime: LocalTime
    ) {
        self.preflight = preflight
        let stopping = Set(preflight.blocking.map(\.code))
        self.causes = causes.filter { $0.explains.contains(where: stopping.contains) }
        self.style = style
        self.localTime = localTime
    }

    /// One sentence on a token that passes: what nobody verified, and why that is enough for a client.
    public var openNote: String {
        preflight.hasPrivateSignature
            ? "the signature was not verified: only Microsoft Graph can verify its private form"
            : "the signature was not verified: the token came straight from the authority"
    }

    /// The same as ``openNote`` when the token passes, else what stops it in one line.
    public var sentence: String {
        guard let finding = preflight.mainFinding else { return openNote }
        return "\(finding.code): \(Messages.line(for: finding))"
    }

    /// The whole text on a token that is stopped, with a line break at its end; empty when it passes.
    public var text: String {
        guard let main = preflight.mainFinding else { return "" }
        var lines = preflight.blocking.flatMap(entry)
        lines.append("")
        let leader = causes.first { $0.explains.contains(main.code) }
        let code = leader?.code.name ?? main.code.name
        lines.append("\(style.paint("REFUSED", .red))  \(style.paint(code, .bold))")
        if let leader {
            lines += CauseText(leader, style: style, localTime: localTime).lines
        } else {
            lines += [
                style.folded("required: " + main.check.meaning, firstIndent: "  ", indent: "  "),
                style.folded(
                    "Do: " + Wording.remedy(for: main), firstIndent: "  ", indent: "      "),
                "  More: tokcheck help \(main.code)",
            ]
        }
        return style.spelled(lines.joined(separator: "\n")) + "\n"
    }

    private func entry(_ finding: Finding) -> [String] {
        let label = Subject(of: finding.code).rawValue
        let sign = finding.status == .undecided ? style.open : style.no
        let padding = String(repeating: " ", count: max(0, 11 - label.count))
        return Messages.lines(for: finding).enumerated().map { place, line in
            let row =
                place == 0 ? "\(sign) \(label)\(padding) \(line)" : "  \(Self.blank) \(line)"
            return FoldedRow(row, indent: "  \(Self.blank) ", columns: style.columns).text
        }
    }

    private static let blank = String(repeating: " ", count: 11)
}
