import StrictJSON
import TestSupport
import Testing

@Suite struct JSONBytesTests {
    /// Characters that are plain, escaped, hazardous or on an edge between them.
    private static let scalars: [Unicode.Scalar] =
        [0x00, 0x1F, 0x20, 0x22, 0x5C, 0x7E, 0x7F, 0x80, 0x9F, 0xAD, 0xE9, 0x202E, 0xFEFF, 0x1F600]
        .compactMap { Unicode.Scalar($0 as UInt32) } + "aZ09-_./:{}[],\n\r\t".unicodeScalars

    @Test func `strings are written as the writer writes them`() {
        var random = SplitMix64(seed: 71)
        for scalar in (0...0x2FF).compactMap({ Unicode.Scalar($0 as UInt32) }) {
            check(Array(String(scalar).utf8))
        }
        for _ in 0..<3000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                // Mostly plain, so that the quick way is gone, too.
                let isPlain = Int.random(in: 0..<20, using: &random) > 0
                text.append(
                    isPlain ? "x" : Self.scalars.randomElement(using: &random) ?? "x")
            }
            check(Array(String(text).utf8))
        }
    }

    @Test func `bytes that are no text become the replacement character`() {
        var random = SplitMix64(seed: 72)
        for _ in 0..<1000 { check(random.bytes(Int.random(in: 0...20, using: &random))) }
    }

    private func check(_ text: [UInt8]) {
        var bytes: [UInt8] = Array("before".utf8)
        bytes.append(jsonString: text[...])
        let expected = JSONWriter.text(
            .string(String(decoding: text, as: UTF8.self)), layout: .line)
        #expect(String(decoding: bytes, as: UTF8.self) == "before" + expected)
    }

    @Test(arguments: [0, 1, -1, 9, 10, 1_795_425_600, -100, .max, .min] as [Int64])
    func `numbers are written whole`(_ number: Int64) {
        var bytes: [UInt8] = Array("7".utf8)
        bytes.append(decimal: number)
        #expect(String(decoding: bytes, as: UTF8.self) == "7\(number)")
    }

    @Test(arguments: [
        (0, "0.000"), (1, "0.001"), (999, "0.999"), (1000, "1.000"), (-1500, "-1.500"),
        (12_045, "12.045"),
    ])
    func `thousandths have three decimals`(_ number: Int64, _ text: String) {
        #expect(JSONWriter.text(.thousandths(number), layout: .line) == text)
    }

    @Test func `a byte is found where it is`() {
        var random = SplitMix64(seed: 73)
        for _ in 0..<2000 {
            let bytes = random.bytes(Int.random(in: 0...40, using: &random)).map { $0 & 3 | 0x80 }
            for start in 0...bytes.count {
                let found = bytes.span.firstOffset(of: 0x81, from: start)
                #expect(found == bytes[start...].firstIndex(of: 0x81))
            }
        }
    }
}
