internal import StrictJSON

/// What went wrong before there was a result: said to people on standard error, to programs as `tokcheck/error/1`.
struct CommandFault: Error {
    /// With what the process ends.
    let exit: ExitStatus
    /// The kind of fault in one word, or the check that decides.
    let code: String
    /// What is not right, value first.
    let message: String
    /// What to do, if that is known.
    let hint: String?
    /// The file it is about.
    let file: String?
    /// The line in it, from 1.
    let line: Int?
    /// The column in it, in bytes from 1.
    let column: Int?

    init(
        exit: ExitStatus, code: String, message: String, hint: String? = nil, file: String? = nil,
        line: Int? = nil, column: Int? = nil
    ) {
        self.exit = exit
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
    }

    /// Wrong flags.
    static func usage(_ message: String, hint: String) -> CommandFault {
        CommandFault(exit: .usage, code: "usage", message: message, hint: hint)
    }

    /// The lines for standard error.
    var text: String {
        var place = file.map { $0 + ":" } ?? ""
        if let line { place += "\(line):\(column ?? 1):" }
        if !place.isEmpty { place += " " }
        let hint = hint.map { "tokcheck: hint: \($0)\n" } ?? ""
        return "tokcheck: \(place)\(message)\n" + hint
    }

    /// The document for standard output.
    var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/error/1")),
            ("exitCode", .integer(Int64(exit.code))),
            (
                "error",
                .object([
                    ("code", .string(code)),
                    ("message", .string(message)),
                    ("hint", .optional(hint)),
                    ("file", .optional(file)),
                    ("line", .optional(line.map(Int64.init))),
                    ("column", .optional(column.map(Int64.init))),
                ])
            ),
        ])
    }
}
