import DefenderXDR
import StrictJSON
import TestSupport
import Testing
import Transport

/// An answer is taken apart without being read as a whole; what comes out must be what reading it as a whole gives.
@Suite struct AnswerPropertyTests {
    private static let good = Array(
        #" {"schema":[{"name":"A","type":"String"}], "more" : {"a":[1,{"b":"]}"}]}, "results":[{"A":"x\"]},{"}, {"A":null},{"A":[{}]}] ,"n":-1.5e3}"#
            .utf8)

    /// The rows that a client gives; nil when it refuses the answer.
    private static func rows(_ body: [UInt8]) async throws -> [String]? {
        let client = try FakeClient(FakeAPI([HTTPAnswer(status: 200, body: body)]))
        do throws(DefenderFault) {
            return try await client.client.hunt("T").rows.map(\.document.root.text)
        } catch {
            switch error {
            case .malformed, .shape: return nil
            default: throw error
            }
        }
    }

    /// The same by reading the whole.
    private static func expected(_ body: [UInt8]) -> [String]? {
        let limits = JSONLimits(repeatedNames: .recorded)
        guard let document = try? JSONDocument(parsing: body.span, limits: limits),
            document.root.kind == .object
        else { return nil }
        let lists = document.root.members.filter {
            ["results", "Results"].contains($0.name) && $0.value.kind == .array
        }
        return lists.first?.value.elements.map(\.text)
    }

    @Test func `a whole answer is the same either way`() async throws {
        #expect(try await Self.rows(Self.good)?.count == 3)
        #expect(try await Self.rows(Self.good) == Self.expected(Self.good))
    }

    @Test func `every beginning of an answer is refused`() async throws {
        for count in 0..<Self.good.count {
            #expect(try await Self.rows(Array(Self.good.prefix(count))) == nil, "\(count) bytes")
        }
    }

    @Test(arguments: 0..<12)
    func `whatever is changed, nothing else is taken or refused`(_ round: Int) async throws {
        var chance = SplitMix64(seed: UInt64(round) &+ 0xD0F)
        for _ in 0..<200 {
            var body = Self.good
            for _ in 0...chance.next() % 3 {
                let place = Int(chance.next() % UInt64(body.count))
                let signs = Array("{}[]\",:\\ 0-ntx".utf8) + [0x00, 0x1F, 0x80, 0xFF]
                switch chance.next() % 3 {
                case 0: body.remove(at: place)
                case 1: body.insert(signs[Int(chance.next() % UInt64(signs.count))], at: place)
                default: body[place] = signs[Int(chance.next() % UInt64(signs.count))]
                }
            }
            let text = String(decoding: body, as: UTF8.self)
            #expect(try await Self.rows(body) == Self.expected(body), "round \(round): \(text)")
        }
    }
}
