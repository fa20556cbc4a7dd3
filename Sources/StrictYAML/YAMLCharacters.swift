internal import StrictJSON

/// The characters of a text before any of them means something.
enum YAMLCharacters {
    /// Looks for what no text may hold: a byte order mark, bytes that are not UTF-8, control characters, and the
    /// characters at which readers of YAML 1.1 and 1.2 disagree whether a line ends.
    ///
    /// What stands in a comment for one reader must not be an operation for another.
    static func check(_ bytes: [UInt8]) throws(YAMLDefect) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw YAMLDefect(.byteOrderMark, at: TextPlace(line: 1, column: 1))
        }
        var rest = bytes.makeIterator()
        var decoder = UTF8()
        var (line, column) = (1, 1)
        var followsReturn = false
        while true {
            let place = TextPlace(line: line, column: column)
            switch decoder.decode(&rest) {
            case .emptyInput: return
            case .error: throw YAMLDefect(.encoding, at: place)
            case .scalarValue(let scalar):
                column += 1
                switch scalar.value {
                case 0x0A:
                    if !followsReturn { line += 1 }
                    column = 1
                case 0x0D:
                    line += 1
                    column = 1
                case 0x09, 0x20...0x7E: break
                case 0x85, 0x2028, 0x2029: throw YAMLDefect(.lineSeparator, at: place)
                case 0...0x1F, 0x7F...0x9F, 0xFEFF, 0xFFFE, 0xFFFF:
                    throw YAMLDefect(.controlCharacter, at: place)
                default: break
                }
                followsReturn = scalar.value == 0x0D
            }
        }
    }
}
