/// Why a text is not canonical base64url, and where.
public struct Base64URLDefect: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Kind: String, Sendable, CaseIterable {
        /// One character stands alone behind the last group of four, which encodes no byte.
        case length = "one character too many or three too few"
        /// A character outside the alphabet.
        case character = "not a base64url character"
        /// A `=`; base64url in JOSE has no padding (RFC 7515 §2).
        case padding = "padding"
        /// The unused bits of the last character are not zero, so that a second text would mean the same bytes.
        case tailBits = "unused bits are not zero"
    }

    /// What is wrong.
    public let kind: Kind
    /// The offset in bytes of the offending character; for a wrong length that of the end.
    public let offset: Int
}

/// Base64url without padding, canonical only (RFC 4648 §5, RFC 7515 §2).
public enum Base64URL {
    /// Decodes a whole text.
    /// - Parameter text: The characters.
    /// - Returns: The bytes.
    /// - Throws: ``Base64URLDefect`` for anything but the one canonical text of the bytes.
    public static func decode(_ text: Span<UInt8>) throws(Base64URLDefect) -> [UInt8] {
        var bytes: [UInt8] = []
        try decode(text, into: &bytes)
        return bytes
    }

    /// Decodes a whole text into a buffer, whose storage is used again if it has the right size.
    package static func decode(_ text: Span<UInt8>, into bytes: inout [UInt8])
        throws(Base64URLDefect)
    {
        let count = text.count / 4 * 3 + [0, 0, 1, 2][text.count % 4]
        // SAFETY: the target holds exactly `count` bytes, which is what `decodeGroups` writes for this length; both
        // buffers live for the closure.
        guard count > 0 else {
            // An array made with no room would write into the one empty array that all threads share.
            bytes = []
            guard text.isEmpty else { throw firstDefect(in: text) }
            return
        }
        var isCanonical = false
        if bytes.count == count {
            bytes.withUnsafeMutableBufferPointer { target in
                text.withUnsafeBufferPointer { source in
                    if let from = source.baseAddress, let to = target.baseAddress {
                        isCanonical = decodeGroups(from, count: source.count, to: to)
                    }
                }
            }
            if !isCanonical { throw firstDefect(in: text) }
            return
        }
        bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            text.withUnsafeBufferPointer { source in
                if let from = source.baseAddress, let to = target.baseAddress {
                    isCanonical = decodeGroups(from, count: source.count, to: to)
                    initialized = count
                }
            }
        }
        if !isCanonical { throw firstDefect(in: text) }
    }

    /// The offset of the next dot, which divides the parts of a token and is in no base64url text.
    /// - Parameters:
    ///   - text: The characters.
    ///   - start: Where the search begins.
    /// - Returns: The offset, or nil when no dot follows.
    package static func offsetOfDot(in text: Span<UInt8>, from start: Int) -> Int? {
        text.firstOffset(of: UInt8(ascii: "."), from: start)
    }

    /// Encodes bytes as their one canonical text.
    /// - Parameter bytes: Any bytes.
    /// - Returns: The text, without padding.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 6 {
                held -= 6
                text.append(alphabet[Int(bits >> UInt32(held) & 63)])
            }
        }
        if held > 0 { text.append(alphabet[Int(bits << UInt32(6 - held) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// A bit that no sum of three bytes has: the character is not in the alphabet.
    private static let foreign: UInt32 = 1 << 31

    /// For each place in a group of four, what a character adds to the 24 bits.
    private static let contributions: [UInt32] = {
        var table = [UInt32](repeating: foreign, count: 4 * 256)
        for (value, character) in alphabet.enumerated() {
            for place in 0..<4 {
                table[place * 256 + Int(character)] = UInt32(value) << UInt32(18 - 6 * place)
            }
        }
        return table
    }()

    // SAFETY: reads `count` bytes from `source`; writes three bytes for each whole group and one or two for a rest of
    // two or three characters, which is the size the caller made. Where four bytes are written for a group, the three of
    // another one lie behind it. A table index is `place * 256 + byte` < 1024.
    private static func decodeGroups(
        _ source: UnsafePointer<UInt8>, count: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        guard count % 4 != 1 else {
            target.initialize(repeating: 0, count: count / 4 * 3)
            return false
        }
        return contributions.withUnsafeBufferPointer { buffer in
            guard let table = buffer.baseAddress else { return false }
            var from = source
            var to = target
            var faults: UInt32 = 0
            var groups = count / 4
            // Four bytes are stored where three belong: behind each of these groups comes another, which writes its own.
            while groups > 1 {
                let bits =
                    table[Int(from[0])] | table[256 &+ Int(from[1])]
                    | table[512 &+ Int(from[2])] | table[768 &+ Int(from[3])]
                faults |= bits
                UnsafeMutableRawPointer(to).storeBytes(
                    of: (bits << 8).bigEndian, as: UInt32.self)
                from += 4
                to += 3
                groups &-= 1
            }
            if groups == 1 {
                let bits =
                    table[Int(from[0])] | table[256 &+ Int(from[1])]
                    | table[512 &+ Int(from[2])] | table[768 &+ Int(from[3])]
                faults |= bits
                to[0] = UInt8(truncatingIfNeeded: bits >> 16)
                to[1] = UInt8(truncatingIfNeeded: bits >> 8)
                to[2] = UInt8(truncatingIfNeeded: bits)
                from += 4
                to += 3
            }
            let rest = count % 4
            if rest >= 2 {
                var bits = table[Int(from[0])] | table[256 &+ Int(from[1])]
                to[0] = UInt8(truncatingIfNeeded: bits >> 16)
                if rest == 3 {
                    bits |= table[512 &+ Int(from[2])]
                    to[1] = UInt8(truncatingIfNeeded: bits >> 8)
                }
                let unused: UInt32 = rest == 2 ? 0xFFFF : 0xFF
                faults |= bits & unused == 0 ? bits : foreign
            }
            return faults & foreign == 0
        }
    }

    /// Looks again, slowly, for the first thing that is wrong with a text that does not decode.
    private static func firstDefect(in text: Span<UInt8>) -> Base64URLDefect {
        for offset in text.indices {
            if text[offset] == UInt8(ascii: "=") {
                return Base64URLDefect(kind: .padding, offset: offset)
            }
            if !alphabet.contains(text[offset]) {
                return Base64URLDefect(kind: .character, offset: offset)
            }
        }
        return text.count % 4 == 1
            ? Base64URLDefect(kind: .length, offset: text.count)
            : Base64URLDefect(kind: .tailBits, offset: text.count - 1)
    }
}
