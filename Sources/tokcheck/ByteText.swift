// Text as bytes: what people copy is not always UTF-8, and must not be changed by being read.
extension ArraySlice<UInt8> {
    /// The text without white space around it.
    var trimmed: ArraySlice<UInt8> {
        var text = drop(while: \.isWhiteSpace)
        while let last = text.last, last.isWhiteSpace { text = text.dropLast() }
        return text
    }

    /// What stands between two equal quotes; nil when the text is not in quotes.
    var unquoted: ArraySlice<UInt8>? {
        guard count >= 2, let first, first == last, Array("\"'`".utf8).contains(first) else {
            return nil
        }
        return dropFirst().dropLast()
    }

    /// What follows a word, without the white space between.
    /// - Parameter word: The word in lower case; the text may have it in any letter case.
    /// - Returns: The rest; nil when the text does not begin with the word.
    func dropping(_ word: String) -> ArraySlice<UInt8>? {
        let start = prefix(word.utf8.count)
        guard start.elementsEqual(word.utf8, by: { $0.lowercased == $1 }) else { return nil }
        return dropFirst(word.utf8.count).drop(while: \.isWhiteSpace)
    }

    /// The value of `Bearer VALUE`, in any letter case (RFC 6750 §2.1); nil for everything else.
    var bearerValue: ArraySlice<UInt8>? {
        let rest = dropFirst("bearer".utf8.count)
        guard dropping("bearer") != nil, let next = rest.first, next.isWhiteSpace else {
            return nil
        }
        let value = rest.trimmed
        return value.isEmpty ? nil : value
    }
}

extension UInt8 {
    /// Whether this is a blank, a tab or an end of line.
    var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    /// Whether a compact token may have this character: base64url (RFC 4648 §5) and the dot between its parts.
    var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    fileprivate var lowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
