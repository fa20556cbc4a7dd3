import StrictJSON
import TestSupport
import Testing

@Suite struct JSONNameTests {
    private func firstRepeated(_ text: String) throws -> Int? {
        let limits = JSONLimits(repeatedNames: .recorded)
        return try JSONDocument(taking: Array(text.utf8), limits: limits).firstRepeatedName
    }

    /// An object with these names, and the offset of each name's opening quote.
    private func object(_ names: [String]) -> (text: String, offsets: [Int]) {
        var text = "{"
        var offsets: [Int] = []
        for name in names {
            if offsets.count > 0 { text += "," }
            offsets.append(text.utf8.count)
            text += "\"\(name)\":{\"x\":[1]}"
        }
        return (text + "}", offsets)
    }

    @Test(arguments: [2, 3, 23, 24, 25, 26, 1000])
    func `a repeated name is found in an object of any size`(_ count: Int) throws {
        let names = (0..<count).map { "name-\($0)" }
        #expect(try firstRepeated(object(names).text) == nil)
        #expect(throws: Never.self) { try JSONDocument(taking: Array(object(names).text.utf8)) }
        for (earlier, later) in [
            (0, count - 1), (count - 2, count - 1), (0, 1), (count / 2, count - 1),
        ]
        where earlier < later {
            for spelling in [
                "name-\(earlier)", "n\\u0061me-\(earlier)", "\\u006e\\u0061me-\(earlier)",
            ] {
                var repeated = names
                repeated[later] = spelling
                let (text, offsets) = object(repeated)
                #expect(try firstRepeated(text) == offsets[later], "\(spelling)")
                #expect(throws: JSONDefect(.repeatedName, at: offsets[later])) {
                    _ = try JSONDocument(taking: Array(text.utf8))
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `the first repeated name agrees with looking at all pairs`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pool = [
            "", "a", "b", "ab", "ba", "\u{E9}", "e\u{301}", "A", "aa", "a\\u0000", "\u{10FFFF}",
        ]
        let spellings: [(String, String)] = [
            ("a", "\\u0061"), ("b", "\\u0062"), ("A", "\\u0041"),
            ("a", "\\u0061"),
        ]
        for _ in 0..<200 {
            let count = [2, 5, 24, 25, 60].randomElement(using: &random) ?? 2
            var plain: [String] = []
            var spelt: [String] = []
            for position in 0..<count {
                let isCommon = Int.random(in: 0..<count, using: &random) < 3
                var name = isCommon ? pool.randomElement(using: &random) ?? "" : "k\(position)"
                plain.append(name)
                for (letter, escape) in spellings where Bool.random(using: &random) {
                    name = name.replacing(letter, with: escape, maxReplacements: 1)
                }
                spelt.append(name)
            }
            let (text, offsets) = object(spelt)
            let first = plain.indices.first { later in
                plain[..<later].contains { Array($0.utf8) == Array(plain[later].utf8) }
            }
            #expect(try firstRepeated(text) == first.map { offsets[$0] }, "\(text), seed \(seed)")
        }
    }

    @Test func `the first of several repeated names is recorded, whichever object has it`() throws {
        #expect(try firstRepeated(#"{"a":1,"a":{"b":1,"b":2}}"#) == 7)
        #expect(try firstRepeated(#"{"a":{"b":1,"b":2},"a":1}"#) == 12)
        #expect(try firstRepeated(#"[{"a":1,"a":2},{"b":1,"b":2}]"#) == 8)
        #expect(try firstRepeated(#"{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}"#) == nil)
    }

    @Test(arguments: [
        #"{"a":1,"a":{"b":1,"b":2}}"#, #"{"a":1,"a":2,]"#, #"{"a":1,"a":"#, #"{"a":1,"a":[nil]}"#,
    ]) func `a repeated name is refused before anything behind it`(_ text: String) {
        #expect(throws: JSONDefect(.repeatedName, at: 7)) {
            _ = try JSONDocument(taking: Array(text.utf8))
        }
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `a repeated name is refused as soon as it is read, however the text goes on`(
        _ seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let text = Array(random.object(depth: 3).utf8)
            let limits = JSONLimits(repeatedNames: .recorded)
            let repeated = try JSONDocument(taking: text, limits: limits).firstRepeatedName
            for length in 1..<text.count {
                let isNamed = repeated.map { first in
                    text[..<length].dropFirst(first + 1).contains(UInt8(ascii: "\""))
                }
                let expected =
                    isNamed == true
                    ? JSONDefect(.repeatedName, at: repeated ?? 0)
                    : JSONDefect(.truncated, at: length)
                #expect(throws: expected, "seed \(seed)") {
                    _ = try JSONDocument(taking: Array(text[..<length]))
                }
            }
        }
    }

    @Test func `the members keep their order and repetitions`() throws {
        let limits = JSONLimits(repeatedNames: .recorded)
        let text = #"{"b":1,"a":2,"b":3}"#
        let root = try JSONDocument(taking: Array(text.utf8), limits: limits).root
        #expect(root.members.map(\.name) == ["b", "a", "b"])
        #expect(root["b"]?.number?.text == "1")
    }

    @Test func `many names that share length and ends are told apart in good time`() throws {
        let names = (0..<20_000).map { "a\(100_000 + $0)a" }
        #expect(try firstRepeated(object(names).text) == nil)
    }
}

extension SplitMix64 {
    /// The text of an object whose names are one or two letters, so that some of them are repeated.
    fileprivate mutating func object(depth: Int) -> String {
        let members = (0..<Int.random(in: 0...4, using: &self)).map { _ -> String in
            let name = ["a", "b", "c", "d", "ab", "ba", "e", "f"].randomElement(using: &self) ?? ""
            switch Int.random(in: 0..<(depth > 0 ? 4 : 2), using: &self) {
            case 0: return "\"\(name)\":\"x\""
            case 1: return "\"\(name)\": [0]"
            case 2: return "\"\(name)\":[\(object(depth: depth - 1))]"
            default: return "\"\(name)\":\(object(depth: depth - 1))"
            }
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
