import JOSE
import TestSupport
import Testing
import TokenCheck

/// A token or a policy that would cost a careless search much time, or fill many pages.
struct HostileCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kind: TokenKind
    let change: @Sendable (inout Scenario, GoodToken) -> Void

    init(
        _ name: String, _ kind: TokenKind = .application,
        _ change: @escaping @Sendable (inout Scenario, GoodToken) -> Void
    ) {
        testDescription = name
        self.kind = kind
        self.change = change
    }

    private static func many(_ count: Int, _ text: (Int) -> String) -> [String] {
        (0..<count).map(text)
    }

    private static func long(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    static let all = [
        HostileCase("a long audience") { scenario, _ in
            scenario.claims["aud"] = long("a", 48_000).quoted
        },
        HostileCase("a long audience of an application") { scenario, good in
            scenario.claims["aud"] = "api://\(GoodToken.ownID)/\(long("a", 40_000))".quoted
        },
        HostileCase("many audiences") { scenario, _ in
            scenario.claims["aud"] = many(5000) { "a\($0)" }.quoted
        },
        HostileCase("invisible characters") { scenario, good in
            scenario.claims["aud"] = (good.audience + long("\u{200B}", 12_000)).quoted
        },
        HostileCase("thousands of roles") { scenario, _ in
            scenario.claims.grant(many(7000) { String($0, radix: 36) }, to: .application)
        },
        HostileCase("roles that are all nearly right") { scenario, good in
            scenario.claims.grant(many(2000) { good.held + "x\($0 % 10)" }, to: .application)
        },
        HostileCase("roles that differ by a little too much") { scenario, good in
            scenario.claims.grant(
                many(1500) { "xyzuv\($0 + 1000)" + good.held.dropFirst(9) }, to: .application)
            scenario.policy.operations = many(8) { "op\($0)" }.map { name in
                good.operation(
                    name: name,
                    need: .all(many(20) { "\(name)\($0)" + good.held }.map(Need.permission)))
            }
        },
        HostileCase("20,000 scopes", .delegated) { scenario, _ in
            scenario.claims.grant(many(20_000) { _ in "a" }, to: .delegated)
        },
        HostileCase("many directory roles", .delegated) { scenario, good in
            scenario.claims["wids"] = many(1000) { _ in GoodToken.ownID }.quoted
            var operation = good.operation(need: .permission("x"))
            operation.directoryRoles = .permission(GoodToken.tenant)
            scenario.policy.operations = [operation]
        },
        HostileCase("repeated names") { scenario, _ in
            scenario.claims["x"] = "1," + many(5000) { _ in "\"aud\":1" }.joined(separator: ",")
        },
        HostileCase("a long nonce") { scenario, _ in
            scenario.header["nonce"] = long("n", 10_000).quoted
            scenario.signedHeaderText = "{}"
        },
        HostileCase("a nonce of escapes") { scenario, _ in
            scenario.header["nonce"] = long("\\u0000", 1500).quoted
            scenario.signedHeaderText = "{}"
        },
        HostileCase("a long issuer") { scenario, _ in
            scenario.claims["iss"] = ("https://" + long("b2clogin.com.", 3000)).quoted
        },
        HostileCase("a token of nothing but points") { scenario, _ in
            scenario.text = long(".", 65_536)
        },
        HostileCase("a long ticket") { scenario, _ in scenario.text = "EwB" + long("A", 65_000) },
        HostileCase("a token that is too long") { scenario, _ in
            scenario.text = long("eyJ", 100_000)
        },
        HostileCase("many audiences are expected") { scenario, good in
            scenario.policy.audiences = .only(many(500) { "api://\(long("b", 40))/\($0)" })
            scenario.claims["aud"] = long("c", 100).quoted
        },
        HostileCase("a need of many names") { scenario, good in
            let needs = many(30) { "Need\($0)" }.map { name in
                Need.any(many(30) { "\(name).\($0 * 7)" }.map(Need.permission))
            }
            scenario.policy.operations = many(5) { "op\($0)" }.map {
                good.operation(name: $0, need: .all(needs))
            }
        },
    ]
}

@Suite struct HostileCauseTests {
    @Test(.timeLimit(.minutes(5)), arguments: HostileCase.all)
    func `nothing in a token makes a search long or its answer large`(_ hostile: HostileCase) throws
    {
        let good = GoodToken(version: .v2, kind: hostile.kind, api: .defenderXDR)
        var scenario = good.scenario
        hostile.change(&scenario, good)
        let judged = try scenario.judged()
        #expect(!judged.report.isAccepted, "\(judged.summary)")
        #expect(judged.faults.isEmpty, "\(judged.faults)")
        #expect(judged.causes.count <= 4, "\(judged.summary)")
        // The same of an unknown API and at another time, when everything around it is known.
        let own = GoodToken(version: .v2, kind: hostile.kind, api: .ownByGUID)
        scenario = own.scenario
        hostile.change(&scenario, own)
        scenario.now += 1_000_000
        scenario.surroundings = .rich
        #expect(try scenario.judged().faults.isEmpty)
    }
}
