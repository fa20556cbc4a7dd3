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

/// A day and a time of day in the Gregorian calendar.
private struct DateParts {
    let year: Int64
    let month: Int64
    let day: Int64
    let second: Int64

    init?(_ seconds: Int64) {
        let days = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
        second = seconds - days * 86_400
        // Howard Hinnant's civil calendar: years begin in March, so that the leap day is the last one.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard (0...9999).contains(year) else { return nil }
    }

    /// Appends `2026-11-23`, a character, and `20:00:00`.
    func write(between character: UInt8, to text: inout [UInt8]) {
        let dash = UInt8(ascii: "-")
        let colon = UInt8(ascii: ":")
        for (number, behind) in [
            (year / 100, nil), (year % 100, dash), (month, dash), (day, character),
            (second / 3600, colon), (second / 60 % 60, colon), (second % 60, nil),
        ] as [(Int64, UInt8?)] {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
            if let behind { text.append(behind) }
        }
    }
}
