/// What has been typed and pasted at a prompt so far, in a terminal that edits no lines itself.
struct PromptLine {
    /// The characters that edit, as the terminal had them.
    struct EditingCharacters {
        /// Takes back one character, beside backspace and delete.
        var erase: UInt8 = 0x7F
        /// Takes back the whole line.
        var kill: UInt8 = 0x15
        /// Ends the input.
        var endOfInput: UInt8 = 0x04
    }

    /// What was taken, line ends included.
    private(set) var bytes: [UInt8] = []
    /// Whether the end of the input was typed.
    private(set) var isOver = false
    /// Whether the last thing was Enter, and not a line end inside a paste.
    private(set) var isAtEnter = false

    private let limit: Int
    private let editing: EditingCharacters
    private var isInPaste = false
    /// The beginning of a control sequence, from its escape character on.
    private var sequence: [UInt8] = []

    /// An empty line.
    /// - Parameters:
    ///   - limit: How many bytes are kept; what comes behind them is dropped, since it must not reach the shell either.
    ///   - editing: The characters that edit.
    init(limit: Int, editing: EditingCharacters = EditingCharacters()) {
        self.limit = limit
        self.editing = editing
    }

    /// Takes what the terminal gave.
    mutating func take(_ chunk: some Sequence<UInt8>) {
        for byte in chunk where !isOver {
            if sequence.isEmpty && byte != 0x1B { take(byte) } else { continueSequence(byte) }
        }
    }

    private mutating func take(_ byte: UInt8) {
        isAtEnter = false
        switch byte {
        case editing.endOfInput: isOver = true
        case editing.erase, 0x7F, 0x08: _ = bytes.popLast()
        case editing.kill: bytes.removeAll()
        default:
            isAtEnter = !isInPaste && (byte == 0x0A || byte == 0x0D)
            if bytes.count < limit { bytes.append(byte) }
        }
    }

    /// Drops control sequences (ECMA-48 §5.4): `ESC [ 200 ~` and `ESC [ 201 ~` stand around a paste, others are keys.
    private mutating func continueSequence(_ byte: UInt8) {
        sequence.append(byte)
        switch sequence.count {
        case 1: return
        case 2 where byte == UInt8(ascii: "["): return
        case 2:
            sequence = []
            take(byte)
        default:
            // Parameters and intermediate characters go on; 32 are far more than any key sends.
            if (0x20...0x3F).contains(byte), sequence.count < 32 { return }
            if sequence == Array("\u{1B}[200~".utf8) { isInPaste = true }
            if sequence == Array("\u{1B}[201~".utf8) { isInPaste = false }
            sequence = []
        }
    }
}
