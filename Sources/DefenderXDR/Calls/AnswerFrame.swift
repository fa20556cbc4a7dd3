internal import StrictJSON

/// The outermost object of an answer, taken apart into its members and the elements of its one long list.
///
/// An answer may hold a hundred thousand rows. Only where each begins and ends is kept beside the bytes; it is read when
/// somebody wants it, and so memory is that of the bytes.
struct AnswerFrame: Sendable {
    /// The whole answer.
    let bytes: [UInt8]
    /// The elements of the list, each checked to be strict JSON; nil: there is no such list.
    private(set) var elements: [Range<Int>]?
    /// Every other member.
    private var members: [(name: String, place: Range<Int>)] = []

    /// Takes an answer apart.
    /// - Parameters:
    ///   - bytes: The answer's body.
    ///   - lists: The names that the list may have.
    /// - Throws: ``JSONDefect`` where a strict reader could not go on, with its offset in the whole answer.
    init(_ bytes: [UInt8], list lists: [String]) throws(JSONDefect) {
        self.bytes = bytes
        var scan = JSONScan(bytes)
        try scan.expect(UInt8(ascii: "{"))
        while try scan.hasNext(
            before: UInt8(ascii: "}"), isFirst: members.isEmpty && elements == nil)
        {
            let name = try Self.document(bytes, try scan.value()).root.string
            guard let name else { throw JSONDefect(.unexpectedByte, at: scan.position) }
            try scan.expect(UInt8(ascii: ":"))
            if elements == nil, lists.contains(name), scan.next == UInt8(ascii: "[") {
                elements = try Self.elements(bytes, &scan)
            } else {
                let place = try scan.value()
                _ = try Self.document(bytes, place)
                members.append((name, place))
            }
        }
        try scan.expectEnd()
    }

    private static func elements(_ bytes: [UInt8], _ scan: inout JSONScan) throws(JSONDefect)
        -> [Range<Int>]
    {
        var elements: [Range<Int>] = []
        try scan.expect(UInt8(ascii: "["))
        while try scan.hasNext(before: UInt8(ascii: "]"), isFirst: elements.isEmpty) {
            let place = try scan.value()
            _ = try document(bytes, place)
            elements.append(place)
        }
        return elements
    }

    /// An element of the list; it was read before, and so there is one.
    func element(_ index: Int) -> JSONDocument? {
        guard let elements, elements.indices.contains(index) else { return nil }
        return try? Self.document(bytes, elements[index])
    }

    /// A member's value by one of its names.
    func member(_ names: String...) -> JSONDocument? {
        let member = members.first { names.contains($0.name) }
        return member.flatMap { try? Self.document(bytes, $0.place) }
    }

    private static func document(_ bytes: [UInt8], _ place: Range<Int>) throws(JSONDefect)
        -> JSONDocument
    {
        do throws(JSONDefect) {
            return try JSONDocument(parsing: bytes.span.extracting(place), limits: .answer)
        } catch {
            let offset = place.lowerBound + error.offset
            // What ends too early within the answer is followed by something that does not belong there.
            let isEnd = error.kind == .truncated && offset < bytes.count
            throw JSONDefect(isEnd ? .unexpectedByte : error.kind, at: offset)
        }
    }
}

extension JSONLimits {
    /// The bounds of an API's answer, whose bytes the exchange has bounded already.
    static let answer = JSONLimits(maximumBytes: 1 << 31, repeatedNames: .recorded)
}

/// Finds where values of a JSON text begin and end, without reading them.
private struct JSONScan {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next byte that is no white space, or 0 at the end.
    var next: UInt8 {
        mutating get {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
                position += 1
            }
            return position < bytes.count ? bytes[position] : 0
        }
    }

    mutating func expect(_ byte: UInt8) throws(JSONDefect) {
        guard next == byte else { throw defect }
        position += 1
    }

    mutating func expectEnd() throws(JSONDefect) {
        _ = next
        guard position == bytes.count else { throw JSONDefect(.trailingBytes, at: position) }
    }

    /// Whether another element follows; what stands between two is passed, and so is the end.
    mutating func hasNext(before end: UInt8, isFirst: Bool) throws(JSONDefect) -> Bool {
        if next == end {
            position += 1
            return false
        }
        if !isFirst { try expect(UInt8(ascii: ",")) }
        return true
    }

    /// The place of the next value.
    mutating func value() throws(JSONDefect) -> Range<Int> {
        let first = next
        let start = position
        switch first {
        case UInt8(ascii: "\""): try passString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try passContainer()
        default:
            while position < bytes.count, !Self.endsScalar(bytes[position]) { position += 1 }
            guard position > start else { throw defect }
        }
        return start..<position
    }

    private mutating func passString() throws(JSONDefect) {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        position = bytes.count
        throw defect
    }

    private mutating func passContainer() throws(JSONDefect) {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                try passString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
            if depth == 0 { return }
        }
        throw defect
    }

    private var defect: JSONDefect {
        position < bytes.count
            ? JSONDefect(.unexpectedByte, at: position)
            : JSONDefect(bytes.isEmpty ? .empty : .truncated, at: bytes.count)
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
