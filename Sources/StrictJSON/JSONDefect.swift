/// Why a text is not the strict JSON that is asked for, and where.
public struct JSONDefect: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Kind: String, Sendable, CaseIterable {
        /// The text is larger than the limit.
        case tooLarge = "too large"
        /// There is nothing but white space.
        case empty = "empty"
        /// The text begins with a byte order mark.
        case byteOrderMark = "byte order mark"
        /// The text ends in the middle of a value.
        case truncated = "ends too early"
        /// A byte that no JSON text can have here.
        case unexpectedByte = "unexpected character"
        /// Something follows the value.
        case trailingBytes = "something follows the value"
        /// A word that is neither `true`, `false` nor `null`.
        case literal = "not a JSON literal"
        /// Digits, sign or exponent that are not a JSON number.
        case number = "not a JSON number"
        /// A control character inside a string that is not escaped.
        case controlCharacter = "control character in a string"
        /// A backslash that begins no JSON escape.
        case escape = "unknown escape"
        /// Half of a surrogate pair.
        case loneSurrogate = "half a surrogate pair"
        /// A byte sequence that is not UTF-8.
        case encoding = "not UTF-8"
        /// More nesting than the limit allows.
        case tooDeep = "nested too deep"
        /// An object names a member twice.
        case repeatedName = "name repeated"
    }

    /// What is wrong.
    public let kind: Kind
    /// The offset in bytes of the first byte at which no strict reader could go on.
    public let offset: Int

    /// Makes a defect.
    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension JSONDefect: CustomStringConvertible {
    /// The position and the kind, never the text itself.
    public var description: String { "byte \(offset): \(kind.rawValue)" }
}
