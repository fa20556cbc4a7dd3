// JSON written straight into bytes, for programs that write a line for each of a million tokens. ``JSONWriter`` says
// what is right; these write the same.
extension Array where Element == UInt8 {
    /// Appends text that is written as it stands.
    package mutating func append(literal text: StaticString) {
        // SAFETY: a literal of the program is never freed, and its count is its own.
        append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a string in quotes, escaped as ``JSONWriter`` escapes it; what is not UTF-8 becomes U+FFFD.
    package mutating func append(jsonString text: ArraySlice<UInt8>) {
        guard text.span.isPlainJSONText else {
            append(jsonString: String(decoding: text, as: UTF8.self))
            return
        }
        append(UInt8(ascii: "\""))
        append(contentsOf: text)
        append(UInt8(ascii: "\""))
    }

    /// Appends a string in quotes, escaped as ``JSONWriter`` escapes it.
    package mutating func append(jsonString text: String) {
        append(contentsOf: JSONWriter.text(.string(text), layout: .line).utf8)
    }

    /// Appends a number.
    package mutating func append(decimal number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}

extension Span where Element == UInt8 {
    /// Whether every byte is a printable ASCII character that ``JSONWriter`` writes as itself.
    fileprivate var isPlainJSONText: Bool {
        for offset in indices {
            let byte = self[offset]
            if byte &- 0x20 > 0x5E || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                || byte == UInt8(ascii: "#")
            {
                return false
            }
        }
        return true
    }
}
