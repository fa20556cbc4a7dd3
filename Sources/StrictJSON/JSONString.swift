/// The text between the quotes of a JSON string that a reader has already found well-formed.
enum JSONString {
    /// The UTF-8 bytes that the escapes stand for (RFC 8259 §7).
    static func unescaped(_ raw: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var high: UInt32 = 0
        var iterator = raw.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "\\"), let escape = iterator.next() else {
                result.append(byte)
                continue
            }
            guard escape == UInt8(ascii: "u") else {
                result.append(plainEscape(escape))
                continue
            }
            var unit: UInt32 = 0
            for _ in 0..<4 {
                unit = unit << 4 | UInt32(iterator.next().flatMap(Hexadecimal.value) ?? 0)
            }
            if unit & 0xFC00 == 0xD800 {
                high = unit
                continue
            }
            if unit & 0xFC00 == 0xDC00 {
                unit = 0x10000 &+ ((high & 0x3FF) << 10 | unit & 0x3FF)
            }
            if let scalar = Unicode.Scalar(unit) {
                result.append(contentsOf: Array(String(scalar).utf8))
            }
        }
        return result
    }

    private static func plainEscape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}
