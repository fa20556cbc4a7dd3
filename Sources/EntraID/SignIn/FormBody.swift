internal import Transport

/// Parameters in the form in which token requests send them (`application/x-www-form-urlencoded`).
struct FormBody {
    private(set) var bytes: [UInt8] = []

    /// Adds a parameter.
    mutating func add(_ name: String, _ value: String) { add(name, Array(value.utf8)) }

    /// Adds a parameter of bytes.
    mutating func add(_ name: String, _ value: [UInt8]) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
        bytes += Self.encoded(Array(name.utf8)) + [UInt8(ascii: "=")] + Self.encoded(value)
    }

    /// The same as the query of an address.
    var query: String { String(decoding: bytes, as: UTF8.self) }

    var body: HTTPRequest.Body {
        HTTPRequest.Body(type: "application/x-www-form-urlencoded", bytes: bytes)
    }

    /// Everything but unreserved characters (RFC 3986 §2.3) as `%XX`.
    static func encoded(_ value: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in value {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.append(byte)
            default:
                encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return encoded
    }

    /// The parameters of a query, decoded; nil for what is no such text, or names a parameter twice (RFC 6749 §3.1).
    static func parameters(_ query: Substring) -> [String: String]? {
        var parameters: [String: String] = [:]
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]),
                let value = parts.count == 2 ? decoded(parts[1]) : "", parameters[name] == nil
            else { return nil }
            parameters[name] = value
        }
        return parameters
    }

    private static func decoded(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let byte = Self.byte(Array(rest.prefix(2))[...]) else { return nil }
                bytes.append(byte)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The byte that two hexadecimal digits write.
    static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, let high = digits.first.flatMap(digit),
            let low = digits.last.flatMap(digit)
        else { return nil }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
