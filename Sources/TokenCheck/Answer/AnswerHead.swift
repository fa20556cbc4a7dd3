/// Status line and header fields before a body: as `curl -i` or `curl -v` prints them, or header lines alone.
///
/// Of several blocks (an interim answer, a proxy's, a redirect) the last one counts.
struct AnswerHead {
    private(set) var status: Int?
    private(set) var date: Int64?
    private(set) var retryAfter: [UInt8]?
    /// The values of `WWW-Authenticate`, one for each line.
    private(set) var challenges: [[UInt8]] = []
    private(set) var bodyStart = 0
    private(set) var steps = 0

    /// A server sends one or two lines of challenges.
    private static let mostChallenges = 16

    private enum State { case start, fields, between }

    private enum Kept { case date, retryAfter, challenge, nothing }

    private var state = State.start
    private var last = Kept.nothing

    /// Reads up to the first line of the body, or to the end.
    init(reading text: [UInt8]) {
        let isTrace = Self.isTrace(text)
        var position = 0
        while position < text.count {
            let start = position
            var end = text[start...].firstIndex(of: 0x0A) ?? text.count
            position = min(end + 1, text.count)
            steps += position - start
            while end > start, text[end - 1] == 0x0D { end -= 1 }
            var line = text[start..<end]
            if isTrace {
                if line.first == UInt8(ascii: "<") {
                    line = line.dropFirst(line.hasPrefix(lowered: "< ") ? 2 : 1)
                } else if state != .between || Self.isNoise(line) {
                    if state == .between { bodyStart = position }
                    continue
                }
            }
            guard take(line) else {
                if state != .start { bodyStart = start }
                return
            }
            if state != .start { bodyStart = position }
        }
        if state == .fields { bodyStart = text.count }
    }

    /// Takes one line; false when the body begins with it.
    private mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        if line.hasPrefix(lowered: "http/"), line.dropFirst(5).first?.isDigit == true {
            status = Self.status(line)
            (date, retryAfter, challenges) = (nil, nil, [])
            (state, last) = (.fields, .nothing)
            return true
        }
        if line.allSatisfy(\.isBlank) {
            if state == .fields { state = .between }
            return true
        }
        switch state {
        case .between: return false
        case .fields where line.first?.isBlank == true:
            // A folded line (RFC 9110 §5.5) goes on with the one before.
            if last == .challenge, let index = challenges.indices.last {
                challenges[index] += [0x20] + line.trimmed
            }
            return true
        case .start, .fields: return field(line)
        }
    }

    private mutating func field(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            return false
        }
        let name = line[..<colon]
        guard name.allSatisfy(\.isFieldName) else { return false }
        // Without a status line a plain sentence with a colon is no header.
        guard state == .fields || Self.isKnown(name) else { return false }
        state = .fields
        let value = line[(colon + 1)...].trimmed
        last = .nothing
        if name.isSame(asLowered: "date") {
            date = HTTPDate.seconds(value)
            last = .date
        } else if name.isSame(asLowered: "retry-after") {
            retryAfter = Array(value)
            last = .retryAfter
        } else if name.isSame(asLowered: "www-authenticate"),
            challenges.count < Self.mostChallenges
        {
            challenges.append(Array(value))
            last = .challenge
        }
        return true
    }

    /// The three digits behind the version.
    private static func status(_ line: ArraySlice<UInt8>) -> Int? {
        guard let blank = line.firstIndex(where: \.isBlank) else { return nil }
        let digits = line[blank...].trimmed.prefix(while: \.isDigit)
        guard digits.count == 3 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// How far notes and a progress meter may go before the first line of the answer.
    private static let mostNotes = 65_536

    /// Whether the text is what `curl -v` prints: a mark and a blank before each line of the head.
    private static func isTrace(_ text: [UInt8]) -> Bool {
        var isLineStart = true
        for (place, byte) in text.prefix(mostNotes).enumerated() {
            if isLineStart, byte == UInt8(ascii: "<") {
                let line = text[place...]
                if line.hasPrefix(lowered: "< http/") { return true }
                if place == 0, line.hasPrefix(lowered: "< ") { return true }
            }
            isLineStart = byte == 0x0A
        }
        return false
    }

    private static func isNoise(_ line: ArraySlice<UInt8>) -> Bool {
        line.hasPrefix(lowered: "* ") || line.hasPrefix(lowered: "> ")
            || line.hasPrefix(lowered: "{ [") || line.hasPrefix(lowered: "} [")
    }

    /// Whether a name is one of those that stand in answers of APIs and proxies.
    private static func isKnown(_ name: ArraySlice<UInt8>) -> Bool {
        let names: [String] = [
            "www-authenticate", "date", "retry-after", "content-type", "content-length", "server",
            "cache-control", "connection", "transfer-encoding", "strict-transport-security",
            "request-id", "client-request-id", "vary", "pragma", "expires", "via", "location",
            "content-encoding", "proxy-authenticate", "set-cookie",
        ]
        return name.hasPrefix(lowered: "x-") || names.contains { name.isSame(asLowered: $0) }
    }
}

extension UInt8 {
    /// Whether the byte may stand in the name of a header field (RFC 9110 §5.6.2), as far as names are in use.
    fileprivate var isFieldName: Bool {
        isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}
