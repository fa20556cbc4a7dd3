internal import StrictJSON

/// What can still be read from JSON that is cut off or broken: the first text behind each name that errors have.
struct BrokenJSON {
    private(set) var words = ErrorWords()
    private(set) var steps = 0

    private static let codes: [String] = ["code", "error"]
    private static let messages: [String] = ["message", "error_description"]

    /// Reads a text from its beginning.
    init(reading bytes: ArraySlice<UInt8>) {
        let end = bytes.endIndex
        var position = bytes.startIndex
        var name: ArraySlice<UInt8>?
        while position < end {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\"") else {
                if byte != UInt8(ascii: ":"), !byte.isBlank { name = nil }
                continue
            }
            let start = position
            while position < end, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            let isWhole = position < end
            let text = bytes[start..<min(position, end)]
            position += 1
            if let member = name {
                take(text, isWhole: isWhole, as: member)
                name = nil
            } else {
                name = text
            }
        }
        steps = bytes.count
    }

    private mutating func take(
        _ raw: ArraySlice<UInt8>, isWhole: Bool, as member: ArraySlice<UInt8>
    ) {
        if Self.codes.contains(where: { member.isSame(asLowered: $0) }) {
            guard isWhole, words.codes.isEmpty else { return }
            words.add(code: String(decoding: unescaped(raw), as: UTF8.self))
        } else if Self.messages.contains(where: { member.isSame(asLowered: $0) }) {
            guard words.messages.isEmpty, !raw.isEmpty else { return }
            words.messages = [ErrorWords.Message(text: unescaped(raw), isWhole: isWhole)]
        }
    }

    /// The text without escapes if it is well-formed up to its end, else as it stands.
    private func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        let quote = [UInt8(ascii: "\"")]
        let limits = JSONLimits(maximumBytes: raw.count + 2)
        let document = try? JSONDocument(taking: quote + raw + quote, limits: limits)
        return document?.root.string.map { Array($0.utf8) } ?? Array(raw)
    }
}
