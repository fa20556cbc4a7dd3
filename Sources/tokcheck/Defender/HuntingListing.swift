internal import DefenderXDR
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Writes the rows that a query found; never more than one of them is held as text.
struct HuntingListing {
    private let answer: HuntingAnswer
    private let backend: DefenderBackend
    private let format: RowFormat
    private let style: TextStyle
    private var output: RowOutput

    init(
        _ answer: HuntingAnswer, _ backend: DefenderBackend, _ format: RowFormat,
        _ style: TextStyle, isQuiet: Bool
    ) {
        self.answer = answer
        self.backend = backend
        self.format = format
        self.style = style
        output = RowOutput(isQuiet: isQuiet, .together)
    }

    /// With what the process ends when everything else went well.
    var status: ExitStatus { output.status }

    /// Writes everything.
    mutating func write() {
        writeRows()
        output.flush()
    }

    private mutating func writeRows() {
        switch format {
        case .text: writeTable()
        case .json: writeDocument()
        case .jsonl:
            for row in answer.rows where output.isOpen {
                output.write(JSONWriter.text(.copy(row.document.root), layout: .line) + "\n")
            }
        case .csv:
            let quoting = CSVRow(isForTerminal: style.isTerminal)
            output.write(quoting.text(answer.columns.map(\.name)))
            for row in answer.rows where output.isOpen {
                output.write(quoting.text(answer.columns.map { row[$0.name]?.plainText ?? "" }))
            }
        }
    }

    private mutating func writeDocument() {
        let columns = JSONOutput.array(
            answer.columns.map {
                .object([("name", .string($0.name)), ("type", .optional($0.type))])
            })
        let statistics = answer.statistics.map { JSONOutput.copy($0.root) } ?? .null
        output.write(
            "{\n  \"schema\": \"tokcheck/hunt/1\",\n  \"backend\": \"\(backend.rawValue)\",\n"
                + "  \"columns\": \(JSONWriter.text(columns, layout: .line)),\n"
                + "  \"statistics\": \(JSONWriter.text(statistics, layout: .line)),\n  \"rows\": [")
        var isFirst = true
        for row in answer.rows where output.isOpen {
            let text = JSONWriter.text(.copy(row.document.root), layout: .line)
            output.write((isFirst ? "\n    " : ",\n    ") + text)
            isFirst = false
        }
        output.write((isFirst ? "" : "\n  ") + "],\n  \"count\": \(answer.rows.count)\n}\n")
    }

    /// Columns as wide as their widest cell, though no wider than can be read.
    private mutating func writeTable() {
        let names = answer.columns.map { Escaping.plain($0.name) }
        var widths = names.map(\.count)
        for row in answer.rows {
            for (place, cell) in cells(row).enumerated() {
                widths[place] = max(widths[place], cell.count)
            }
        }
        output.write(style.paint(line(names, widths), .bold) + "\n")
        for row in answer.rows where output.isOpen {
            output.write(style.spelled(line(cells(row), widths)) + "\n")
        }
        if style.isTerminal { output.write("\(answer.rows.count) rows\n") }
    }

    /// How many characters of a cell a table shows; the other formats have all of it.
    private static let widestCell = 60

    private func cells(_ row: HuntingRow) -> [String] {
        answer.columns.map { column in
            guard let value = row[column.name] else { return "" }
            let text = Escaping.plain(Self.words(value, of: column))
            guard text.count > Self.widestCell else { return text }
            return text.prefix(Self.widestCell - 1) + "…"
        }
    }

    /// A time in the reader's zone, anything else as it is.
    private static func words(_ value: JSONValue, of column: HuntingAnswer.Column) -> String {
        if column.type?.lowercased() == "datetime",
            let seconds = value.string.flatMap(RFC3339.seconds)
        {
            return TimeText.local(seconds, in: TerminalTraits.localTime)
        }
        return value.plainText
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) {
            line += cell + String(repeating: " ", count: max(0, width - cell.count) + 2)
        }
        // Nothing is left hanging behind the last cell that is not empty.
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension JSONValue {
    /// The value as a cell: text without quotes, null as nothing, everything else as JSON.
    fileprivate var plainText: String {
        switch kind {
        case .string: string ?? ""
        case .null: ""
        case .boolean, .number: text
        case .array, .object: JSONWriter.text(.copy(self), layout: .line)
        }
    }
}

/// Lines of comma-separated values (RFC 4180).
struct CSVRow {
    /// On a terminal nothing may act that somebody else wrote; in a file every byte stays as it is.
    let isForTerminal: Bool

    /// One line with its end.
    func text(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private func cell(_ text: String) -> String {
        let text = isForTerminal ? Escaping.plain(text) : text
        let special = text.unicodeScalars.contains { ["\"", ",", "\r", "\n"].contains($0) }
        guard special else { return text }
        let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        return "\"\(doubled)\""
    }
}
