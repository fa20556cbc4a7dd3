/// What the API says of a query that it does not run.
public struct HuntingDefect: Sendable, Equatable {
    /// Its code, if it gives one.
    public let code: String?
    /// Its words.
    public let message: String
    /// The place in the query, if its words tell it or name something that stands there once.
    public let place: Place?

    /// A place in a query.
    public struct Place: Sendable, Equatable {
        /// The line, from 1.
        public let line: Int
        /// The column in characters, from 1.
        public let column: Int
        /// The line's text.
        public let text: String
    }

    /// Reads what the API says.
    init(code: String?, message: String, query: String) {
        self.code = code
        self.message = message
        let lines = query.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(String.init)
        place = Self.told(message, in: lines) ?? Self.named(message, in: lines)
    }

    /// The place as `[line:position=2:14]` and similar words give it; 0:0 stands for none.
    private static func told(_ message: String, in lines: [String]) -> Place? {
        let bytes = Array(message.lowercased().utf8)
        let word = Array("line".utf8)
        for start in bytes.indices where bytes[start...].starts(with: word) {
            var rest = bytes[(start + word.count)...]
            guard let line = number(in: &rest), let column = number(in: &rest),
                lines.indices.contains(line - 1)
            else { continue }
            let text = lines[line - 1]
            return Place(line: line, column: min(max(column, 1), text.count + 1), text: text)
        }
        return nil
    }

    /// The next number, if no more than a few words stand before it.
    private static func number(in rest: inout ArraySlice<UInt8>) -> Int? {
        let mostBetween = 16
        guard let start = rest.prefix(mostBetween).firstIndex(where: isDigit) else { return nil }
        let digits = rest[start...].prefix(while: isDigit)
        guard digits.count <= 6 else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The place of the only thing in quotes that stands in the query exactly once.
    private static func named(_ message: String, in lines: [String]) -> Place? {
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        // Every second piece is in quotes; the last one named is the culprit, the first often an operator.
        for piece in quoted.indices.reversed() where piece % 2 == 1 && piece < quoted.count - 1 {
            let name = Array(quoted[piece])
            guard !name.isEmpty else { continue }
            let found = lines.enumerated().flatMap { number, line in
                occurrences(of: name, in: Array(line)).map { (number, $0, line) }
            }
            if found.count == 1, let (number, column, line) = found.first {
                return Place(line: number + 1, column: column + 1, text: line)
            }
        }
        return nil
    }

    /// Where a word begins in a line; a longer word that has it inside is another.
    private static func occurrences(of name: [Character], in line: [Character]) -> [Int] {
        guard line.count >= name.count else { return [] }
        return (0...(line.count - name.count)).filter { start in
            let end = start + name.count
            return line[start..<end].elementsEqual(name)
                && !(start > 0 && isWord(line[start - 1]) && isWord(name[0]))
                && !(end < line.count && isWord(line[end]) && isWord(name[name.count - 1]))
        }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
