/// Reads one strict JSON text in one pass into a flat array of nodes.
///
/// There is no recursion and no stack beside the nodes: while a container is open, its node keeps the index of its
/// parent in `next` and the number of its members in `end`.
struct JSONReader {
    // SAFETY: `bytes` belongs to the caller of `read`, who keeps it alive for the call; every load is at an index
    // below `count`, or at `index + 8 <= count` for the eight-byte loads.
    let bytes: UnsafePointer<UInt8>
    let count: Int
    let limits: JSONLimits
    var nodes: [JSONNode] = []
    var index = 0
    var firstRepeatedName: Int?
    /// The innermost container that is open, as its index.
    private var open = Self.noParent

    private static let noParent = UInt32.max

    init(bytes: UnsafePointer<UInt8>, count: Int, limits: JSONLimits) {
        self.bytes = bytes
        self.count = count
        self.limits = limits
    }

    mutating func read() throws(JSONDefect) {
        guard count <= limits.maximumBytes else {
            throw JSONDefect(.tooLarge, at: limits.maximumBytes)
        }
        // UTF-8's mark, or the first byte of UTF-16's, which UTF-8 never has.
        let isUTF8Mark = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        if isUTF8Mark || count >= 1 && bytes[0] >= 0xFE {
            throw JSONDefect(.byteOrderMark, at: 0)
        }
        // Claims have a node for every 12 bytes or so; a denser text makes the array grow.
        nodes.reserveCapacity(count / 8 + 4)
        skipWhiteSpace()
        guard index < count else { throw JSONDefect(.empty, at: count) }
        do throws(JSONDefect) {
            try readValues()
        } catch {
            throw earliest(error)
        }
        skipWhiteSpace()
        guard index == count else { throw JSONDefect(.trailingBytes, at: index) }
    }

    /// Of a defect and the names that are repeated in the objects still open, whichever stands first.
    ///
    /// Names are compared when their object ends; a defect before that must not hide a repeated name before it.
    private func earliest(_ defect: JSONDefect) -> JSONDefect {
        guard limits.repeatedNames == .refused else { return defect }
        var first = defect
        var container = open
        while container != Self.noParent {
            let node = nodes[Int(container)]
            if node.kind == .object, node.end > 1 {
                let names = JSONNames(
                    bytes: bytes, nodes: nodes, object: Int(container), count: Int(node.end))
                if let repeated = names.firstRepeated(), repeated < first.offset {
                    first = JSONDefect(.repeatedName, at: repeated)
                }
            }
            container = node.next
        }
        return first
    }

    private mutating func readValues() throws(JSONDefect) {
        var depth = 0
        while true {
            // Here a value begins.
            guard index < count else { throw JSONDefect(.truncated, at: count) }
            let byte = bytes[index]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                guard depth < limits.maximumDepth else { throw JSONDefect(.tooDeep, at: index) }
                depth += 1
                let isObject = byte == UInt8(ascii: "{")
                var node = JSONNode(kind: isObject ? .object : .array, start: index)
                node.next = open
                open = UInt32(truncatingIfNeeded: nodes.count)
                nodes.append(node)
                index += 1
                skipWhiteSpace()
                guard index < count else { throw JSONDefect(.truncated, at: count) }
                if bytes[index] != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    if isObject { try readName(of: open) }
                    continue
                }
            } else {
                try readScalar(byte)
            }
            // Here a value has ended, or an empty container is about to.
            while true {
                guard open != Self.noParent else { return }
                skipWhiteSpace()
                guard index < count else { throw JSONDefect(.truncated, at: count) }
                let isObject = nodes[Int(open)].kind == .object
                let byte = bytes[index]
                if byte == UInt8(ascii: ",") {
                    // A comma after an opening bracket cannot come here: the bracket asked for a value.
                    index += 1
                    skipWhiteSpace()
                    if isObject { try readName(of: open) }
                    break
                }
                guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw JSONDefect(.unexpectedByte, at: index)
                }
                index += 1
                depth -= 1
                open = try close(open)
            }
        }
    }

    /// Ends the open container and gives back its parent.
    private mutating func close(_ container: UInt32) throws(JSONDefect) -> UInt32 {
        let position = Int(container)
        let parent = nodes[position].next
        let memberCount = Int(nodes[position].end)
        if memberCount > 1 {
            let names = JSONNames(bytes: bytes, nodes: nodes, object: position, count: memberCount)
            if let repeated = names.firstRepeated() {
                if limits.repeatedNames == .refused {
                    throw JSONDefect(.repeatedName, at: repeated)
                }
                firstRepeatedName = min(repeated, firstRepeatedName ?? repeated)
            }
        }
        nodes[position].end = UInt32(truncatingIfNeeded: index)
        nodes[position].next = UInt32(truncatingIfNeeded: nodes.count)
        return parent
    }

    /// Reads `"name" :` up to the first byte of the value.
    private mutating func readName(of object: UInt32) throws(JSONDefect) {
        guard index < count else { throw JSONDefect(.truncated, at: count) }
        guard bytes[index] == UInt8(ascii: "\"") else {
            throw JSONDefect(.unexpectedByte, at: index)
        }
        try readString(as: .name)
        // At most one member for two bytes, and those are counted in 32 bits.
        nodes[Int(object)].end &+= 1
        skipWhiteSpace()
        guard index < count else { throw JSONDefect(.truncated, at: count) }
        guard bytes[index] == UInt8(ascii: ":") else {
            throw JSONDefect(.unexpectedByte, at: index)
        }
        index += 1
        skipWhiteSpace()
    }

    private mutating func readScalar(_ byte: UInt8) throws(JSONDefect) {
        switch byte {
        case UInt8(ascii: "\""): try readString(as: .value)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "t"): try readLiteral("true", kind: .boolean)
        case UInt8(ascii: "f"): try readLiteral("false", kind: .boolean)
        case UInt8(ascii: "n"): try readLiteral("null", kind: .null)
        default:
            let start = index
            if byte >= 0x80 { try readMultibyte() }
            throw JSONDefect(.unexpectedByte, at: start)
        }
    }

    private mutating func readLiteral(_ word: StaticString, kind: JSONKind) throws(JSONDefect) {
        let start = index
        for offset in 0..<word.utf8CodeUnitCount {
            guard index < count else { throw JSONDefect(.truncated, at: count) }
            guard bytes[index] == word.utf8Start[offset] else {
                throw JSONDefect(.literal, at: index)
            }
            index += 1
        }
        append(kind, from: start, to: index)
    }

    private mutating func readNumber() throws(JSONDefect) {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard index < count else { throw JSONDefect(.truncated, at: count) }
        if bytes[index] == UInt8(ascii: "0") {
            index += 1
            if index < count, isDigit(bytes[index]) { throw JSONDefect(.number, at: index) }
        } else {
            try readDigits()
        }
        if index < count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try readDigits()
        }
        if index < count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
            {
                index += 1
            }
            try readDigits()
        }
        append(.number, from: start, to: index)
    }

    private mutating func readDigits() throws(JSONDefect) {
        guard index < count else { throw JSONDefect(.truncated, at: count) }
        guard isDigit(bytes[index]) else { throw JSONDefect(.number, at: index) }
        repeat { index += 1 } while index < count && isDigit(bytes[index])
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    private mutating func skipWhiteSpace() {
        // Claims are written without white space: one comparison is the rule.
        while index < count, bytes[index] <= 0x20 {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func append(_ kind: JSONKind, from start: Int, to end: Int) {
        var node = JSONNode(kind: kind, start: start)
        node.end = UInt32(truncatingIfNeeded: end)
        node.next = UInt32(truncatingIfNeeded: nodes.count &+ 1)
        nodes.append(node)
    }
}
