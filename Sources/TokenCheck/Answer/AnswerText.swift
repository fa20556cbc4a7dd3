internal import StrictJSON

/// The bytes of an answer that are read, without a byte order mark.
struct AnswerText {
    let bytes: [UInt8]
    let isCut: Bool

    /// Copies at most ``ServerAnswer/maximumBytes``; UTF-16, which some shells write to files, becomes UTF-8.
    init(_ span: Span<UInt8>) {
        isCut = span.count > ServerAnswer.maximumBytes
        let read = [UInt8](copying: span.extracting(first: ServerAnswer.maximumBytes))
        switch (read.first, read.dropFirst().first) {
        case (0xFF, 0xFE): bytes = Self.utf8(read, lowByte: 0, highByte: 1)
        case (0xFE, 0xFF): bytes = Self.utf8(read, lowByte: 1, highByte: 0)
        case (0xEF, 0xBB) where read.count > 2 && read[2] == 0xBF: bytes = Array(read.dropFirst(3))
        default: bytes = read
        }
    }

    private static func utf8(_ text: [UInt8], lowByte: Int, highByte: Int) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(text.count / 2)
        for place in stride(from: 2, to: text.count - 1, by: 2) {
            units.append(UInt16(text[place + highByte]) << 8 | UInt16(text[place + lowByte]))
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}

extension UInt8 {
    /// The letter in lower case, or the byte itself if it is no capital letter of ASCII.
    var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

    /// Whether the byte is white space in HTTP, JSON or plain text.
    var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    /// Whether the byte is a digit.
    var isDigit: Bool { (0x30...0x39).contains(self) }

    /// Whether the byte is a letter or digit of ASCII.
    var isLetterOrDigit: Bool { isDigit || (0x61...0x7A).contains(lowered) }
}

extension ArraySlice where Element == UInt8 {
    /// The bytes without white space around them.
    var trimmed: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !$0.isBlank }),
            let last = lastIndex(where: { !$0.isBlank })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }

    /// Whether the bytes are this text of ASCII in lower case, whatever the case of their letters.
    func isSame(asLowered text: String) -> Bool {
        count == text.utf8.count && hasPrefix(lowered: text)
    }

    /// Whether the bytes begin with this text of ASCII in lower case, whatever the case of their letters.
    func hasPrefix(lowered text: String) -> Bool {
        count >= text.utf8.count && zip(self, text.utf8).allSatisfy { $0.lowered == $1 }
    }
}
