import EntraID
import JOSE
import Testing
import TokenCheck
import Transport

/// Each cloud has its own authority and its own names of APIs; nothing of one is asked of another.
@Suite struct SignInCloudTests {
    private static let tenant = FakeAuthority.tenant

    /// A cloud, the host that is asked, and what is asked for.
    struct Case: Sendable, CustomTestStringConvertible {
        let cloud: Cloud
        let host: String
        let resource: Resource
        let name: String
        var testDescription: String { "\(cloud.rawValue) \(name)" }
    }

    static let cases = [
        Case(
            cloud: .public, host: "login.microsoftonline.com", resource: .defenderXDR,
            name: "https://api.security.microsoft.com"),
        Case(
            cloud: .usgov, host: "login.microsoftonline.us", resource: .defenderXDR,
            name: "https://api-gov.security.microsoft.us"),
        Case(
            cloud: .usgovDoD, host: "login.microsoftonline.us", resource: .graph,
            name: "https://dod-graph.microsoft.us"),
        Case(
            cloud: .china, host: "login.partner.microsoftonline.cn", resource: .graph,
            name: "https://microsoftgraph.chinacloudapi.cn"),
    ]

    private static func metadata(_ one: Case, _ version: TokenVersion, host: String) -> String {
        let path = version == .v2 ? "/oauth2/v2.0" : "/oauth2"
        let issuer = one.cloud.issuer(ofTenant: tenant, version: version)
        return
            #"{"issuer":"\#(issuer)","token_endpoint":"https://\#(host)/\#(tenant)\#(path)/token"}"#
    }

    @Test("the cloud's host is asked for the cloud's API", arguments: cases)
    func clouds(_ one: Case) async throws {
        for version in TokenVersion.allCases {
            let authority = try Authority(tenant: Self.tenant, cloud: one.cloud, version: version)
            #expect(authority.metadata.host == one.host)
            let path = version == .v2 ? "/oauth2/v2.0" : "/oauth2"
            let token = "https://\(one.host)/\(Self.tenant)\(path)/token"
            let exchange = ReplayExchange([
                authority.metadata.text: SignInScene.answer(
                    Self.metadata(one, version, host: one.host)),
                token: SignInScene.issued,
            ])
            let signIn = SignIn(
                authority: authority, clientID: SignInScene.client, exchange: exchange)
            _ = try await signIn.token(for: .resource(one.resource), by: .secret(Secret("s3cret")))
            let sent = SignInScene.form(exchange.requests.last)
            #expect(sent["scope"] == (version == .v2 ? one.name + "/.default" : nil))
            #expect(sent["resource"] == (version == .v1 ? one.name : nil))
        }
    }

    @Test("metadata that leads into another cloud is not followed", arguments: cases)
    func others(_ one: Case) async throws {
        let authority = try Authority(tenant: Self.tenant, cloud: one.cloud)
        let other =
            one.cloud == .china ? "login.microsoftonline.com" : "login.partner.microsoftonline.cn"
        let exchange = ReplayExchange([
            authority.metadata.text: SignInScene.answer(Self.metadata(one, .v2, host: other))
        ])
        let signIn = SignIn(
            authority: authority, clientID: SignInScene.client, exchange: exchange)
        let found = await fault { () async throws(SignInFault) in
            try await signIn.token(for: .api("api://x"), by: .secret(Secret("s3cret")))
        }
        #expect(found == .answer(.metadata, .address("token_endpoint")))
        #expect(exchange.asked.count == 1)
    }

    @Test("a cloud is known by each name that its authority has or had")
    func hosts() {
        for (host, cloud) in [
            ("login.microsoftonline.com", Cloud.public), ("login.windows.net", .public),
            ("login.microsoftonline.us", .usgov), ("login.usgovcloudapi.net", .usgov),
            ("login.partner.microsoftonline.cn", .china), ("login.chinacloudapi.cn", .china),
        ] {
            #expect(Cloud(authorityHost: host) == cloud)
        }
        for host in ["", "login.microsoftonline.de", "evil.example", "x.login.windows.net"] {
            #expect(Cloud(authorityHost: host) == nil)
        }
    }
}
