import JOSE
import Testing
import TokenCheck
import Transport

@testable import EntraID

/// The identity of a machine: whom it asks on each platform, and what it does not believe.
@Suite struct ManagedIdentityTests {
    private static let machine =
        "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
        + "&resource=https%3A%2F%2Fapi.security.microsoft.com"
    private static let issued = SignInScene.answer(
        #"{"access_token":"t","expires_on":"1795511400","token_type":"Bearer","resource":"x"}"#)

    private struct Run {
        let fault: SignInFault?
        let requests: [HTTPRequest]
        let waits: [Int64]
        let issued: IssuedToken?
    }

    private static func run(
        _ environment: [String: String] = [:], _ replies: [String: [ReplayExchange.Reply]],
        as selector: ManagedIdentity.Selector = .default,
        target: SignInTarget = .resource(.defenderXDR), arcKey: [UInt8]? = nil,
        hasArcAgent: Bool = false
    ) async -> Run {
        let exchange = ReplayExchange([:])
        for (address, list) in replies { exchange.reply(inTurn: list, at: address) }
        let waits = SignInScene.Waits()
        do throws(SignInFault) {
            let identity = try ManagedIdentity(
                environment: environment, exchange: exchange,
                pace: SignInScene.pace(HandClock(), waits), hasArcAgent: hasArcAgent,
                arcKey: { _ in arcKey })
            let issued = try await identity.token(for: target, as: selector)
            return Run(
                fault: nil, requests: exchange.requests, waits: waits.all, issued: issued)
        } catch {
            return Run(
                fault: error, requests: exchange.requests, waits: waits.all, issued: nil)
        }
    }

    @Test("a virtual machine is asked by its link-local address, in plain HTTP")
    func machine() async {
        let run = await Self.run([:], [Self.machine: [Self.issued]])
        #expect(run.fault == nil)
        #expect(run.issued?.expiresInSeconds == 86_400)
        #expect(run.issued?.accessToken.text == "t")
        #expect(run.requests.first?.fields == [HTTPAnswer.Field("metadata", "true")])
        #expect(run.requests.first?.address.port == 80)
        for (selector, more) in [
            (ManagedIdentity.Selector.clientID("c"), "&client_id=c"),
            (.objectID("o"), "&object_id=o"), (.resourceID("/r"), "&msi_res_id=%2Fr"),
        ] {
            let run = await Self.run([:], [Self.machine + more: [Self.issued]], as: selector)
            #expect(run.fault == nil)
        }
    }

    @Test("App Service, Azure ML and Arc are asked as their variables say")
    func platforms() async {
        let service = await Self.run(
            ["IDENTITY_ENDPOINT": "http://localhost:8081/msi/token", "IDENTITY_HEADER": "h-1"],
            [
                "http://localhost:8081/msi/token?api-version=2019-08-01"
                    + "&resource=https%3A%2F%2Fapi.security.microsoft.com&mi_res_id=%2Fr":
                    [Self.issued]
            ], as: .resourceID("/r"))
        #expect(service.fault == nil)
        #expect(service.requests.first?.fields == [HTTPAnswer.Field("x-identity-header", "h-1")])
        let learning = await Self.run(
            ["MSI_ENDPOINT": "http://127.0.0.1:46808/token", "MSI_SECRET": "m-1"],
            [
                "http://127.0.0.1:46808/token?api-version=2017-09-01"
                    + "&resource=https%3A%2F%2Fapi.security.microsoft.com&clientid=c":
                    [Self.issued]
            ], as: .clientID("c"))
        #expect(learning.fault == nil)
        #expect(learning.requests.first?.fields == [HTTPAnswer.Field("secret", "m-1")])
    }

    private static let arc = "http://localhost:40342/metadata/identity/oauth2/token"
    private static let connected = [
        "IDENTITY_ENDPOINT": arc, "IMDS_ENDPOINT": "http://localhost:40342",
    ]

    /// What a machine that is connected by Arc answers: a challenge first.
    private static func arcReplies(
        _ challenge: String, _ last: ReplayExchange.Reply = issued
    ) -> [String: [ReplayExchange.Reply]] {
        let field = HTTPAnswer.Field("www-authenticate", challenge)
        return [
            arc + "?api-version=2020-06-01&resource=https%3A%2F%2Fapi.security.microsoft.com": [
                SignInScene.answer("", status: 401, fields: [field]), last,
            ]
        ]
    }

    @Test("Arc is shown the content of its key file, which is never repeated")
    func arcKeys() async {
        let replies = Self.arcReplies("Basic realm=/var/opt/azcmagent/tokens/a.key")
        for (environment, hasAgent) in [(Self.connected, false), ([:], true)] {
            let run = await Self.run(
                environment, replies, arcKey: Array("key-1".utf8), hasArcAgent: hasAgent)
            #expect(run.fault == nil)
            #expect(
                run.requests.map(\.fields) == [
                    [HTTPAnswer.Field("metadata", "true")],
                    [
                        HTTPAnswer.Field("metadata", "true"),
                        HTTPAnswer.Field("authorization", "Basic key-1"),
                    ],
                ])
        }
        for (challenge, key) in [
            ("Digest realm=x", "key-1"), ("Basic realm=/x", nil), ("Basic realm=/x", ""),
            ("Basic realm=/x", "a\r\nx: y"),
        ] as [(String, String?)] {
            let run = await Self.run(
                Self.connected, Self.arcReplies(challenge), arcKey: key.map { Array($0.utf8) })
            #expect(run.fault == .managedIdentity(.arcKey))
            #expect(run.requests.count == 1)
        }
        let echo = await Self.run(
            Self.connected,
            Self.arcReplies("Basic realm=/x", SignInScene.refusal("e", "you sent key-1")),
            arcKey: Array("key-1".utf8))
        guard case .refused(_, let refusal) = echo.fault else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.message == "you sent ‹secret›")
        let one = await Self.run(Self.connected, [:], as: .clientID("c"))
        #expect(one.fault == .managedIdentity(.selectorUnsupported))
    }

    @Test("the service's answer leads nowhere else")
    func redirects() async {
        let elsewhere = SignInScene.answer(
            "", status: 302, fields: [.init("location", "http://127.0.0.1/token")])
        let run = await Self.run([:], [Self.machine: [elsewhere, Self.issued]])
        #expect(run.fault == .answer(.managedIdentity, .redirected(302)))
        #expect(run.requests.count == 1)
    }

    @Test("variables that lead away from this machine, or make no sense, end it")
    func variables() async {
        for (environment, defect) in [
            (
                ["IDENTITY_ENDPOINT": "http://evil.example/t", "IDENTITY_HEADER": "h"],
                ManagedIdentity.Defect.address(
                    variable: "IDENTITY_ENDPOINT", .hostNotAllowed("evil.example"))
            ),
            (
                ["IDENTITY_ENDPOINT": "https://localhost/t", "IDENTITY_HEADER": "h"],
                .address(variable: "IDENTITY_ENDPOINT", .notPlainHTTP)
            ),
            (
                ["IDENTITY_ENDPOINT": "http://127.1/t", "IDENTITY_HEADER": "h"],
                .address(variable: "IDENTITY_ENDPOINT", .hostNotAllowed("127.1"))
            ),
            (
                ["IDENTITY_ENDPOINT": "http://localhost/t", "IDENTITY_HEADER": "h\r\nx: y"],
                .variable("IDENTITY_HEADER")
            ),
            (["IDENTITY_ENDPOINT": "http://localhost/t"], .variable("IDENTITY_HEADER")),
            (
                [
                    "IDENTITY_ENDPOINT": "http://localhost/t", "IDENTITY_HEADER": "h",
                    "IDENTITY_SERVER_THUMBPRINT": "t",
                ], .serviceFabric
            ),
            (["MSI_ENDPOINT": "http://localhost/t"], .cloudShell),
        ] {
            let run = await Self.run(environment, [:])
            #expect(run.fault == .managedIdentity(defect))
            #expect(run.requests.isEmpty)
        }
    }

    @Test("a busy service is asked again, an unknown identity is not")
    func retries() async {
        let busy = SignInScene.answer("", status: 429)
        let patient = await Self.run([:], [Self.machine: [busy, busy, Self.issued]])
        #expect(patient.fault == nil)
        #expect(patient.waits == [2, 4])
        let never = await Self.run([:], [Self.machine: [SignInScene.answer("", status: 503)]])
        #expect(never.fault == .answer(.managedIdentity, .status(503)))
        #expect(never.waits == [2, 4, 8, 16])
        let renewed = await Self.run([:], [Self.machine: [SignInScene.answer("", status: 410)]])
        #expect(renewed.waits.reduce(0, +) == 70)
        let unknown = await Self.run(
            [:], [Self.machine: [SignInScene.refusal("invalid_request", "Identity not found")]])
        guard case .refused(.managedIdentity, let refusal) = unknown.fault else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.message == "Identity not found")
        #expect(unknown.waits.isEmpty)
    }

    @Test("a machine without the service says so after one try")
    func nobody() async {
        let run = await Self.run([:], [Self.machine: [.fault(.deadline)]])
        #expect(run.fault == .managedIdentity(.notHere))
        #expect(run.requests.count == 1)
    }

    @Test("only Arc's own key files are read")
    func arcFiles() {
        #expect(ArcKeyFile.isPlain("/var/opt/azcmagent/tokens/1.key"))
        for path in [
            "/etc/passwd", "/var/opt/azcmagent/tokens/../x.key",
            "/var/opt/azcmagent/tokens/a/b.key", "/var/opt/azcmagent/tokens/.key",
            "/var/opt/azcmagent/tokens/a.txt", "var/opt/azcmagent/tokens/a.key",
        ] {
            #expect(!ArcKeyFile.isPlain(path))
            #expect(ArcKeyFile.read(path) == nil)
        }
    }

    @Test("permissions by name cannot be asked for")
    func scopes() async {
        let run = await Self.run([:], [:], target: .scopes(["https://x.example/Read"]))
        #expect(run.fault == .target(.defaultNeeded))
    }
}
