import JOSE
import TestSupport
import Testing
import TokenCheck

@Suite struct FewestMissingTests {
    /// Names of which none is near another.
    private static let names = [
        "Reports.Read", "Invoices.Manage", "access_as_user", "Mail.Send", "Zebra",
        "Quokka.Tickle.Now",
    ]

    private static let good = GoodToken(version: .v2, kind: .application, api: .ownByGUID)

    private func need(depth: Int, _ random: inout SplitMix64) -> Need {
        let isLeaf = depth == 0 || Int.random(in: 0..<4, using: &random) == 0
        if isLeaf, let name = Self.names.randomElement(using: &random) { return .permission(name) }
        let count = Int.random(in: 1...3, using: &random)
        let needs = (0..<count).map { _ in need(depth: depth - 1, &random) }
        return Bool.random(using: &random) ? .any(needs) : .all(needs)
    }

    /// How few names must be added, by trying all sets.
    private func fewest(_ need: Need, holding held: [String]) -> Int? {
        (0..<(1 << Self.names.count)).filter { set in
            need.isMet { name in
                held.contains(name)
                    || Self.names.firstIndex(of: name).map { set >> $0 & 1 == 1 } ?? false
            }
        }.map(\.nonzeroBitCount).min()
    }

    private func missing(_ need: Need, _ scenario: Scenario) throws -> [String]? {
        var scenario = scenario
        scenario.policy.operations = [Self.good.operation(need: need)]
        let judged = try scenario.judged()
        guard let cause = judged.causes.first else { return nil }
        guard case .permissions(let shortage) = cause.facts, judged.faults.isEmpty,
            shortage.items.count == 1
        else { throw TestFault("\(judged.summary) \(judged.faults)") }
        #expect(shortage.items.first?.need == need)
        return shortage.missing
    }

    private func scenario(holding held: [String]) throws -> Scenario {
        var scenario = Self.good.scenario
        scenario.claims.grant(held, to: .application)
        scenario.text = String(decoding: try scenario.token(), as: UTF8.self)
        return scenario
    }

    @Test func `what is added is enough and as little as can be`() throws {
        var random = SplitMix64(seed: 19)
        var count = 0
        for held in [[], ["Reports.Read"], ["Mail.Send", "Zebra"]] as [[String]] {
            let scenario = try scenario(holding: held)
            for _ in 0..<60 {
                let need = need(depth: 3, &random)
                let added = try missing(need, scenario)
                guard let added else {
                    #expect(need.isMet(by: held.contains), "\(need)")
                    continue
                }
                count += 1
                #expect(need.isMet { held.contains($0) || added.contains($0) }, "\(need) \(added)")
                #expect(added.count == fewest(need, holding: held), "\(need) \(added) \(held)")
                #expect(Set(added).count == added.count)
            }
        }
        #expect(count >= 100, "\(count)")
    }

    @Test func `one name that serves two choices is enough`() throws {
        func any(_ names: String...) -> Need { .any(names.map(Need.permission)) }
        let scenario = try scenario(holding: [])
        #expect(
            try missing(
                .all([any("Zebra", "Mail.Send"), any("Reports.Read", "Mail.Send")]), scenario)
                == ["Mail.Send"])
        #expect(try missing(any("Zebra", "Mail.Send"), scenario) == ["Zebra"])
    }

    @Test func `a choice that nothing meets is not the smallest`() throws {
        let scenario = try scenario(holding: [])
        #expect(try missing(.any([.any([]), .permission("Zebra")]), scenario) == ["Zebra"])
        #expect(
            try missing(
                .any([.all([.permission("Zebra"), .any([])]), .permission("Mail.Send")]), scenario)
                == ["Mail.Send"])
        #expect(try missing(.any([]), scenario) == [])
    }
}
