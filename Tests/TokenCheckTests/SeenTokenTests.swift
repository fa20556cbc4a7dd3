import JOSE
import StrictJSON
import TestSupport
import Testing

@testable import TokenCheck

@Suite struct SeenTokenTests {
    private static let good = TokenCase.accepted.filter { $0.keys.origin.source == .file }

    private func fixture() throws -> TokenCase { try #require(Self.good.first) }

    /// An inspector that has met the token of a fixture often enough to know it again.
    private func inspector(knowing fixture: TokenCase, keys: KeySet? = nil) -> Inspector {
        var inspector = Inspector(policy: fixture.policy, remembering: .tokens)
        for _ in 0..<2 {
            _ = inspector.report(
                on: fixture.token.span, keys: keys ?? fixture.keys, now: fixture.now)
        }
        return inspector
    }

    @Test func `a token that came twice is known again, and judged anew`() throws {
        let fixture = try fixture()
        var inspector = Inspector(policy: fixture.policy, remembering: .tokens)
        for round in 0..<4 {
            let report = inspector.report(
                on: fixture.token.span, keys: fixture.keys, now: fixture.now)
            #expect(report.isAccepted)
            #expect(report.saysTheSame(as: fixture.report))
            #expect(inspector.remembered.count == (round == 0 ? 0 : 1))
        }
    }

    @Test func `the same bytes, later expired, are rejected for time`() throws {
        let fixture = try fixture()
        var inspector = inspector(knowing: fixture)
        #expect(inspector.remembered.count == 1)
        let later = Instant(secondsSince1970: fixture.now.secondsSince1970 + 1_000_000)
        let report = inspector.report(on: fixture.token.span, keys: fixture.keys, now: later)
        #expect(report.verdictWord == "rejected for time")
        #expect(report.statuses(of: "exp-not-passed") == [.violated])
        #expect(
            inspector.report(on: fixture.token.span, keys: fixture.keys, now: fixture.now)
                .isAccepted)
    }

    @Test func `another key set verifies anew, even if its keys are equal`() throws {
        let fixture = try fixture()
        var inspector = inspector(knowing: fixture)
        let stranger = KeySet([], origin: fixture.keys.origin)
        let without = inspector.report(on: fixture.token.span, keys: stranger, now: fixture.now)
        #expect(without.statuses(of: "keys-available") == [.undecided])
        #expect(!without.isAccepted)
        // What was remembered is not looked at under another set, and goes as soon as one of it could be remembered.
        let equal = KeySet(fixture.keys.entries, origin: fixture.keys.origin)
        #expect(!equal.isIdentical(to: fixture.keys))
        let again = inspector.report(on: fixture.token.span, keys: equal, now: fixture.now)
        #expect(again.isAccepted && again.keys.isIdentical(to: equal))
        #expect(inspector.remembered.count == 0)
    }

    @Test func `an older copy of the same list is not taken for a fresh one`() throws {
        let fixture = try fixture()
        let origin = KeySet.Origin(source: .cache, name: "x", fetchedAt: 0)
        let fresh = KeySet(fixture.keys.entries, origin: origin, ageSeconds: 10)
        let stale = KeySet(fixture.keys.entries, origin: origin, ageSeconds: 1_000_000)
        var inspector = inspector(knowing: fixture, keys: fresh)
        #expect(
            inspector.report(on: fixture.token.span, keys: fresh, now: fixture.now).isAccepted)
        let report = inspector.report(on: fixture.token.span, keys: stale, now: fixture.now)
        #expect(report.statuses(of: "keys-fresh") == [.undecided])
    }

    @Test func `one bit different never hits`() throws {
        let fixture = try fixture()
        var inspector = inspector(knowing: fixture)
        for place in fixture.token.indices {
            var token = fixture.token
            token[place] ^= 1 << UInt8(place % 7)
            let report = inspector.report(on: token.span, keys: fixture.keys, now: fixture.now)
            #expect(!report.isAccepted)
        }
        #expect(inspector.remembered.count == 1)
    }

    @Test func `a signature that failed is not remembered as good, nor at all`() throws {
        let fixture = try fixture()
        var inspector = Inspector(policy: fixture.policy, remembering: .tokens)
        let dot = try #require(fixture.token.lastIndex(of: UInt8(ascii: ".")))
        var token = fixture.token
        token[dot + 5] = token[dot + 5] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        for _ in 0..<3 {
            let report = inspector.report(on: token.span, keys: fixture.keys, now: fixture.now)
            #expect(report.statuses(of: "signature-valid") == [.violated])
            #expect(inspector.remembered.count == 0)
        }
    }

    @Test func `a policy with other algorithms never hits`() throws {
        let fixture = try fixture()
        var policy = fixture.policy
        policy.algorithms = []
        var inspector = Inspector(policy: policy, remembering: .tokens)
        for _ in 0..<2 {
            let report = inspector.report(
                on: fixture.token.span, keys: fixture.keys, now: fixture.now)
            #expect(report.statuses(of: "alg-allowed") == [.violated])
            #expect(inspector.remembered.count == 0)
        }
    }

    @Test func `nothing is remembered unless it is wanted`() throws {
        let fixture = try fixture()
        var inspector = Inspector(policy: fixture.policy)
        _ = inspector.report(on: fixture.token.span, keys: fixture.keys, now: fixture.now)
        #expect(inspector.remembered == (0, 0))
    }

    @Test(arguments: [0, 3000, 10_000, 40_000])
    func `the bound in bytes holds`(_ bound: Int) throws {
        let signer = try Signer(named: "entra-1")
        let fixture = try #require(
            Self.good.first { $0.document["signedBy"]?.string == "entra-1" })
        var inspector = Inspector(
            policy: fixture.policy, remembering: .tokens(maximumBytes: bound))
        var tokens: [[UInt8]] = []
        for number in 0..<40 {
            let claims = #"{"n":\#(number),"pad":"\#(String(repeating: "x", count: number * 20))"}"#
            tokens.append(
                Array(
                    try signer.token(
                        header: fixture.document["header"]?.text ?? "", payload: claims
                    ).utf8))
        }
        var most = 0
        for round in 0..<3 {
            for token in tokens.flatMap({ [$0, $0] }) {
                let report = inspector.report(on: token.span, keys: fixture.keys, now: fixture.now)
                #expect(report.isSignatureVerified)
                let (count, bytes) = inspector.remembered
                #expect(bytes <= bound && bytes >= count * 1024)
                most = max(most, count)
            }
            #expect((most > 0) == (bound >= 3000), "round \(round)")
        }
        #expect(most < tokens.count)
    }

    @Test func `what is used stays`() throws {
        let signer = try Signer(named: "entra-1")
        let fixture = try #require(
            Self.good.first { $0.document["signedBy"]?.string == "entra-1" })
        let header = fixture.document["header"]?.text ?? ""
        let rules = PolicyRules(fixture.policy)
        var seen = SeenTokens(maximumBytes: 20_000)
        var scratch = SignatureScratch()
        func digest(_ token: [UInt8]) throws -> TokenDigest {
            let digest = scratch.digest(of: token.span)
            return try #require(digest)
        }
        let favourite = Array(try signer.token(header: header, payload: #"{"a":1}"#).utf8)
        var memory = InspectorMemory()
        func reading(_ token: [UInt8]) -> TokenReading {
            TokenReading(on: token.span, keys: fixture.keys, rules: rules, memory: &memory)
        }
        for _ in 0..<2 { seen.remember(reading(favourite), as: try digest(favourite)) }
        for number in 0..<60 {
            let token = Array(
                try signer.token(header: header, payload: #"{"n":\#(number)}"#).utf8)
            for _ in 0..<2 { seen.remember(reading(token), as: try digest(token)) }
            if number % 3 == 0 {
                let known = seen.reading(of: try digest(favourite), keys: fixture.keys)
                #expect(known != nil)
            }
        }
        let first = Array(try signer.token(header: header, payload: #"{"n":0}"#).utf8)
        let forgotten = seen.reading(of: try digest(first), keys: fixture.keys)
        #expect(forgotten == nil)
    }

    @Test func `what comes once is not kept, and a glimpse makes no verdict`() throws {
        let fixture = try fixture()
        var inspector = Inspector(policy: fixture.policy, remembering: .tokens)
        let other = Instant(secondsSince1970: fixture.now.secondsSince1970 + 1_000_000)
        #expect(
            inspector.report(on: fixture.token.span, keys: fixture.keys, now: other)
                .statuses(of: "exp-not-passed") == [.violated])
        #expect(inspector.remembered == (0, 0))
        // Glimpsed under one key set says nothing under another.
        let stranger = KeySet([], origin: fixture.keys.origin)
        let report = inspector.report(on: fixture.token.span, keys: stranger, now: fixture.now)
        #expect(!report.isAccepted)
        #expect(inspector.remembered == (0, 0))
    }

    @Test func `a fingerprint is the beginning of the digest`() throws {
        let fixture = try fixture()
        let expected = Array(
            "\(Digest.sha256(fixture.token.span).prefix(6).map(Self.hex).joined())".utf8)
        for remembering in [Inspector.Remembering.nothing, .tokens] {
            var inspector = Inspector(policy: fixture.policy, remembering: remembering)
            for _ in 0..<2 {
                _ = inspector.report(on: fixture.token.span, keys: fixture.keys, now: fixture.now)
                var text: [UInt8] = []
                inspector.appendFingerprint(of: fixture.token.span, to: &text)
                #expect(text == expected)
            }
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
