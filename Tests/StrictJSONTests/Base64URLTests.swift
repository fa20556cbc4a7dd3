import StrictJSON
import TestSupport
import Testing

@Suite struct Base64URLTests {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func rows(_ name: String) throws -> [[String]] {
        let text = String(
            decoding: try TestFiles.bytes("Fixtures/base64url/\(name).txt"), as: UTF8.self)
        return text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private func decode(_ text: [UInt8]) throws(Base64URLDefect) -> [UInt8] {
        try Base64URL.decode(text.span)
    }

    /// Undoes `\xHH`.
    private func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "x") {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    @Test func `every accepted text gives its bytes and is written again`() throws {
        let rows = try Self.rows("accepted")
        #expect(rows.count == 56)
        for row in rows {
            let bytes = try decode(Array(row[0].utf8))
            #expect(Hexadecimal.text(bytes) == row[1])
            #expect(Base64URL.encode(bytes) == row[0])
        }
    }

    @Test func `every refused text is refused for its reason at its offset`() throws {
        let rows = try Self.rows("refused")
        #expect(rows.count == 89)
        let kinds: [String: Base64URLDefect.Kind] = [
            "length": .length, "character": .character, "padding": .padding, "tail-bits": .tailBits,
        ]
        for row in rows {
            let text = bytes(row[0])
            let defect = #expect(throws: Base64URLDefect.self, "\(row)") { _ = try decode(text) }
            #expect(defect?.kind == kinds[row[2]], "\(row)")
            #expect(defect?.offset == Int(row[1]), "\(row)")
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `what is encoded decodes to the same bytes`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for count in 0..<200 {
            let bytes = random.bytes(count)
            let text = Base64URL.encode(bytes)
            #expect(text.utf8.allSatisfy(Self.alphabet.contains))
            #expect(text.utf8.count == (count * 8 + 5) / 6)
            #expect(try decode(Array(text.utf8)) == bytes)
        }
    }

    @Test func `no two texts of up to three characters mean the same bytes`() throws {
        var seen: [[UInt8]: [UInt8]] = [[]: []]
        var count = 0
        for first in Self.alphabet {
            for second in Self.alphabet {
                for rest in [[]] + (first < 0x35 ? Self.alphabet.map { [$0] } : []) {
                    guard let bytes = try? decode([first, second] + rest) else { continue }
                    count += 1
                    if seen.updateValue([first, second] + rest, forKey: bytes) != nil {
                        Issue.record("two texts mean \(bytes)")
                    }
                }
            }
        }
        // Of three characters only those that begin with one of six digits: 64 × 16 texts for each.
        #expect(count == 256 + 6 * 64 * 16)
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `a random text that decodes is the one that is encoded`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var count = 0
        for _ in 0..<3000 {
            let length = Int.random(in: 0...12, using: &random)
            var text = (0..<length).map { _ in Self.alphabet[Int(random.next() % 64)] }
            if length > 0, Int.random(in: 0..<3, using: &random) == 0 {
                text[Int(random.next() % UInt64(length))] = UInt8(truncatingIfNeeded: random.next())
            }
            do throws(Base64URLDefect) {
                let encoded = Base64URL.encode(try decode(text))
                #expect(Array(encoded.utf8) == text, "seed \(seed)")
                count += 1
            } catch {
                #expect((0...text.count).contains(error.offset))
            }
        }
        #expect(count > 500)
    }

    @Test func `each byte outside the alphabet is refused wherever it stands`() {
        for byte in UInt8.min...UInt8.max where !Self.alphabet.contains(byte) {
            for length in [2, 3, 4, 6, 7, 8] {
                for place in 0..<length {
                    var text = [UInt8](repeating: UInt8(ascii: "A"), count: length)
                    text[place] = byte
                    let kind: Base64URLDefect.Kind =
                        byte == UInt8(ascii: "=") ? .padding : .character
                    let defect = #expect(throws: Base64URLDefect.self) { _ = try decode(text) }
                    #expect(defect?.kind == kind)
                    #expect(defect?.offset == place)
                }
            }
        }
    }
}
