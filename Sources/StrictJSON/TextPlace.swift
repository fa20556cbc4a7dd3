/// A place in a text as editors count it: from 1, columns in characters (Unicode scalars).
public struct TextPlace: Equatable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int

    /// Names a place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte.
    /// - Parameters:
    ///   - offset: The byte's offset; one beyond the text is the place behind it.
    ///   - bytes: The whole text in UTF-8.
    public init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        // Bytes that continue a character are not counted.
        column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    }
}
