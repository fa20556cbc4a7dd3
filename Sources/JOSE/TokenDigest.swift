/// The SHA-256 of a token, by which it is known again.
package struct TokenDigest: Sendable, Hashable {
    private let words: InlineArray<4, UInt64>

    /// Takes 32 bytes, of which the first is the most significant.
    init(_ byte: (Int) -> UInt8) {
        words = InlineArray { place in
            var word: UInt64 = 0
            for offset in 0..<8 { word = word << 8 | UInt64(byte(place &* 8 &+ offset)) }
            return word
        }
    }

    /// Its first eight bytes.
    package var firstWord: UInt64 { words[0] }

    /// Whether both are the same.
    package static func == (left: TokenDigest, right: TokenDigest) -> Bool {
        left.words[0] == right.words[0] && left.words[1] == right.words[1]
            && left.words[2] == right.words[2] && left.words[3] == right.words[3]
    }

    /// Feeds the digest to a hasher; a part of a digest is as good as the whole to find a place by.
    package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }

    /// Appends the first twelve hexadecimal digits, by which people may speak of the token.
    package func appendFingerprint(to text: inout [UInt8]) {
        var rest = words[0]
        for _ in 0..<12 {
            let digit = UInt8(truncatingIfNeeded: rest >> 60)
            text.append(digit < 10 ? digit &+ UInt8(ascii: "0") : digit &+ (UInt8(ascii: "a") - 10))
            rest <<= 4
        }
    }
}
