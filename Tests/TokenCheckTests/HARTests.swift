import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct HARTests {
    private func entries(_ bytes: [UInt8], chunk: (inout Int) -> Int) -> (
        [[UInt8]], HARSplitter.End
    ) {
        var splitter = HARSplitter()
        var found: [[UInt8]] = []
        var (place, round) = (0, 0)
        while place < bytes.count {
            let end = min(bytes.count, place + chunk(&round))
            splitter.take(Array(bytes[place..<end])) { element in
                if case .entry(let bytes) = element { found.append(bytes) }
            }
            place = end
        }
        return (found, splitter.end)
    }

    @Test(arguments: ["session.har", "one-token.har", "no-token.har"])
    func `the entries are those of the whole, however it is read`(_ name: String) throws {
        let bytes = try TestFiles.bytes("Fixtures/har/\(name)")
        let document = try JSONDocument(taking: bytes)
        let expected = document.root["log"]?["entries"]?.elements.map { Array($0.text.utf8) }
        for size in [1, 2, 3, 7, 64, 1_000, bytes.count] {
            let (found, end) = entries(bytes) { _ in size }
            #expect(found == expected, "\(size)")
            #expect(end == .complete)
        }
        var random = SplitMix64(seed: 41)
        for _ in 0..<20 {
            let (found, _) = entries(bytes) { _ in Int.random(in: 1...300, using: &random) }
            #expect(found == expected)
        }
    }

    @Test func `of a cut archive the entries before the cut are found`() throws {
        let bytes = try TestFiles.bytes("Fixtures/har/session.har")
        let whole = entries(bytes) { _ in bytes.count }.0
        for count in stride(from: 0, to: bytes.count, by: 97) {
            let (found, end) = entries(Array(bytes[..<count])) { _ in 4_096 }
            #expect(whole.starts(with: found))
            if end == .complete { #expect(found == whole) }
        }
    }

    @Test(
        arguments: [
            #"{"log":{"entries":[]}}"#: 0, #"{"entries":[{}]}"#: -1, #"{"log":[[{}]]}"#: -1,
            #"{"x":{"entries":[{}]}}"#: -1,
            #"{"log":{"pages":[{"entries":[1]}],"entries":[2,"3",{}]}}"#: 3,
            #"{"log":{"x":"entries","entries":[null , [1,{"a":"]"}] ]}}"#: 2, "": -1, "[": -1,
            "}}]]": -1,
            #"{"a":{"log":{"entries":[{}]}}}"#: -1, #"{"log":{"entries":[{"a":"\"]}"}]}}}}"#: 1,
        ])
    func `only log.entries counts`(_ text: String, _ count: Int) {
        for size in [1, 1_000] {
            let (found, end) = entries(Array(text.utf8)) { _ in size }
            #expect(found.count == max(0, count))
            if count < 0 { #expect(end == .noEntries) } else { #expect(end == .complete) }
        }
    }

    @Test func `random bytes are no trap`() {
        var random = SplitMix64(seed: 42)
        let alphabet = Array(#"{}[]",:\ "log""entries"a1"#.utf8)
        for _ in 0..<2_000 {
            let start = Array((random.once(in: 2) ? #"{"log":{"entries":["# : "").utf8)
            let noise = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &random)]
            }
            let bytes = start + noise
            let whole = entries(bytes) { _ in max(1, bytes.count) }
            let split = entries(bytes) { _ in 3 }
            #expect(whole.0 == split.0)
            for entry in whole.0 { _ = try? HARExchange(parsing: entry) }
        }
    }

    @Test func `an entry that is too large is told, and those behind it are read`() throws {
        var splitter = HARSplitter()
        var kinds: [String] = []
        func take(_ bytes: [UInt8]) {
            splitter.take(bytes) { element in
                switch element {
                case .entry(let bytes): kinds.append("\(bytes.count)")
                case .tooLarge: kinds.append("large")
                }
            }
        }
        take(Array(#"{"log":{"entries":[{"a":""#.utf8))
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1_048_576)
        for _ in 0..<9 { take(block) }
        take(Array(#""},{}]}}"#.utf8))
        #expect(kinds == ["large", "2"])
    }

    @Test func `an exchange is what the archive says`() throws {
        let bytes = try TestFiles.bytes("Fixtures/har/session.har")
        let exchanges = try entries(bytes) { _ in bytes.count }.0.map(HARExchange.init(parsing:))
        #expect(exchanges.map(\.status) == [200, 200, 403, 403, 403, 403, 403])
        #expect(exchanges[2].body == exchanges[3].body)
        #expect(exchanges[1].authorization?.hasPrefix("Bearer eyJ") == true)
        let answer = exchanges[2].answer
        #expect(
            ServerAnswer(reading: answer.span).statements
                == [
                    .missingRoles(
                        anyOf: ["Incident.ReadWrite.All"],
                        seen: ["Incident.Read.All", "AdvancedHunting.Read.All"])
                ])
    }
}
