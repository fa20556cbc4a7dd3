/// Times as RFC 3339 writes them.
package enum RFC3339 {
    /// Seconds since 1970, a fraction dropped; nil for anything that is no such time.
    package static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[start..<start + count] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        func character(_ offset: Int) -> Character? {
            offset < bytes.count ? Character(Unicode.Scalar(bytes[offset])) : nil
        }
        guard let year = number(0, 4), character(4) == "-", let month = number(5, 2),
            character(7) == "-", let day = number(8, 2),
            ["T", "t", " "].contains(character(10)), let hour = number(11, 2), character(13) == ":",
            let minute = number(14, 2), character(16) == ":", let second = number(17, 2),
            let local = CivilTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second
            ).secondsSince1970
        else { return nil }
        var position = 19
        if character(position) == "." {
            position += 1
            let start = position
            while number(position, 1) != nil { position += 1 }
            guard position > start else { return nil }
        }
        var offset: Int64 = 0
        switch character(position) {
        case "Z", "z": position += 1
        case let sign? where sign == "+" || sign == "-":
            guard let hours = number(position + 1, 2), character(position + 3) == ":",
                let minutes = number(position + 4, 2), hours < 24, minutes < 60
            else { return nil }
            offset = Int64(hours * 3600 + minutes * 60) * (sign == "+" ? 1 : -1)
            position += 6
        default: return nil
        }
        guard position == bytes.count else { return nil }
        return local - offset
    }
}
