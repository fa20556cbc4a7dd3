/// The three forms of a date in HTTP (RFC 9110 §5.6.7).
enum HTTPDate {
    /// The longest form has 33 characters.
    private static let mostBytes = 40

    /// The seconds since 1970, or nil for anything but a date.
    ///
    /// The name of the day is not compared with the date.
    static func seconds(_ text: ArraySlice<UInt8>) -> Int64? {
        guard text.count <= mostBytes else { return nil }
        let words = text.split(whereSeparator: \.isBlank)
        switch words.count {
        case 6:  // Sun, 06 Nov 1994 08:49:37 GMT
            guard isZone(words[5]), words[3].count == 4 else { return nil }
            return seconds(day: words[1], month: words[2], year: number(words[3]), time: words[4])
        case 5:  // Sun Nov  6 08:49:37 1994
            guard words[4].count == 4 else { return nil }
            return seconds(day: words[2], month: words[1], year: number(words[4]), time: words[3])
        case 4:  // Sunday, 06-Nov-94 08:49:37 GMT
            let parts = words[1].split(separator: UInt8(ascii: "-"))
            guard parts.count == 3, isZone(words[3]), let year = number(parts[2]) else {
                return nil
            }
            // A year of two digits is one between 1970 and 2069.
            let full = year >= 100 ? year : year + (year < 70 ? 2000 : 1900)
            return seconds(day: parts[0], month: parts[1], year: full, time: words[2])
        default: return nil
        }
    }

    private static let months: [String] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func seconds(
        day: ArraySlice<UInt8>, month: ArraySlice<UInt8>, year: Int?, time: ArraySlice<UInt8>
    ) -> Int64? {
        guard let day = number(day), let year, year > 0,
            let month = months.firstIndex(where: { month.isSame(asLowered: $0) })
        else { return nil }
        let clock = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map(number)
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2]
        else { return nil }
        return CivilTime(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second
        ).secondsSince1970
    }

    private static func isZone(_ word: ArraySlice<UInt8>) -> Bool {
        word.isSame(asLowered: "gmt") || word.isSame(asLowered: "utc")
    }

    /// A number of one to four digits.
    private static func number(_ text: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(text.count), text.allSatisfy(\.isDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
