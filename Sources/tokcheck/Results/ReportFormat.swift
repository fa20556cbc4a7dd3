internal import ArgumentParser

/// A form in which a result can be had.
enum ReportFormat: String, OutputForm {
    case text, json, sarif, junit, github, markdown

    static let help = ArgumentHelp("How the result is written.", valueName: "format")

    /// The formats in a row, as messages list them.
    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}

/// The output flags of commands whose result can be had in every form.
typealias ResultOptions = OutputOptions<ReportFormat>

extension OutputOptions<ReportFormat> {
    /// The form that was asked for.
    /// - Throws: ``CommandFault`` (64) when two were.
    func singleFormat() throws(CommandFault) -> ReportFormat {
        guard !asJSON || output == .text || output == .json else {
            throw .usage("--json contradicts --output \(output)", hint: "leave out one of them")
        }
        return format
    }
}

/// The flags that say in which forms a result is written into files.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the result to a file, too; - for standard output; may be repeated.",
            valueName: "format=file"))
    var report: [String] = []

    /// The reports that were asked for beside the result.
    /// - Throws: ``CommandFault`` (64) for what is not a format, an equals sign and a file.
    func targets() throws(CommandFault) -> [ReportTarget] {
        try report.map { text throws(CommandFault) in try ReportTarget(text) }
    }
}

/// A report that goes to a file.
struct ReportTarget {
    /// Its format.
    let format: ReportFormat
    /// The file's name; `-` is standard output.
    let path: String

    /// Whether it goes to standard output.
    var isStandardOutput: Bool { path == "-" }

    /// Reads `FORMAT=FILE`.
    init(_ text: String) throws(CommandFault) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw .usage(
                "--report: not FORMAT=FILE: \(Redaction.quoted(text))",
                hint: "such as --report sarif=tokcheck.sarif; formats: \(ReportFormat.list)")
        }
        guard let format = ReportFormat(rawValue: String(parts[0])) else {
            throw .usage(
                "--report: no format \(Redaction.quoted(String(parts[0])))",
                hint: "one of \(ReportFormat.list)")
        }
        self.format = format
        path = String(parts[1])
    }
}
