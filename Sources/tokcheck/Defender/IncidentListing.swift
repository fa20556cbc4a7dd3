internal import DefenderXDR
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Writes incidents one after the other, as they come.
struct IncidentListing {
    private let backend: DefenderBackend
    private let format: RowFormat
    private let style: TextStyle
    private var output: RowOutput
    /// How many were written.
    private(set) var count = 0

    init(_ backend: DefenderBackend, _ format: RowFormat, _ style: TextStyle, isQuiet: Bool) {
        self.backend = backend
        self.format = format
        self.style = style
        output = RowOutput(isQuiet: isQuiet, .atOnce)
    }

    /// Whether anybody still reads.
    var isOpen: Bool { output.isOpen }
    /// With what the process ends when everything else went well.
    var status: ExitStatus { output.status }

    /// Writes an incident.
    mutating func add(_ incident: Incident) {
        if count == 0 { begin() }
        switch format {
        case .json:
            let text = JSONWriter.text(incident.json, layout: .indented)
            // No string holds a line break of its own: they are escaped.
            let indented = text.split(separator: "\n").joined(separator: "\n    ")
            output.write((count == 0 ? "\n    " : ",\n    ") + indented)
        case .jsonl: output.write(JSONWriter.text(incident.json, layout: .line) + "\n")
        case .text, .csv: output.write(IncidentRow(incident, style: style).text + "\n")
        }
        count += 1
    }

    /// Writes what stands behind the last one.
    /// - Parameter fault: Why there are no more although there should be.
    mutating func end(_ fault: CommandFault?) {
        if count == 0 { begin() }
        guard format == .json else { return }
        let error = fault.map { fault in
            let text = JSONWriter.text(
                .object([
                    ("code", .string(fault.code)), ("message", .string(fault.message)),
                    ("hint", .optional(fault.hint)),
                ]), layout: .line)
            return ",\n  \"error\": \(text)"
        }
        output.write(
            (count == 0 ? "" : "\n  ")
                + "],\n  \"count\": \(count),\n  \"complete\": \(fault == nil)\(error ?? "")\n}\n")
    }

    private mutating func begin() {
        switch format {
        case .json:
            output.write(
                "{\n  \"schema\": \"tokcheck/incidents/1\",\n"
                    + "  \"backend\": \"\(backend.rawValue)\",\n  \"incidents\": [")
        case .text, .csv: output.write(style.paint(IncidentRow.header, .bold) + "\n")
        case .jsonl: break
        }
    }
}

/// One incident in one line.
struct IncidentRow {
    private let cells: [String]
    private let style: TextStyle

    private static let widths = [8, 13, 10, 16]

    /// The names of the columns.
    static let header = line(["ID", "SEVERITY", "STATUS", "UPDATED", "NAME"])

    init(_ incident: Incident, style: TextStyle) {
        let time = incident.updated.map {
            TimeText.local($0.secondsSince1970, in: TerminalTraits.localTime)
        }
        cells = [
            incident.id.text, incident.severity?.text ?? "-", incident.status?.text ?? "-",
            // To the minute, without the zone, which is the reader's own.
            time.map { String($0.prefix(16)) } ?? "-",
            incident.redirectID.map { "merged into \($0)" } ?? incident.name ?? "-",
        ].map(Escaping.plain)
        self.style = style
    }

    /// The line; on a terminal no longer than its width.
    var text: String {
        let line = style.spelled(Self.line(cells))
        guard style.isTerminal, line.count > style.columns else { return line }
        return String(line.prefix(style.columns - 1)) + (style.usesUnicode ? "…" : ">")
    }

    private static func line(_ cells: [String]) -> String {
        let padded = zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }
        return (padded + cells.dropFirst(widths.count)).joined(separator: "  ")
    }
}
