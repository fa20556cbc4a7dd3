import JOSE
import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// What a client may use although nobody verified it, and what it may not.
@Suite struct PreflightTests {
    private static let keyChecks: [CheckCode] = [
        "keys-available", "keys-fresh", "key-found", "key-unambiguous", "key-usable",
        "signing-input-plain", "signature-valid", "key-issuer", "key-cloud",
    ]

    private static func preflight(_ scenario: Scenario) throws -> Preflight {
        let token = try scenario.token()
        return Preflight(
            on: token.span, policy: scenario.policy, now: Instant(secondsSince1970: scenario.now))
    }

    @Test("a good token passes, and every check of its key is left open", arguments: GoodToken.all)
    func good(_ good: GoodToken) throws {
        let preflight = try Self.preflight(good.scenario)
        #expect(preflight.decision == .passes(open: Self.keyChecks))
        #expect(preflight.blocking.isEmpty)
        #expect(preflight.mainFinding == nil)
        #expect(!preflight.report.isAccepted)
    }

    @Test("a token passes whose signature only Graph can verify, and that is said")
    func privateSignature() throws {
        var scenario = GoodToken(version: .v1, kind: .delegated, api: .graph).scenario
        scenario.header["nonce"] = "AQABAAAAAA".quoted
        let preflight = try Self.preflight(scenario)
        #expect(preflight.decision == .passes(open: Self.keyChecks))
        #expect(preflight.hasPrivateSignature)
        let text = PreflightText(preflight, style: .plain, localTime: .utc)
        #expect(text.openNote.contains("only Microsoft Graph"))
        #expect(text.text.isEmpty)
    }

    @Test("nothing needs to be expected")
    func nothingExpected() throws {
        var scenario = GoodToken(version: .v2, kind: .application, api: .ownByGUID).scenario
        scenario.policy = Policy()
        #expect(try Self.preflight(scenario).decision == .passes(open: Self.keyChecks))
    }

    /// A change to a token and the check that it violates.
    struct Fault: Sendable, CustomTestStringConvertible {
        let code: CheckCode
        let rejection: Rejection?
        let change: @Sendable (inout Scenario) -> Void
        var testDescription: String { code.name }

        init(
            _ code: CheckCode, _ rejection: Rejection?,
            _ change: @escaping @Sendable (inout Scenario) -> Void
        ) {
            self.code = code
            self.rejection = rejection
            self.change = change
        }
    }

    static let faults = [
        Fault("aud-accepted", .trust) { $0.claims["aud"] = "https://graph.microsoft.com".quoted },
        Fault("iss-accepted", .trust) {
            $0.policy.tenants = .only([GoodToken.otherTenant])
        },
        Fault("exp-not-passed", .time) { $0.now += 86_400 },
        Fault("nbf-reached", .time) { $0.now -= 86_400 },
        Fault("kind-accepted", .permission) { $0.policy.kinds = [.delegated] },
        Fault("permissions-held", .permission) { $0.claims["roles"] = nil },
        Fault("alg-allowed", .trust) { $0.header["alg"] = "none".quoted },
        Fault("access-token", .trust) { $0.claims["at_hash"] = "x".quoted },
        Fault("token-not-opaque", .form) { $0.text = "EwBAA8l6BAAU6k7-opaque" },
        Fault("token-not-encrypted", .form) {
            $0.text = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.YQ.YQ.YQ.YQ"
        },
        Fault("token-present", .form) { $0.text = "" },
        Fault("proof-of-possession", nil) { $0.claims["cnf"] = "{\"kid\":\"x\"}" },
        Fault("kind-known", nil) {
            $0.claims["idtyp"] = nil
            $0.claims["sub"] = "another".quoted
        },
    ]

    @Test("what the API would refuse is stopped", arguments: faults)
    func blocked(_ fault: Fault) throws {
        var scenario = GoodToken(version: .v1, kind: .application, api: .defenderXDR).scenario
        fault.change(&scenario)
        let preflight = try Self.preflight(scenario)
        #expect(preflight.decision == .blocked)
        #expect(preflight.mainFinding?.code == fault.code)
        switch preflight.report.verdict {
        case .accepted: Issue.record("accepted without keys")
        case .rejected(let rejection): #expect(rejection == fault.rejection)
        case .undecided: #expect(fault.rejection == nil)
        }
        let text = PreflightText(preflight, style: .plain, localTime: .utc)
        #expect(text.text.contains("REFUSED  \(fault.code)"))
        #expect(text.text.contains("Do: "))
        #expect(!text.text.contains("no keys to verify with"))
        #expect(text.sentence.hasPrefix("\(fault.code): "))
    }

    @Test("a warning stops nothing, unless the manifest hardens it")
    func warnings() throws {
        var scenario = GoodToken(version: .v1, kind: .application, api: .defenderXDR).scenario
        scenario.claims.grant(["Incident.Read.All", "Orders.Manage"], to: .application)
        scenario.policy.excess = ExcessRule()
        #expect(try Self.preflight(scenario).decision == .passes(open: Self.keyChecks))
        scenario.policy.excess?.level = .fail
        let preflight = try Self.preflight(scenario)
        #expect(preflight.decision == .blocked)
        #expect(preflight.mainFinding?.code == "permissions-minimal")
    }

    @Test("what is accepted with keys passes without, and what passes is not rejected with them")
    func agreement() {
        #expect(TokenCase.all.count > 100)
        for one in TokenCase.all {
            let preflight = Preflight(on: one.token.span, policy: one.policy, now: one.now)
            let report = one.report
            if report.isAccepted {
                // Only a file with one nameless key lets a token without a key's name pass.
                let stops = preflight.blocking.map(\.code).filter { $0 != "kid-present" }
                #expect(stops.isEmpty, "\(one)")
            }
            // Without keys a signature of several faults is one of them: keys can reject for trust alone.
            if preflight.decision != .blocked, case .rejected(let rejection) = report.verdict {
                #expect(rejection == .trust, "\(one)")
            }
        }
    }
}
