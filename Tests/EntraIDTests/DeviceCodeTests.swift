import EntraID
import JOSE
import Synchronization
import Testing
import TokenCheck
import Transport

/// The sign-in on another device: what is shown, how often is asked, and every end.
@Suite struct DeviceCodeTests {
    private static let code = SignInScene.answer(
        #"""
        {"device_code":"secret-half","user_code":"ABCD-1234","expires_in":900,"interval":5,
         "verification_uri":"https://microsoft.com/devicelogin","message":"..."}
        """#)

    private static func run(
        _ replies: [ReplayExchange.Reply], code: ReplayExchange.Reply = code
    ) async throws -> (SignInScene, SignInFault?, DeviceCodePrompt?) {
        let scene = try SignInScene()
        scene.exchange.reply(code, at: SignInScene.deviceCode)
        scene.exchange.reply(inTurn: replies, at: SignInScene.token)
        let shown = Mutex<DeviceCodePrompt?>(nil)
        let fault = await fault { () async throws(SignInFault) in
            try await scene.signIn.token(for: .resource(.defenderXDR)) { prompt in
                shown.withLock { $0 = prompt }
            }
        }
        return (scene, fault, shown.withLock { $0 })
    }

    @Test("asks every five seconds, less often when told so, and ends with the token")
    func success() async throws {
        let pending = SignInScene.refusal("authorization_pending", "AADSTS70016: pending")
        let (scene, fault, shown) = try await Self.run(
            [pending, SignInScene.refusal("slow_down"), pending, SignInScene.issued])
        #expect(fault == nil)
        #expect(scene.waits.all == [5, 5, 10, 10])
        #expect(shown?.userCode == "ABCD-1234")
        #expect(shown?.address == "https://microsoft.com/devicelogin")
        #expect(shown?.expiresInSeconds == 900)
        let first = SignInScene.form(scene.exchange.requests[1])
        #expect(
            first == [
                "client_id": SignInScene.client,
                "scope": "https://api.security.microsoft.com/.default",
            ])
        #expect(
            scene.sent == [
                "client_id": SignInScene.client, "device_code": "secret-half",
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            ])
    }

    @Test("a network that fails is asked less often, and no token is lost")
    func network() async throws {
        let (scene, fault, _) = try await Self.run([
            .fault(.cut), .fault(.deadline), SignInScene.answer("", status: 503),
            SignInScene.answer(#"{"error":"server_error"}"#, status: 500),
            SignInScene.refusal("authorization_pending"), SignInScene.issued,
        ])
        #expect(fault == nil)
        #expect(scene.waits.all == [5, 10, 20, 40, 60, 5])
    }

    @Test("numbers may be texts, and version 1.0 names things in its own way")
    func version1() async throws {
        let scene = try SignInScene(version: .v1)
        let base = "https://login.microsoftonline.com/\(SignInScene.tenant)/oauth2/"
        scene.exchange.reply(
            SignInScene.answer(
                #"""
                {"device_code":"d","user_code":"u","expires_in":"900","interval":"7",
                 "verification_url":"https://aka.ms/devicelogin"}
                """#), at: base + "devicecode")
        scene.exchange.reply(
            SignInScene.answer(
                #"{"token_type":"bearer","expires_in":"3599","access_token":"t"}"#),
            at: base + "token")
        let issued = try await scene.signIn.token(for: .api("api://x")) { prompt in
            #expect(prompt.address == "https://aka.ms/devicelogin")
        }
        #expect(issued.expiresInSeconds == 3599)
        #expect(issued.accessToken.text == "t")
        #expect(scene.waits.all == [7])
        #expect(
            scene.sent == [
                "client_id": SignInScene.client, "code": "d", "grant_type": "device_code",
                "resource": "api://x",
            ])
    }

    @Test("a claims challenge goes with the request for the token")
    func challenge() async throws {
        var scene = try SignInScene()
        scene.signIn.claims = #"{"access_token":{"acrs":{"essential":true}}}"#
        scene.exchange.reply(Self.code, at: SignInScene.deviceCode)
        scene.exchange.reply(SignInScene.issued, at: SignInScene.token)
        _ = try await scene.signIn.token(for: .resource(.graph)) { _ in }
        #expect(scene.sent["claims"] == #"{"access_token":{"acrs":{"essential":true}}}"#)
    }

    @Test(
        "times that make no sense are bounded",
        arguments: [
            (#""expires_in":-1,"interval":-7"#, 1, 1),
            (#""expires_in":1e9,"interval":"x""#, 900, 5),
            (#""expires_in":99999999999,"interval":99999"#, 3600, 60),
        ])
    func bounds(_ times: String, _ expires: Int64, _ wait: Int64) async throws {
        let code = SignInScene.answer(
            #"{"device_code":"d","user_code":"u","verification_uri":"https://x.example",\#(times)}"#
        )
        let (scene, _, shown) = try await Self.run([SignInScene.issued], code: code)
        #expect(shown?.expiresInSeconds == expires)
        #expect(scene.waits.all == [wait])
    }

    @Test("a refresh token is asked for only if it is wanted")
    func refreshToken() async throws {
        var scene = try SignInScene()
        scene.signIn.isRefreshTokenWanted = true
        scene.exchange.reply(Self.code, at: SignInScene.deviceCode)
        scene.exchange.reply(
            SignInScene.answer(#"{"access_token":"t","refresh_token":"r"}"#),
            at: SignInScene.token)
        let issued = try await scene.signIn.token(for: .resource(.graph)) { _ in }
        #expect(issued.refreshToken?.text == "r")
        #expect(
            SignInScene.form(scene.exchange.requests[1])["scope"]
                == "https://graph.microsoft.com/.default offline_access")
    }

    /// How an answer of the token endpoint ends the wait.
    struct End: Sendable, CustomTestStringConvertible {
        let error: String
        let description: String
        let fault: SignInFault?
        var testDescription: String { "\(error) \(description)" }
    }

    static let ends = [
        End(error: "authorization_declined", description: "", fault: .declined),
        End(error: "access_denied", description: "", fault: .declined),
        End(error: "expired_token", description: "", fault: .codeExpired),
        End(error: "invalid_grant", description: "AADSTS70019: expired", fault: .codeExpired),
        End(error: "bad_verification_code", description: "AADSTS70018: no", fault: nil),
        End(error: "invalid_grant", description: "AADSTS50076: MFA", fault: nil),
        End(error: "access_denied", description: "AADSTS53003: blocked", fault: nil),
    ]

    @Test("every other error ends the wait", arguments: ends)
    func end(_ end: End) async throws {
        let (scene, fault, _) = try await Self.run([
            SignInScene.refusal(end.error, end.description)
        ])
        #expect(scene.waits.all == [5])
        if let expected = end.fault {
            #expect(fault == expected)
        } else if case .refused(.token, let refusal) = fault {
            #expect(refusal.error == end.error)
            #expect(end.description.hasPrefix("AADSTS\(refusal.number ?? 0):"))
        } else {
            Issue.record("\(String(describing: fault))")
        }
    }

    @Test("the wait ends with the code, whatever the authority says")
    func expiry() async throws {
        let (scene, fault, _) = try await Self.run([SignInScene.refusal("authorization_pending")])
        #expect(fault == .codeExpired)
        #expect(scene.waits.all.count == 180)
    }

    @Test(
        "an answer without code, or with an address that is not HTTPS, is none",
        arguments: [
            (#"{"device_code":"d","verification_uri":"https://x.example"}"#, "user_code"),
            (#"{"user_code":"u","verification_uri":"https://x.example"}"#, "device_code"),
            (#"{"device_code":"d","user_code":"u"}"#, "verification_uri"),
        ])
    func answers(_ body: String, _ member: String) async throws {
        let (_, fault, _) = try await Self.run([], code: SignInScene.answer(body))
        #expect(fault == .answer(.deviceCode, .memberMissing(member)))
        let plain = #"{"device_code":"d","user_code":"u","verification_uri":"http://x.example"}"#
        let (_, other, _) = try await Self.run([], code: SignInScene.answer(plain))
        #expect(other == .answer(.deviceCode, .address("verification_uri")))
    }

    @Test("who no longer waits ends it")
    func cancellation() async throws {
        let scene = try SignInScene()
        scene.exchange.reply(Self.code, at: SignInScene.deviceCode)
        scene.exchange.reply(
            SignInScene.refusal("authorization_pending"), at: SignInScene.token)
        let signIn = scene.signIn
        let task = Task {
            await fault { () async throws(SignInFault) in
                try await signIn.token(for: .resource(.graph)) { _ in
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
        }
        #expect(await task.value == .cancelled)
    }
}
