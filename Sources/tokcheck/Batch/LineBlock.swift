internal import StrictJSON

/// Lines that are judged together: they are handed from one worker to the next as one value.
struct LineBlock: Sendable, Equatable {
    /// One line of a block.
    struct Line: Sendable, Equatable {
        /// Where its bytes are, without the line break.
        var range: Range<Int>
        /// Whether it was longer than the limit; only its beginning is there.
        var isCut: Bool
    }

    /// The bytes of all lines.
    var bytes: [UInt8] = []
    /// The lines, in order.
    var lines: [Line] = []
    /// The number of the first line in its file, from 1.
    var firstLine = 1
    /// The name of the file, where several are read.
    var file: String?
    /// How many bytes of the input they took, line breaks and what was cut off included.
    var consumed = 0

    /// The bytes of a line.
    func text(_ line: Line) -> ArraySlice<UInt8> { bytes[line.range] }
}

/// Takes a stream of bytes apart into lines, and never holds more of one line than a limit.
///
/// A line ends with a line feed or with the input; a carriage return before it is left where it is.
struct LineSplitter {
    /// The most bytes of a line that are kept; one more tells that there were more.
    let limit: Int
    private var block = LineBlock()
    /// Where the line begins whose end has not come.
    private var start = 0
    private var isCut = false
    private var hasBegun = false

    init(limit: Int) { self.limit = limit }

    /// Whether there is a line that has ended.
    var hasLines: Bool { !block.lines.isEmpty }
    /// How many bytes are held.
    var count: Int { block.bytes.count }

    /// Takes the next bytes of the input.
    mutating func add(_ chunk: Span<UInt8>) {
        var position = 0
        while let end = chunk.firstOffset(of: UInt8(ascii: "\n"), from: position) {
            keep(chunk.extracting(position..<end))
            endLine()
            position = end + 1
            block.consumed += 1
        }
        if position < chunk.count {
            keep(chunk.extracting(position..<chunk.count))
            hasBegun = true
        }
    }

    /// Ends the input: a last line needs no line break.
    mutating func endInput() {
        if hasBegun { endLine() }
    }

    /// The lines that have ended; the one that has not stays.
    mutating func take() -> LineBlock {
        var taken = block
        block = LineBlock()
        block.firstLine = taken.firstLine + taken.lines.count
        block.bytes = Array(taken.bytes[start...])
        taken.bytes.removeSubrange(start...)
        start = 0
        return taken
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        block.consumed += bytes.count
        let room = limit - (block.bytes.count - start)
        if bytes.count > room { isCut = true }
        block.bytes.append(copying: bytes.extracting(first: max(0, room)))
    }

    private mutating func endLine() {
        block.lines.append(LineBlock.Line(range: start..<block.bytes.count, isCut: isCut))
        start = block.bytes.count
        isCut = false
        hasBegun = false
    }
}
