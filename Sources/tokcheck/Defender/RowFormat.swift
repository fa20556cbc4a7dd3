internal import ArgumentParser

/// How a list that may be long is written.
enum RowFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl, csv
}

/// The output flags of commands that write lists.
struct RowOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "How the result is written: text, json, jsonl; what hunting finds also as csv.")
    var output: RowFormat = .text

    @OptionGroup var display: DisplayOptions

    /// The format that was asked for.
    var format: RowFormat { display.asJSON ? .json : output }
}

/// What is written of a list piece by piece, so that memory does not grow with it.
struct RowOutput {
    private let isQuiet: Bool
    private var end = StandardStreams.WriteEnd.complete

    /// Whether anybody still reads.
    var isOpen: Bool { end == .complete }

    /// With what the process ends when everything else went well.
    var status: ExitStatus {
        if case .failed = end { .cannotCreate } else { .success }
    }

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Writes a piece.
    mutating func write(_ text: String) {
        guard !isQuiet, isOpen else { return }
        end = StandardStreams.write(text, to: 1)
        if case .failed(let number) = end {
            StandardStreams.printError(
                "tokcheck: standard output cannot be written (error \(number))\n")
        }
    }
}
