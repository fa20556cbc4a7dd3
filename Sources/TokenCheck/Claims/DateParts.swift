/// A day and a time of day in the Gregorian calendar.
package struct DateParts {
    let year: Int64
    let month: Int64
    let day: Int64
    let second: Int64

    package init?(_ seconds: Int64) {
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
    package func write(between character: UInt8, to text: inout [UInt8]) {
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

extension Instant {
    /// The time in UTC as RFC 3339 writes it; outside the years 0 to 9999 the seconds, which nobody reads as a time.
    package var utcText: String {
        guard let parts = DateParts(secondsSince1970) else { return "\(secondsSince1970)" }
        var text: [UInt8] = []
        parts.write(between: UInt8(ascii: "T"), to: &text)
        return String(decoding: text, as: UTF8.self) + "Z"
    }
}
