import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct PropertyTests {
    @Test func `all cases can be read`() {
        #expect(TokenCase.all.count == 107 + 159 + 446)
        #expect(TokenCase.accepted.count > 100)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a report on random bytes has every finding and never accepts`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let fixture = try #require(TokenCase.all.randomElement(using: &random))
            let text = random.tokenLikeText()
            let report = Report(
                on: text.span, keys: fixture.keys, policy: fixture.policy, now: fixture.now)
            #expect(!report.isAccepted, "seed \(seed): \(text)")
            #expect(report.hasEveryCheck)
        }
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `a report on an altered case is total, repeatable and never accepts`(
        _ seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<250 {
            let fixture = try #require(TokenCase.all.randomElement(using: &random))
            let text = random.altered(fixture.token)
            guard text != fixture.token else { continue }
            func report() -> Report {
                Report(on: text.span, keys: fixture.keys, policy: fixture.policy, now: fixture.now)
            }
            let first = report()
            #expect(!first.isAccepted, "seed \(seed), \(fixture.path)")
            #expect(first.hasEveryCheck)
            #expect(first.saysTheSame(as: report()))
        }
    }

    @Test(arguments: [21, 22] as [UInt64])
    func `a report on altered claims that are signed again is total`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let signer = try Signer(named: "entra-1")
        for _ in 0..<150 {
            let fixture = try #require(TokenCase.accepted.randomElement(using: &random))
            let parts = fixture.token.split(separator: UInt8(ascii: "."))
            let payload = try Base64URL.decode(Array(parts[1]).span)
            let input =
                String(decoding: parts[0], as: UTF8.self) + "."
                + Base64URL.encode(random.altered(payload))
            let text = Array((input + "." + Base64URL.encode(try signer.signature(of: input))).utf8)
            let report = Report(
                on: text.span, keys: fixture.keys, policy: fixture.policy, now: fixture.now)
            #expect(report.hasEveryCheck, "seed \(seed), \(fixture.path)")
            #expect(!report.isAccepted || report.isSignatureVerified)
        }
    }

    @Test(arguments: [31, 32, 33, 34] as [UInt64])
    func `a token with any one bit changed is never accepted`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let fixture = try #require(TokenCase.accepted.randomElement(using: &random))
            var text = fixture.token
            let place = Int.random(in: text.indices, using: &random)
            let bit = Int.random(in: 0..<8, using: &random)
            text[place] ^= 1 << bit
            let report = Report(
                on: text.span, keys: fixture.keys, policy: fixture.policy, now: fixture.now)
            #expect(!report.isAccepted, "bit \(bit) of byte \(place) of \(fixture.path)")
        }
    }

    @Test func `one more requirement never turns a rejected token into an accepted one`() {
        var random = SplitMix64(seed: 61)
        for fixture in TokenCase.all {
            let before = fixture.report
            for (name, policy) in fixture.policy.narrowed.shuffled(using: &random).prefix(4) {
                let after = Report(
                    on: fixture.token.span, keys: fixture.keys, policy: policy, now: fixture.now)
                if before.isRejected { #expect(after.isRejected, "\(fixture.path) with \(name)") }
                if after.isAccepted { #expect(before.isAccepted, "\(fixture.path) with \(name)") }
            }
        }
    }

    @Test(arguments: [41, 42] as [UInt64])
    func `what has expired stays expired`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<150 {
            let fixture = try #require(TokenCase.all.randomElement(using: &random))
            let start =
                fixture.now.secondsSince1970 + Int64.random(in: -9000...9000, using: &random)
            var hasExpired = false
            for step in [0, 1, 60, 299, 4000, 90_000, 1 << 40, 1 << 53, 1 << 62] as [Int64] {
                let now = Instant(secondsSince1970: start + step)
                let report = Report(
                    on: fixture.token.span, keys: fixture.keys, policy: fixture.policy, now: now)
                let isExpired = report.statuses(of: "exp-not-passed") == [.violated]
                #expect(!hasExpired || isExpired, "\(fixture.path) at \(now)")
                #expect(!isExpired || report.isRejected)
                hasExpired = isExpired
            }
        }
    }

    @Test func `more keys never change which key is chosen`() throws {
        let zoo = try TestFiles.bytes("Fixtures/keys/zoo.json")
        let others = try KeySet(parsing: zoo.span, origin: .init(source: .file)).entries
        for fixture in TokenCase.all {
            let keys = fixture.keys
            // The only key of a file that has no name is no longer the only one.
            if keys.entries.count == 1, keys.entries[0].keyID == nil { continue }
            let before = fixture.report
            for entries in [
                keys.entries + others, others + keys.entries, keys.entries + keys.entries,
            ] {
                let larger = KeySet(entries, origin: keys.origin, ageSeconds: keys.ageSeconds)
                let after = Report(
                    on: fixture.token.span, keys: larger, policy: fixture.policy, now: fixture.now)
                #expect(after.key === before.key, "\(fixture.path)")
                if keys.entries.isEmpty { continue }
                #expect(after.saysTheSame(as: before), "\(fixture.path)")
            }
        }
    }

    @Test(arguments: [51, 52, 53, 54] as [UInt64])
    func `an inspector says what a report says, whatever it saw before`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // The gate `batch` does the same a hundred thousand times.
        for _ in 0..<200 {
            let owner = try #require(TokenCase.all.randomElement(using: &random))
            var inspector = Inspector(policy: owner.policy)
            var order: [String] = []
            for _ in 0..<Int.random(in: 2...3, using: &random) {
                let fixture = try #require(TokenCase.all.randomElement(using: &random))
                let isAltered = Int.random(in: 0..<4, using: &random) == 0
                let token = isAltered ? random.altered(fixture.token) : fixture.token
                order.append(fixture.path)
                let one = Report(
                    on: token.span, keys: fixture.keys, policy: owner.policy, now: fixture.now)
                let other = inspector.report(on: token.span, keys: fixture.keys, now: fixture.now)
                #expect(one.saysTheSame(as: other), "seed \(seed): \(owner.path) on \(order)")
            }
        }
    }
}

extension Report {
    /// Whether each check has its finding, in order, and one that is made for each operation at least one.
    fileprivate var hasEveryCheck: Bool {
        var codes: [String] = []
        for finding in findings where codes.last != finding.code.name {
            codes.append(finding.code.name)
        }
        return codes == Check.all.map(\.code.name)
    }
}

extension Policy {
    /// This policy with one more requirement, and what it is called.
    fileprivate var narrowed: [(String, Policy)] {
        func with(_ change: (inout Policy) -> Void) -> Policy {
            var policy = self
            change(&policy)
            return policy
        }
        let need = Need.permission("Incident.Read.All")
        var policies = [
            ("no algorithm", with { $0.algorithms = [] }),
            ("no leeway", with { $0.leewaySeconds = 0 }),
            (
                "more left",
                with { $0.minimumRemainingSeconds = max($0.minimumRemainingSeconds ?? 0, 60) }
            ),
            (
                "less life",
                with { $0.maximumLifetimeSeconds = min($0.maximumLifetimeSeconds ?? 4000, 4000) }
            ),
            ("certificate", with { $0.callerAuthentication = .certificate }),
            ("one version", with { $0.versions = Array($0.versions.prefix(1)) }),
            ("no version", with { $0.versions = [] }),
            (
                "application",
                with { $0.kinds = ($0.kinds ?? [.application]).filter { $0 == .application } }
            ),
            (
                "operation",
                with {
                    $0.operations.append(Operation(name: "x", application: need, delegated: nil))
                }
            ),
            ("smaller", with { $0.maximumTokenBytes = min($0.maximumTokenBytes, 1000) }),
            ("younger keys", with { $0.maximumKeyAgeSeconds = min($0.maximumKeyAgeSeconds, 10) }),
        ]
        if clients.isEmpty {
            policies.append(
                ("client", with { $0.clients = ["2f1e0d3c-4b5a-4968-8776-655443322110"] }))
        }
        return policies
    }
}

extension SplitMix64 {
    /// Bytes that are more or less like a token.
    fileprivate mutating func tokenLikeText() -> [UInt8] {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_..=".utf8)
        let count = Int.random(in: 0...400, using: &self)
        switch Int.random(in: 0..<3, using: &self) {
        case 0: return bytes(count)
        case 1: return (0..<count).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
        default:
            let parts = (0..<Int.random(in: 1...5, using: &self)).map { _ in
                Base64URL.encode(Array("{\"".utf8) + bytes(Int.random(in: 0...60, using: &self)))
            }
            return Array(parts.joined(separator: ".").utf8)
        }
    }

    /// A text with up to three bytes changed, taken away, doubled or put in, or cut in two.
    fileprivate mutating func altered(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &self) where !text.isEmpty {
            let place = Int.random(in: text.indices, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: text[place] = UInt8(truncatingIfNeeded: next())
            case 1: text.remove(at: place)
            case 2: text.insert(text[place], at: place)
            case 3: text.insert(UInt8(truncatingIfNeeded: next()), at: place)
            case 4: text[place] ^= 1 << UInt8(next() % 8)
            default:
                text.replaceSubrange(place..<text.count, with: text[place...].reversed())
            }
        }
        return text
    }
}
