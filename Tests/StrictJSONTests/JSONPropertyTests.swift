import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite struct JSONPropertyTests {
    private static let accepted: [[UInt8]] = {
        let paths = (try? TestFiles.paths(below: "Fixtures/json/accepted")) ?? []
        return paths.compactMap { try? TestFiles.bytes($0) }.filter { $0.count < 2000 }
    }()

    /// Reads a text in every way; nil when it is accepted.
    private func read(_ bytes: [UInt8], seed: UInt64) -> JSONDefect? {
        let copied = Result { () throws(JSONDefect) in try JSONDocument(parsing: bytes.span) }
        let taken = Result { () throws(JSONDefect) in
            try JSONDocument(taking: bytes, limits: JSONLimits(repeatedNames: .recorded))
        }
        switch (copied, taken) {
        case (.success(let left), .success(let right)):
            #expect(left.root.isSame(as: right.root))
            #expect(right.firstRepeatedName == nil)
            return nil
        case (.failure(let defect), .success(let document)):
            #expect(defect.kind == .repeatedName)
            #expect(document.firstRepeatedName != nil)
            return defect
        case (.failure(let left), .failure(let right)):
            if left.kind != .repeatedName { #expect(left == right) }
            #expect((0...bytes.count).contains(left.offset), "seed \(seed)")
            #expect((0...bytes.count).contains(right.offset), "seed \(seed)")
            return left
        case (.success, .failure(let defect)):
            Issue.record("refused only when names are recorded: \(defect), seed \(seed)")
            return defect
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `random bytes are refused or read, never worse`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pool = Array("{}[]\",:\\u0123456789abcdefDd+-.eE truefalsn\n\u{E9}\u{1F600}".utf8)
        for _ in 0..<2000 {
            let count = Int.random(in: 0...40, using: &random)
            let isNoise = Int.random(in: 0..<4, using: &random) == 0
            let bytes =
                isNoise
                ? random.bytes(count)
                : (0..<count).map { _ in pool.randomElement(using: &random) ?? 0 }
            _ = read(bytes, seed: seed)
        }
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `what is accepted of an altered text, another reader accepts with the same value`(
        _ seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        var acceptedCount = 0
        for _ in 0..<1500 {
            var bytes = try #require(Self.accepted.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...2, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[place], at: place)
                default: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: place)
                }
            }
            guard read(bytes, seed: seed) == nil else { continue }
            acceptedCount += 1
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(Array(text.utf8) == bytes, "not UTF-8, seed \(seed)")
            // Foundation refuses numbers that a Double cannot hold.
            if text.lowercased().contains(/[0-9]e|[0-9]{16}/) { continue }
            #expect(throws: Never.self, "\(text), seed \(seed)") {
                try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            }
        }
        #expect(acceptedCount > 100)
    }

    @Test(arguments: try TestFiles.paths(below: "Fixtures/json/accepted"))
    func `no proper beginning of an object or array is accepted`(_ path: String) throws {
        let bytes = try TestFiles.bytes(path)
        let root = try JSONDocument(taking: bytes).root
        guard root.kind == .object || root.kind == .array else { return }
        let end = root.offset + root.text.utf8.count
        for length in stride(from: 0, to: end, by: max(1, end / 300)) {
            let defect = read(Array(bytes[..<length]), seed: 0)
            #expect(defect?.offset == length)
            #expect(defect?.kind == (length <= root.offset ? .empty : .truncated))
        }
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `the reader reads whatever the writer writes, and gets the same`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let value = random.value(depth: 4)
            let line = JSONWriter.text(value, layout: .line)
            let indented = JSONWriter.text(value, layout: .indented)
            let one = try JSONDocument(taking: Array(line.utf8)).root
            let other = try JSONDocument(taking: Array(indented.utf8)).root
            #expect(one.isSame(as: other), "seed \(seed)")
            #expect(one.isSame(as: value), "\(line), seed \(seed)")
            #expect(JSONWriter.text(.copy(one), layout: .line) == line, "seed \(seed)")
            #expect(!line.unicodeScalars.contains { $0.isHazardous })
            #expect(!indented.unicodeScalars.contains { $0.isHazardous && $0 != "\n" })
        }
    }
}

extension JSONValue {
    /// Whether this is what was to be written.
    fileprivate func isSame(as output: JSONOutput) -> Bool {
        switch output {
        case .null: return kind == .null
        case .boolean(let value): return boolean == value
        case .integer(let value): return number?.integer == value
        case .thousandths: return number != nil
        case .string(let value): return string.map { $0.utf8.elementsEqual(value.utf8) } ?? false
        case .array(let values):
            let mine = elements
            return kind == .array && mine.count == values.count
                && zip(mine, values).allSatisfy { $0.isSame(as: $1) }
        case .object(let values):
            let mine = members
            return kind == .object && mine.count == values.count
                && zip(mine, values).allSatisfy { $0.name == $1.0 && $0.value.isSame(as: $1.1) }
        case .copy(let value): return isSame(as: value)
        }
    }
}

extension SplitMix64 {
    /// Any value that can be written, its strings full of characters that need care.
    fileprivate mutating func value(depth: Int) -> JSONOutput {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &self) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &self))
        case 2: return .integer(Int64(bitPattern: next()))
        case 3, 4: return .string(string())
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &self)).map { position in
                    (string() + "\(position)", value(depth: depth - 1))
                })
        }
    }

    private mutating func string() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &self) {
            let bound: UInt32 =
                [0x80, 0x300, 0x2100, 0x1_0000, 0x11_0000].randomElement(using: &self) ?? 1
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &self)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
