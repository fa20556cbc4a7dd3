import StrictJSON
import Testing

@Suite struct UnicodeHazardTests {
    private static let hazards: [ClosedRange<UInt32>] = [
        0x00...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x61C...0x61C, 0x180E...0x180E, 0x200B...0x200F,
        0x2028...0x202E, 0x2060...0x206F, 0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF,
    ]

    @Test func `exactly the characters that deceive are hazardous`() {
        // Planes 3 to 13, 15 and 16 hold nothing but ideographs, private and unassigned ones.
        for value in Array(UInt32(0)..<0x3_0000) + Array(0xD_FFF0...0xE_1010) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isListed = Self.hazards.contains { $0.contains(value) }
            if scalar.isHazardous != isListed {
                Issue.record("U+\(String(value, radix: 16)) is hazardous: \(scalar.isHazardous)")
            }
            guard !isListed else { continue }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                Issue.record("U+\(String(value, radix: 16)) is a control or separator")
            default:
                if scalar.properties.isBidiControl { Issue.record("a bidirectional control") }
            }
        }
    }

    @Test func `each hazard is written as an escape and read back`() throws {
        for range in Self.hazards {
            for value in Set([range.lowerBound, range.upperBound]) {
                let scalar = try #require(Unicode.Scalar(value))
                let text = JSONWriter.text(.string("a\(scalar)b"), layout: .line)
                #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
                #expect(text.contains("\\"))
                let read = try JSONDocument(taking: Array(text.utf8)).root.string
                #expect(read == "a\(scalar)b")
            }
        }
    }

    @Test func `ordinary letters of any script are written as they are`() {
        let text = "Žluťoučký kůň 東京 العربية 👩🏽 ½ € \u{2019}"
        #expect(JSONWriter.text(.string(text), layout: .line) == "\"\(text)\"")
        #expect(JSONWriter.text(.string("\"\\/\n\r\t"), layout: .line) == #""\"\\/\n\r\t""#)
    }
}
