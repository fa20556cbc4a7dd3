/// A time as the messages of servers have it: `11/25/2026 8:05:12 AM`, `11/25/2026 20:05:12`, `2026-11-25T08:05:12Z`.
///
/// Month before day, in UTC, as Microsoft's servers write it.
enum MessageTime {
    /// The seconds since 1970, without parts of a second; nil for any other form.
    static func seconds(_ text: ArraySlice<UInt8>) -> Int64? {
        guard text.count <= 40 else { return nil }
        let numbers = text.split { !$0.isDigit }.map { digits in
            digits.count <= 7 ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : -1
        }
        guard numbers.count >= 6 else { return nil }
        if text.contains(UInt8(ascii: "/")) {
            guard numbers[2] > 0 else { return nil }
            var hour = numbers[3]
            if let half = text.last(where: { !$0.isBlank })?.lowered, half == UInt8(ascii: "m") {
                let isAfternoon = text.contains { $0.lowered == UInt8(ascii: "p") }
                guard (1...12).contains(hour) else { return nil }
                hour = hour % 12 + (isAfternoon ? 12 : 0)
            }
            return CivilTime(
                year: numbers[2], month: numbers[0], day: numbers[1], hour: hour,
                minute: numbers[4], second: numbers[5]
            ).secondsSince1970
        }
        guard text.contains(UInt8(ascii: "-")), text.last.map({ $0.lowered }) == UInt8(ascii: "z"),
            numbers[0] > 0
        else { return nil }
        return CivilTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3],
            minute: numbers[4], second: numbers[5]
        ).secondsSince1970
    }
}
