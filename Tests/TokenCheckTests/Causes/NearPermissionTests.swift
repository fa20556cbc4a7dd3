import JOSE
import TestSupport
import Testing
import TokenCheck

/// A permission that is needed, what the token holds, and which of that is nearly the needed one.
struct NearCase: CustomTestStringConvertible, Sendable {
    let needed: String
    let held: [String]
    let api: GoodToken.API
    let kind: TokenKind
    let near: String?
    let isOtherKind: Bool

    init(
        _ needed: String, _ held: String..., api: GoodToken.API = .ownByGUID,
        _ kind: TokenKind = .application, near: String?, isOtherKind: Bool = false
    ) {
        self.needed = needed
        self.held = held
        self.api = api
        self.kind = kind
        self.near = near
        self.isOtherKind = isOtherKind
    }

    var testDescription: String { "\(kind) \(needed) of \(held)" }

    private static let long = String(repeating: "abcdefgh", count: 16)

    static let all = [
        // The other kind's name.
        NearCase(
            "Machine.Read.All", "Machine.Read", api: .defenderEndpoint, near: "Machine.Read",
            isOtherKind: true),
        NearCase(
            "Machine.Read", "Machine.Read.All", api: .defenderEndpoint, .delegated,
            near: "Machine.Read.All", isOtherKind: true),
        NearCase(
            "Incident.Read.All", "Incident.Read", api: .defenderXDR, near: "Incident.Read",
            isOtherKind: true),
        NearCase("Reports.Read.All", "Reports.Read", near: "Reports.Read"),
        // The documentation's plural, and the two hunting APIs.
        NearCase(
            "Alert.ReadWrite.All", "Alerts.ReadWrite.All", api: .defenderEndpoint,
            near: "Alerts.ReadWrite.All"),
        NearCase(
            "RemediationTasks.Read.All", "RemediationTask.Read", api: .defenderEndpoint,
            near: "RemediationTask.Read"),
        NearCase(
            "AdvancedHunting.Read.All", "AdvancedQuery.Read.All", api: .defenderXDR,
            near: "AdvancedQuery.Read.All"),
        NearCase(
            "Url.Read.All", "URL.Read.All", api: .defenderEndpoint, .delegated,
            near: "URL.Read.All"),
        // What the API offers under the held name is another permission.
        NearCase("Machine.ReadWrite.All", "Machine.Read.All", api: .defenderEndpoint, near: nil),
        NearCase("Incident.ReadWrite.All", "Incident.Read.All", api: .defenderXDR, near: nil),
        NearCase("File.Read.All", "Ip.Read.All", api: .defenderEndpoint, near: nil),
        // Spelling.
        NearCase("Reports.Read.All", "reports.read.all", near: "reports.read.all"),
        NearCase("Reports.Read.All", "Reports.Raed.All", near: "Reports.Raed.All"),
        NearCase("Reports.Read.All", "Reports.Read.All ", near: "Reports.Read.All "),
        NearCase("Reports.Read.All", "Orders.Close", "Report.Read", near: "Report.Read"),
        NearCase("Reports.Read.All", "Invoices.Manage", near: nil),
        NearCase("Reports.Read.All", "All", near: nil),
        NearCase("Reports.Read.All", ".All", near: nil),
        NearCase("a", "b", near: nil),
        NearCase("a", "A", near: "A"),
        NearCase("All", "all", near: "all"),
        // Nobody mistypes so long a name by hand.
        NearCase(long + "yz", long + "yx", near: nil),
        NearCase("Reports.Read.All", long, near: nil),
    ]
}

@Suite struct NearPermissionTests {
    @Test(arguments: NearCase.all)
    func `a name is near if it is a slip, a plural, .All or of the other kind`(_ near: NearCase)
        throws
    {
        let good = GoodToken(version: .v1, kind: near.kind, api: near.api)
        var scenario = good.scenario
        scenario.claims.grant(near.held, to: near.kind)
        if near.held.contains(where: { $0.contains(" ") }) {
            // Only roles can hold a blank.
            #expect(near.kind == .application)
        }
        scenario.policy.operations = [good.operation(need: .permission(near.needed))]
        let judged = try scenario.judged()
        #expect(judged.causes.map(\.code) == [near.near == nil ? "perm-missing" : "perm-near"])
        #expect(judged.causes.first?.certainty == .strong)
        guard case .permissions(let shortage)? = judged.causes.first?.facts else {
            Issue.record("\(judged.summary)")
            return
        }
        #expect(shortage.items.map(\.nearly) == [near.near])
        #expect(shortage.items.map(\.isOtherKind) == [near.isOtherKind])
        #expect(shortage.missing == [near.needed])
        #expect(shortage.held == near.held)
        #expect(shortage.client == GoodToken.client)
        #expect(shortage.resource == near.api.resource)
    }

    @Test func `a day's life alone tells a kept token from a long-lived one by its client`() throws
    {
        let good = GoodToken(version: .v2, kind: .application, api: .ownByGUID)
        var scenario = good.scenario
        scenario.claims["exp"] = "\(GoodToken.issuedAt + 86_700)"
        scenario.policy.operations = [good.operation(need: .permission(good.other))]
        scenario.now = GoodToken.issuedAt + 7200
        let kept = try scenario.judged()
        #expect(kept.causes.map(\.code) == ["perm-stale"], "\(kept.summary)")
        #expect(kept.causes.first?.certainty != .proof)
        guard
            case .keptToken(let shortage, let isManaged, let issued, let expires, let age)? =
                kept.causes.first?.facts
        else {
            Issue.record("\(kept.summary)")
            return
        }
        #expect(!isManaged && shortage.missing == [good.other] && age == 7200)
        #expect(issued == GoodToken.issuedAt && expires == GoodToken.issuedAt + 86_700)
        // Who understands claims challenges gets tokens that live as long.
        scenario.claims["xms_cc"] = ["cp1"].quoted
        #expect(try scenario.judged().causes.map(\.code) == ["perm-missing"])
        // A token issued just now is not old.
        scenario.claims["xms_cc"] = nil
        scenario.now = GoodToken.issuedAt + 60
        #expect(try scenario.judged().causes.map(\.code) == ["perm-missing"])
    }
}
