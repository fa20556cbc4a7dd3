/// What a plain scalar means by the core schema of YAML 1.2 (§10.3.2).
enum YAMLScalar: Equatable {
    /// Text.
    case text
    /// `null`, `true`, `false` or a number, as JSON writes it.
    case literal([UInt8])
    /// A number that JSON cannot write, such as `.inf` or `0x1F`.
    case unwritable

    /// Reads a plain scalar.
    ///
    /// `no`, `on` and their like are text; they were truth values in YAML 1.1 only.
    init(plain bytes: [UInt8]) {
        switch String(decoding: bytes, as: UTF8.self) {
        case "", "~", "null", "Null", "NULL": self = .literal(Array("null".utf8))
        case "true", "True", "TRUE": self = .literal(Array("true".utf8))
        case "false", "False", "FALSE": self = .literal(Array("false".utf8))
        case ".nan", ".NaN", ".NAN": self = .unwritable
        default:
            if Self.isNumber(bytes) {
                self = Self.isJSONNumber(bytes) ? .literal(bytes) : .unwritable
            } else {
                self = .text
            }
        }
    }

    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        let isSigned = rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+")
        if isSigned { rest = rest.dropFirst() }
        if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) {
            return true
        }
        if !isSigned, rest.count > 2, rest.starts(with: "0x".utf8) {
            return rest.dropFirst(2).allSatisfy { isDigit($0) || isHexadecimalLetter($0) }
        }
        if !isSigned, rest.count > 2, rest.starts(with: "0o".utf8) {
            return rest.dropFirst(2).allSatisfy { (0x30...0x37).contains($0) }
        }
        let whole = takeDigits(&rest)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = takeDigits(&rest)
        }
        guard whole + fraction > 0 else { return false }
        return rest.isEmpty || isExponent(rest)
    }

    /// Of what is a number for YAML, whether JSON writes it the same way.
    private static func isJSONNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let start = rest
        let whole = takeDigits(&rest)
        guard whole == 1 || whole > 1 && start.first != UInt8(ascii: "0") else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard takeDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty || isExponent(rest)
    }

    private static func isExponent(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, first | 0x20 == UInt8(ascii: "e") else { return false }
        var rest = bytes.dropFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            rest = rest.dropFirst()
        }
        return takeDigits(&rest) > 0 && rest.isEmpty
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
        let count = rest.prefix(while: isDigit).count
        rest = rest.dropFirst(count)
        return count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHexadecimalLetter(_ byte: UInt8) -> Bool {
        (0x61...0x66).contains(byte | 0x20)
    }
}
