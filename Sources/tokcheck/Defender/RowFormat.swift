internal import ArgumentParser

/// How a list that may be long is written.
enum RowFormat: String, OutputForm {
    case text, json, jsonl, csv

    static let help: ArgumentHelp = "How the result is written: text, json, jsonl or csv."
}

/// The same for lists whose elements have no rows.
enum ListFormat: String, OutputForm {
    case text, json, jsonl

    static let help: ArgumentHelp = "How the result is written: text, json or jsonl."

    var rowFormat: RowFormat {
        switch self {
        case .text: .text
        case .json: .json
        case .jsonl: .jsonl
        }
    }
}

/// What is written of a list piece by piece, so that memory does not grow with it.
struct RowOutput {
    /// When a piece is written.
    enum Timing {
        /// At once: the next may take a while to come.
        case atOnce
        /// Together with others, since all of them are there.
        case together
    }

    private let isQuiet: Bool
    private let mostBytes: Int
    private var buffer: [UInt8] = []
    private var end = StandardStreams.WriteEnd.complete

    init(isQuiet: Bool, _ timing: Timing) {
        self.isQuiet = isQuiet
        mostBytes = timing == .atOnce ? 0 : 65_536
    }

    /// Whether anybody still reads.
    var isOpen: Bool { end == .complete }

    /// With what the process ends when everything else went well.
    var status: ExitStatus {
        if case .failed = end { .cannotCreate } else { .success }
    }

    /// Writes a piece, now or later.
    mutating func write(_ text: String) {
        guard !isQuiet, isOpen else { return }
        buffer += Array(text.utf8)
        if buffer.count > mostBytes { flush() }
    }

    /// Writes what is left.
    mutating func flush() {
        guard isOpen, !buffer.isEmpty else { return }
        end = StandardStreams.write(buffer[...], to: 1)
        buffer.removeAll(keepingCapacity: true)
        StandardStreams.sayIfLost(end)
    }
}
