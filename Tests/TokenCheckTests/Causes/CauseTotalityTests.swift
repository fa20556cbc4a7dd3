import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct CauseTotalityTests {
    @Test func `every fixture is explained soundly`() {
        #expect(TokenCase.all.count >= 700)
        var named: Set<String> = []
        for (place, fixture) in TokenCase.all.enumerated() {
            let judged = Judged(
                fixture.token, keys: fixture.keys, policy: fixture.policy, now: fixture.now,
                surroundings: place % 3 == 0 ? .rich : Surroundings(),
                place % 25 == 0 ? .twice : .once)
            #expect(judged.faults.isEmpty, "\(fixture.path): \(judged.faults) \(judged.summary)")
            named.formUnion(judged.causes.map(\.code.name))
        }
        #expect(named.count >= 15, "\(named.sorted())")
    }

    @Test func `every case of a manifest is explained soundly`() throws {
        var count = 0
        let paths = try TestFiles.paths(below: "Fixtures/manifests/cases", suffix: ".json")
        for (place, path) in paths.enumerated() where place % 2 == 0 {
            let fixture = try TokenCase(path: path)
            guard
                let policy = try? fixture.manifest?.narrowing(
                    fixture.policy, selecting: fixture.selected)
            else { continue }
            let judged = Judged(fixture.token, keys: fixture.keys, policy: policy, now: fixture.now)
            #expect(judged.faults.isEmpty, "\(path): \(judged.faults) \(judged.summary)")
            count += 1
        }
        #expect(count >= 100, "\(count)")
    }

    @Test func `any number of faults at once is explained soundly`() throws {
        var random = SplitMix64(seed: 20)
        for _ in 0..<100 {
            let good = try #require(GoodToken.all.randomElement(using: &random))
            let fitting = Mutation.all.filter { $0.applies(good) && !$0.areas.contains(.form) }
            let faults = fitting.shuffled(using: &random).prefix(.random(in: 3...7, using: &random))
            var scenario = good.scenario
            for fault in faults { fault.change(&scenario, good) }
            let judged = try scenario.judged()
            #expect(
                judged.faults.isEmpty,
                "\(faults.map(\.testDescription)) \(judged.faults) \(judged.summary)")
        }
    }

    @Test func `a token with any byte changed is explained soundly`() throws {
        var random = SplitMix64(seed: 6)
        let sources = try GoodToken.all.map { try $0.scenario.token() }
        for round in 0..<150 {
            let place = round % GoodToken.all.count
            var token = sources[place]
            for _ in 0...round % 3 {
                let position = Int.random(in: token.indices, using: &random)
                switch round % 4 {
                case 0: token[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: token.remove(at: position)
                case 2: token.insert(UInt8.random(in: 0...255, using: &random), at: position)
                default: token.removeSubrange(position..<min(position + 200, token.count - 1))
                }
            }
            var scenario = GoodToken.all[place].scenario
            if round % 2 == 0 { scenario.surroundings = .rich }
            let judged = Judged(
                token, keys: scenario.keys, policy: scenario.policy,
                now: Instant(secondsSince1970: scenario.now), surroundings: scenario.surroundings,
                round % 10 == 0 ? .twice : .once)
            #expect(!judged.report.isAccepted)
            #expect(judged.faults.isEmpty, "\(round): \(judged.faults) \(judged.summary)")
        }
    }

    @Test func `random bytes are explained soundly`() {
        var random = SplitMix64(seed: 7)
        let scenario = GoodToken.all[0].scenario
        for round in 0..<120 {
            var bytes = random.bytes(round)
            if round % 2 == 1 { bytes = bytes.map { $0 % 5 == 0 ? UInt8(ascii: ".") : $0 & 0x7F } }
            let judged = Judged(
                bytes, keys: scenario.keys, policy: scenario.policy,
                now: Instant(secondsSince1970: scenario.now), surroundings: .rich)
            #expect(judged.faults.isEmpty, "\(round): \(judged.faults)")
        }
    }

    @Test func `no time is too large or too small`() throws {
        let times = ["-9007199254740992", "1795424100.5", "9007199254740992"]
        for iat in times {
            for exp in times {
                var scenario = GoodToken.all[0].scenario
                scenario.claims["iat"] = iat
                scenario.claims["nbf"] = iat
                scenario.claims["exp"] = exp
                scenario.claims["xms_mirid"] = "/subscriptions/s".quoted
                scenario.policy.minimumRemainingSeconds = 600
                scenario.policy.operations = [GoodToken.all[0].operation(need: .permission("x"))]
                scenario.text = String(decoding: try scenario.token(), as: UTF8.self)
                for now in [.min, 0, 1_795_425_000, .max] as [Int64] {
                    for behind in [nil, .min, 1, .max] as [Int64?] {
                        scenario.now = now
                        scenario.surroundings.clockBehindSeconds = behind
                        let judged = try scenario.judged()
                        #expect(judged.faults.isEmpty, "\(iat) \(exp) \(now) \(judged.faults)")
                    }
                }
            }
        }
    }
}
