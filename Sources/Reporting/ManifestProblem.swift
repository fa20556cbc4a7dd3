public import StrictJSON
internal import TokenCheck

/// One thing that is wrong with a manifest, or worth a remark, in words and with its place.
public struct ManifestProblem: Sendable {
    /// How grave it is.
    public enum Level: String, Sendable {
        /// The manifest cannot be used.
        case error
        /// It can, and probably says something else than what is meant.
        case warning
    }

    /// How grave it is.
    public let level: Level
    /// What it is, in one word.
    public let code: String
    /// Where it stands.
    public let place: TextPlace
    /// Where it stands, as a JSON pointer; nil when the file could not be read that far.
    public let path: String?
    /// What is wrong, in one line.
    public let message: String
    /// What was probably meant, or what to do.
    public let hint: String?

    /// Describes a problem.
    public init(
        level: Level, code: String, place: TextPlace, path: String?, message: String, hint: String?
    ) {
        self.level = level
        self.code = code
        self.place = place
        self.path = path
        self.message = message
        self.hint = hint
    }
}

/// What `manifest lint` says of a file.
public struct LintReport: Sendable {
    private let file: String
    private let problems: [ManifestProblem]

    /// Describes a file.
    /// - Parameters:
    ///   - file: Its name.
    ///   - problems: What was found, in the order of the file.
    public init(file: String, problems: [ManifestProblem]) {
        self.file = file
        self.problems = problems
    }

    /// Whether the manifest can be used.
    public var isUsable: Bool { !problems.contains { $0.level == .error } }

    /// The document `tokcheck/lint/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/lint/1")),
            ("file", .string(file)),
            ("ok", .boolean(isUsable)),
            (
                "problems",
                .array(
                    problems.map { problem in
                        .object([
                            ("level", .string(problem.level.rawValue)),
                            ("code", .string(problem.code)),
                            ("line", .integer(Int64(problem.place.line))),
                            ("column", .integer(Int64(problem.place.column))),
                            ("path", .optional(problem.path)),
                            ("message", .string(problem.message)),
                            ("hint", .optional(problem.hint)),
                        ])
                    })
            ),
        ])
    }

    /// A paragraph for each problem, and a closing line.
    public func text(style: TextStyle) -> String {
        var lines = problems.flatMap { problem in
            let sign = problem.level == .error ? style.no : style.warning
            let place = "\(Escaping.plain(file)):\(problem.place.line):\(problem.place.column):"
            var lines = [
                "\(sign) \(place) \(style.paint(problem.code, .bold))",
                style.folded(problem.message, firstIndent: "  ", indent: "  "),
            ]
            if let hint = problem.hint {
                lines.append(style.folded("Do: " + hint, firstIndent: "  ", indent: "      "))
            }
            return lines
        }
        if !lines.isEmpty { lines.append("") }
        lines.append(closing)
        return style.spelled(lines.joined(separator: "\n")) + "\n"
    }

    private var closing: String {
        let errors = problems.count { $0.level == .error }
        let remarks = problems.count - errors
        let file = Escaping.plain(file)
        guard errors > 0 else {
            return remarks == 0
                ? "\(file): nothing to remark"
                : "\(file): usable, \(Self.count(remarks, "remark"))"
        }
        return "\(file): not usable, \(Self.count(errors, "error"))"
            + (remarks == 0 ? "" : ", \(Self.count(remarks, "remark"))")
    }

    private static func count(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
