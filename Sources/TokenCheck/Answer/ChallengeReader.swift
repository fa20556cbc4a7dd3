/// Reads the value of `WWW-Authenticate`: challenges with their parameters (RFC 9110 §11.6.1).
///
/// Values that should be quoted and are not, and commas that are missing, are forgiven, since servers send them.
struct ChallengeReader {
    /// One challenge, its parameters in the order of the text.
    struct Reading {
        let scheme: [UInt8]
        fileprivate(set) var parameters: [(name: String, value: Value)] = []

        /// The first parameter with one of these names, in the order of the names.
        func value(_ names: String...) -> Value? {
            for name in names {
                let found = parameters.first { $0.name == name }
                if let found { return found.value }
            }
            return nil
        }
    }

    /// A parameter's value.
    struct Value {
        var bytes: [UInt8] = []
        /// Whether its closing quote is there, and all of it was kept.
        var isWhole = true
    }

    private(set) var challenges: [Reading] = []
    private(set) var steps = 0
    private let bytes: [UInt8]
    private var position = 0

    /// The parameters that mean something to us; `errorDescription`, `authorization` and `resource` are in use, too.
    private static let names: [String] = [
        "error", "error_description", "errordescription", "claims", "authorization_uri",
        "authorization", "realm", "resource_id", "resource", "scope",
    ]

    /// A claims challenge has a few hundred bytes.
    private static let mostValueBytes = 16_384
    private static let mostChallenges = 16

    /// Reads one value of the header.
    init(reading value: [UInt8]) {
        bytes = value
        read()
        steps = position
    }

    private mutating func read() {
        var isElementStart = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isBlank || byte == UInt8(ascii: ",") {
                if byte == UInt8(ascii: ",") { isElementStart = true }
                position += 1
                continue
            }
            let word = token()
            guard !word.isEmpty else {
                position += 1
                continue
            }
            if passEqualsSign() {
                let value = value()
                if challenges.isEmpty { challenges.append(Reading(scheme: [])) }
                store(value, as: word)
            } else if isElementStart, challenges.count < Self.mostChallenges {
                challenges.append(Reading(scheme: Array(word.prefix(64))))
            }
            isElementStart = false
        }
    }

    private mutating func store(_ value: Value, as word: ArraySlice<UInt8>) {
        guard let name = Self.names.first(where: { word.isSame(asLowered: $0) }) else { return }
        let last = challenges.count - 1
        if challenges[last].value(name) == nil {
            challenges[last].parameters.append((name, value))
        }
    }

    /// Passes an equals sign and the blanks around it; false when there is none.
    private mutating func passEqualsSign() -> Bool {
        passBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return false }
        position += 1
        passBlanks()
        return true
    }

    private mutating func passBlanks() {
        while position < bytes.count, bytes[position].isBlank { position += 1 }
    }

    private mutating func token() -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, bytes[position].isToken { position += 1 }
        return bytes[start..<position]
    }

    private mutating func value() -> Value {
        var value = Value()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            while position < bytes.count, !bytes[position].isBlank,
                bytes[position] != UInt8(ascii: ",")
            {
                append(bytes[position], to: &value)
                position += 1
            }
            return value
        }
        position += 1
        while position < bytes.count {
            var byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return value }
            if byte == UInt8(ascii: "\\"), position < bytes.count {
                byte = bytes[position]
                position += 1
            }
            append(byte, to: &value)
        }
        value.isWhole = false
        return value
    }

    private func append(_ byte: UInt8, to value: inout Value) {
        if value.bytes.count < Self.mostValueBytes {
            value.bytes.append(byte)
        } else {
            value.isWhole = false
        }
    }
}

extension UInt8 {
    /// Whether the byte may stand in a token (RFC 9110 §5.6.2).
    fileprivate var isToken: Bool {
        if isLetterOrDigit { return true }
        switch self {
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
            UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            return true
        default: return false
        }
    }
}
