extension JSONReader {
    enum StringUse { case name, value }

    /// Reads a string from its opening quote to behind its closing one.
    mutating func readString(as use: StringUse) throws(JSONDefect) {
        let start = index + 1
        index = start
        var isEscaped = false
        while true {
            skipPlainBytes()
            guard index < count else { throw JSONDefect(.truncated, at: count) }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                try readEscape()
            } else if byte < 0x20 {
                throw JSONDefect(.controlCharacter, at: index)
            } else {
                try readMultibyte()
            }
        }
        var node = JSONNode(kind: .string, start: start)
        node.end = UInt32(truncatingIfNeeded: index)
        node.next = UInt32(truncatingIfNeeded: nodes.count &+ 1)
        node.isEscaped = isEscaped
        if use == .name {
            node.tag = JSONNames.tag(bytes + start, count: index - start, isEscaped: isEscaped)
        }
        nodes.append(node)
        index += 1
    }

    /// Moves to the next byte that is a quote, a backslash, a control character or not ASCII.
    @inline(__always)
    private mutating func skipPlainBytes() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while index &+ 8 <= count {
            let word = UInt64(
                littleEndian: UnsafeRawPointer(bytes).loadUnaligned(
                    fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            // A borrow can only disturb bytes above the first hit, and only the first one is used.
            let hits =
                (word | (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes
                    | (backslashes &- ones) & ~backslashes) & highs
            if hits != 0 {
                index &+= hits.trailingZeroBitCount >> 3
                return
            }
            index &+= 8
        }
        while index < count {
            let byte = bytes[index]
            if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return }
            index &+= 1
        }
    }

    private mutating func readEscape() throws(JSONDefect) {
        let backslash = index
        guard index + 1 < count else { throw JSONDefect(.truncated, at: count) }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
        case UInt8(ascii: "u"):
            let unit = try readCodeUnit(of: backslash)
            if unit & 0xFC00 == 0xDC00 { throw JSONDefect(.loneSurrogate, at: backslash) }
            guard unit & 0xFC00 == 0xD800 else { return }
            guard index < count else { throw JSONDefect(.truncated, at: count) }
            guard bytes[index] == UInt8(ascii: "\\") else {
                throw JSONDefect(.loneSurrogate, at: backslash)
            }
            guard index + 1 < count else { throw JSONDefect(.truncated, at: count) }
            guard bytes[index + 1] == UInt8(ascii: "u") else {
                throw JSONDefect(.loneSurrogate, at: backslash)
            }
            guard try readCodeUnit(of: index) & 0xFC00 == 0xDC00 else {
                throw JSONDefect(.loneSurrogate, at: backslash)
            }
        default:
            throw JSONDefect(.escape, at: backslash)
        }
    }

    /// Reads `\uXXXX` and moves behind it.
    private mutating func readCodeUnit(of backslash: Int) throws(JSONDefect) -> UInt16 {
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard backslash + offset < count else { throw JSONDefect(.truncated, at: count) }
            guard let digit = Hexadecimal.value(of: bytes[backslash + offset]) else {
                throw JSONDefect(.escape, at: backslash)
            }
            unit = unit << 4 | UInt16(digit)
        }
        index = backslash + 6
        return unit
    }

    /// Reads one well-formed sequence of two to four bytes (Unicode 15, table 3-7).
    mutating func readMultibyte() throws(JSONDefect) {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: length = 3
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONDefect(.encoding, at: index)
        }
        for offset in 1..<length {
            guard index + offset < count else { throw JSONDefect(.truncated, at: count) }
            let allowed = offset == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[index + offset]) else {
                throw JSONDefect(.encoding, at: index)
            }
        }
        index += length
    }
}
