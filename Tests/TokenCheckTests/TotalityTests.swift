import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// Claims that cost a careless reader much time, or a trap.
struct OddClaims: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String

    private init(_ name: String, _ text: String) {
        testDescription = name
        self.text = text
    }

    private static func many(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    static let all = [
        OddClaims("escaped audiences", #"{"aud":[\#(many(#""\u0061","#, 5000))"x"]}"#),
        OddClaims(
            "escaped roles",
            #"{"roles":[\#(many(#""Incident.Read.Al\u006c","#, 1800))"x"],"idtyp":"app"}"#),
        OddClaims("many scopes", #"{"scp":"\#(many("a ", 20_000))b"}"#),
        OddClaims("deep nesting", many(#"{"a":"#, 63) + "1" + many("}", 63)),
        OddClaims("many tenants", #"{\#(many(#""tid":1,"#, 5000))"tid":2}"#),
        OddClaims("a long number", #"{"exp":1\#(many("0", 40_000))}"#),
        OddClaims(
            "long fractions", #"{"exp":0.\#(many("0", 20_000))1,"iat":-0.\#(many("0", 99))1}"#),
        OddClaims(
            "tiny times", #"{"exp":1e-999999999999999,"iat":-1e-999999999999999,"nbf":-0.1}"#),
        OddClaims("an escaped issuer", #"{"iss":"\#(many(#"\u0000"#, 7000))"}"#),
        OddClaims("a list", "[" + many("0,", 20_000) + "0]"),
    ]
}

@Suite struct TotalityTests {
    private static let extremes: [Int64] = [
        .min, .min + 1, -(1 << 53) - 1, -1, 0, 1, 1 << 53, (1 << 53) + 1, .max - 1, .max,
    ]

    private func token(_ claims: String) throws -> [UInt8] {
        let header = #"{"alg":"RS256","kid":"0GFWt6lE8VIJBIV0--V5LUYVGpg"}"#
        return Array(try Signer(named: "entra-1").token(header: header, payload: claims).utf8)
    }

    private func report(
        _ token: [UInt8], _ policy: Policy, now: Int64 = 1_795_425_000, age: Int64 = 0
    ) throws -> Report {
        let file = try TestFiles.bytes("Fixtures/keys/entra-v2.json")
        let keys = try KeySet(
            parsing: file.span, origin: .init(source: .authority), ageSeconds: age)
        return Report(
            on: token.span, keys: keys, policy: policy, now: Instant(secondsSince1970: now))
    }

    @Test func `no number in a policy, a key list or a clock is too large or too small`() throws {
        let times = ["-9007199254740992", "-1e-30", "0", "1795425000.5", "9007199254740992"]
        for iat in times {
            for exp in times {
                let text = try token(#"{"iat":\#(iat),"nbf":\#(iat),"exp":\#(exp)}"#)
                for number in Self.extremes {
                    var policy = Policy()
                    policy.leewaySeconds = number
                    policy.minimumRemainingSeconds = number
                    policy.maximumLifetimeSeconds = number
                    policy.maximumKeyAgeSeconds = number
                    _ = policy.defects
                    for now in [.min, 0, .max] as [Int64] {
                        let report = try report(text, policy, now: now, age: number)
                        #expect(!report.isAccepted)
                        #expect(report.isSignatureVerified || number < 0)
                    }
                }
            }
        }
    }

    @Test func `no size limit in a policy is too large or too small`() throws {
        let text = try token("{}")
        for number in [.min, -1, 0, 1, text.count, .max] {
            var policy = Policy()
            policy.maximumTokenBytes = number
            let statuses = try report(text, policy).statuses(of: "token-size")
            #expect(statuses == [number < text.count ? .violated : .satisfied])
        }
    }

    @Test func `empty lists in a policy accept nothing`() throws {
        let fixture = try TokenCase(path: "Fixtures/shapes/01-v1-app-defender-xdr.json")
        #expect(fixture.report.isAccepted)
        let changes: [(String, (inout Policy) -> Void)] = [
            ("tenants", { $0.tenants = .only([]) }), ("audiences", { $0.audiences = .only([]) }),
            ("algorithms", { $0.algorithms = [] }), ("versions", { $0.versions = [] }),
            ("kinds", { $0.kinds = [] }),
            (
                "any of none",
                { $0.operations = [Operation(name: nil, application: .any([]), delegated: nil)] }
            ),
            (
                "nobody",
                { $0.operations = [Operation(name: nil, application: nil, delegated: nil)] }
            ),
        ]
        for (name, change) in changes {
            var policy = fixture.policy
            change(&policy)
            let report = Report(
                on: fixture.token.span, keys: fixture.keys, policy: policy, now: fixture.now)
            #expect(!report.isAccepted, "\(name)")
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: OddClaims.all)
    func `the largest and oddest claims are judged at once`(_ claims: OddClaims) throws {
        var policy = Policy()
        policy.tenants = .any
        policy.audiences = .resource(.defenderXDR)
        policy.maximumLifetimeSeconds = 3600
        let need = Need.all((0..<50).map { .permission("Incident.Read.All\($0)") })
        policy.operations = (0..<20).map {
            Operation(name: "\($0)", application: need, delegated: need)
        }
        let report = try report(token(claims.text), policy)
        #expect(report.isRejected)
        #expect(String(describing: report.remarkable.map(\.outcome)).count > 0)
    }
}
