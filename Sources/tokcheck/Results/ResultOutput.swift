internal import Reporting
internal import StrictJSON

/// Where a result goes: standard output in one format, and files in others.
struct ResultOutput {
    /// What makes a result in a format; the exit code is told in it.
    typealias Rendering = (ReportFormat, TextStyle, ExitStatus) -> String

    private let format: ReportFormat
    private let targets: [ReportTarget]
    private let options: ResultOptions
    private let program: Program

    /// Reads the flags.
    /// - Parameters:
    ///   - options: The flags about standard output.
    ///   - reports: The flags about files.
    ///   - inputs: The files that are read; no report may replace one.
    ///   - program: The world around the process.
    /// - Throws: ``CommandFault`` (64) when two results would go to one place.
    init(
        _ options: ResultOptions, _ reports: ReportOptions, inputs: [String], in program: Program
    ) throws(CommandFault) {
        self.options = options
        self.program = program
        format = try options.singleFormat()
        targets = try reports.targets()
        try refuseSharedOutput()
        try refuseSharedFiles(inputs)
    }

    /// Does the work; what goes wrong before there is a verdict goes where the result would have gone.
    func reporting(_ work: () async throws -> ExitStatus) async throws -> ExitStatus {
        do {
            return try await work()
        } catch let fault as CommandFault {
            let summary = RunSummary(fault.runFault, version: tokcheckVersion)
            let failed = writeFiles(targets, fault.exit) { format, _, _ in
                summary.text(format, text: fault.text, json: fault.json)
            }
            write(failed)
            for format in streams where format != .text && format != .json {
                StandardStreams.print(summary.text(format, text: "", json: .null))
            }
            // The sentence and the document of JSON are written for every command alike.
            throw fault
        }
    }

    /// Writes a result everywhere.
    /// - Returns: The exit code; it is 73 if a file could not be written and it would have been 0.
    func write(_ status: ExitStatus, _ rendering: Rendering) -> ExitStatus {
        var status = status
        let failed = writeFiles(targets, status, rendering)
        if !failed.isEmpty, status == .success {
            status = .cannotCreate
            // The others tell the exit code, too.
            let written = targets.filter { target in !failed.contains { $0.path == target.path } }
            _ = writeFiles(written, status, rendering)
        }
        for format in streams {
            StandardStreams.print(rendering(format, options.style(in: program), status))
        }
        write(failed)
        hint(status)
        return status
    }

    // MARK: where to

    /// What is written to standard output, in this order.
    private var streams: [ReportFormat] {
        (options.quiet ? [] : [format])
            + targets.filter(\.isStandardOutput).map(\.format)
    }

    private func refuseSharedOutput() throws(CommandFault) {
        let streams = streams
        // Annotations are lines among those of a log; everything else is a document of its own.
        guard streams.count > 1, streams != [.text, .github] else { return }
        throw .usage(
            "standard output would hold two results, \(streams[0]) and \(streams[1])",
            hint: "name a file instead of -, or write nothing but reports with -q")
    }

    private func refuseSharedFiles(_ inputs: [String]) throws(CommandFault) {
        let files = targets.filter { !$0.isStandardOutput }
        let identities = files.map { FileIdentity($0.path) }
        for (position, identity) in identities.enumerated() {
            if let other = identities[..<position].firstIndex(where: identity.isSame) {
                throw .usage(
                    "--report: \(files[other].format) and \(files[position].format) would go to "
                        + "one file, \(Redaction.quoted(files[position].path))",
                    hint: "name a file for each")
            }
            for path in inputs where identity.isSame(as: FileIdentity(path)) {
                throw .usage(
                    "--report: \(files[position].format) would replace "
                        + "\(Redaction.quoted(path)), which is read",
                    hint: "name another file")
            }
        }
    }

    // MARK: writing

    private typealias Failure = (path: String, fault: CommandFault)

    private func writeFiles(
        _ targets: [ReportTarget], _ status: ExitStatus, _ rendering: Rendering
    ) -> [Failure] {
        var failed: [Failure] = []
        for target in targets where !target.isStandardOutput {
            do throws(CommandFault) {
                try OutputFile.write(
                    rendering(target.format, .file, status), to: target.path)
            } catch {
                failed.append((target.path, error))
            }
        }
        return failed
    }

    private func write(_ failed: [Failure]) {
        for (_, fault) in failed { StandardStreams.printError(fault.text) }
    }

    /// Names the annotations where they would be shown.
    private func hint(_ status: ExitStatus) {
        guard status != .success, format == .text, !options.quiet, targets.isEmpty,
            program.environment["GITHUB_ACTIONS"] == "true"
        else { return }
        StandardStreams.printError(
            "tokcheck: hint: --report github=- annotates the run with what fails\n")
    }
}

extension TextStyle {
    /// Text in a file: everything that UTF-8 has, and no colours.
    fileprivate static let file = TextStyle(
        usesColour: false, usesUnicode: true, columns: 80, isTerminal: false)
}

extension CommandFault {
    /// The fault as reports tell it.
    fileprivate var runFault: RunFault {
        RunFault(
            exitCode: exit.code, code: code, message: message, hint: hint, file: file, line: line,
            column: column)
    }
}

extension RunSummary {
    /// The summary in a format for pipelines, or what was given for text and JSON.
    func text(
        _ format: ReportFormat, text: @autoclosure () -> String,
        json: @autoclosure () -> JSONOutput
    ) -> String {
        switch format {
        case .text: text()
        case .json: JSONWriter.text(json(), layout: .indented) + "\n"
        case .sarif: JSONWriter.text(SARIFReport(self).json, layout: .indented) + "\n"
        case .junit: JUnitReport(self).text
        case .github: GitHubReport(self).text
        case .markdown: MarkdownReport(self).text
        }
    }
}
