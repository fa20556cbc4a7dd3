internal import TokenCheck

/// The local time zone, as the program that talks to people knows it.
public struct LocalTime: Sendable {
    /// For an instant in seconds since 1970 the offset from UTC in seconds and the zone's short name.
    public let zone: @Sendable (Int64) -> (offset: Int64, name: String)

    /// Makes a time zone.
    public init(zone: @escaping @Sendable (Int64) -> (offset: Int64, name: String)) {
        self.zone = zone
    }

    /// Universal time.
    public static let utc = LocalTime { _ in (0, "UTC") }
}

/// Times and durations for people.
public enum TimeText {
    /// An instant in universal time (RFC 3339), such as `2026-11-23T20:00:00Z`.
    ///
    /// Years outside 0 to 9999 have no such form; their seconds are written instead.
    public static func utc(_ seconds: Int64) -> String {
        var text: [UInt8] = []
        return append(utc: seconds, to: &text)
            ? String(decoding: text, as: UTF8.self) : "@\(seconds)"
    }

    /// Appends an instant in universal time (RFC 3339).
    /// - Returns: False when it has no such form; nothing is then appended.
    static func append(utc seconds: Int64, to text: inout [UInt8]) -> Bool {
        guard let parts = DateParts(seconds) else { return false }
        parts.write(between: UInt8(ascii: "T"), to: &text)
        text.append(UInt8(ascii: "Z"))
        return true
    }

    /// An instant in local time, such as `2026-11-23 21:00:00 CET`.
    public static func local(_ seconds: Int64, in zone: LocalTime) -> String {
        let (offset, name) = zone.zone(seconds)
        guard let parts = DateParts(seconds + offset) else { return "@\(seconds)" }
        var text: [UInt8] = []
        parts.write(between: UInt8(ascii: " "), to: &text)
        return String(decoding: text, as: UTF8.self) + " \(name)"
    }

    /// A duration in its largest two units, such as `1 h 5 min`; the sign is left to the words around it.
    public static func duration(_ seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]
        var rest = seconds.magnitude
        var words: [String] = []
        for (size, name) in units {
            let count = rest / UInt64(size)
            rest %= UInt64(size)
            if count > 0 {
                words.append("\(count) \(name)")
            } else if !words.isEmpty {
                break
            }
            if words.count == 2 { break }
        }
        return words.isEmpty ? "0 s" : words.joined(separator: " ")
    }
}
