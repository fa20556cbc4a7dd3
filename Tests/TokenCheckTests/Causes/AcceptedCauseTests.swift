import JOSE
import TestSupport
import Testing
import TokenCheck

@Suite struct AcceptedCauseTests {
    @Test(arguments: GoodToken.all)
    func `a policy that asks for nothing more is open`(_ good: GoodToken) throws {
        var scenario = good.scenario
        scenario.policy.operations = []
        let open = try scenario.judged()
        #expect(open.report.isAccepted)
        #expect(open.causes.map(\.code) == ["policy-open"], "\(open.summary)")
        #expect(open.causes.first?.certainty == .proof)
        #expect(open.causes.first?.explains == ["policy-narrow"])
        if case .openPolicy(let tenants)? = open.causes.first?.facts {
            #expect(tenants == [GoodToken.tenant])
        } else {
            Issue.record("\(open.summary)")
        }
        scenario.policy.clients = [GoodToken.client]
        #expect(try scenario.judged().causes.isEmpty)
    }

    @Test func `each alias of a resource is remarked, and its documented names are not`() throws {
        var count = 0
        for good in GoodToken.all where good.version == .v1 && good.kind == .application {
            guard let resource = good.api.resource else { continue }
            var scenario = good.scenario
            for alias in resource.aliases(in: .public) {
                scenario.claims["aud"] = alias.quoted
                let judged = try scenario.judged()
                #expect(judged.report.isAccepted, "\(alias)")
                #expect(judged.causes.map(\.code) == ["aud-alias"], "\(judged.summary)")
                #expect(judged.causes.first?.certainty == .strong)
                #expect(judged.causes.first?.explains == ["aud-canonical"])
                #expect(judged.faults.isEmpty, "\(judged.faults)")
                count += 1
            }
            scenario.claims["aud"] = resource.applicationID.quoted
            #expect(try scenario.judged().causes.isEmpty)
        }
        #expect(count >= 50, "\(count)")
    }

    @Test func `both remarks are made of one token`() throws {
        var scenario = GoodToken(version: .v1, kind: .application, api: .defenderXDR).scenario
        scenario.policy.operations = []
        scenario.claims["aud"] = "https://security.microsoft.com/mtp/".quoted
        let judged = try scenario.judged()
        #expect(judged.report.isAccepted)
        #expect(Set(judged.causes.map(\.code)) == ["policy-open", "aud-alias"])
    }

    @Test func `what is known around an accepted token explains nothing`() throws {
        for good in GoodToken.all {
            var scenario = good.scenario
            scenario.surroundings = .rich
            #expect(try scenario.judged().causes.isEmpty, "\(good.testDescription)")
        }
    }

    @Test func `an accepted fixture has no causes but of its warnings`() {
        for fixture in TokenCase.accepted {
            let judged = Judged(
                fixture.token, keys: fixture.keys, policy: fixture.policy, now: fixture.now)
            guard judged.report.isAccepted else { continue }
            let warnings = Set(judged.report.remarkable.map(\.code))
            let codes = Set(judged.causes.map(\.code))
            #expect(codes.contains("policy-open") == warnings.contains("policy-narrow"))
            #expect(codes.contains("aud-alias") == warnings.contains("aud-canonical"))
            #expect(judged.faults.isEmpty, "\(fixture.path): \(judged.faults)")
        }
    }
}

extension Surroundings {
    /// Everything is known, and none of it helps a token that entra-1 signed.
    static let rich: Surroundings = {
        var surroundings = Surroundings()
        surroundings.applicationKeys = KeyLists.application
        surroundings.applicationID = GoodToken.ownID
        surroundings.newKeys = KeyLists.withoutKey.with(from: .authority, age: 1)
        surroundings.keyFaults = [KeyListFault(host: "h", step: "TLS", detail: "d")]
        surroundings.clockBehindSeconds = 7200
        return surroundings
    }()
}
