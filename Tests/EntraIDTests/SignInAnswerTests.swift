import EntraID
import JOSE
import Testing
import TokenCheck
import Transport

/// What an authority may answer instead of a token.
@Suite struct SignInAnswerTests {
    private static func fault(
        _ reply: ReplayExchange.Reply, metadata: ReplayExchange.Reply? = nil,
        secret: String = "s3cret-value"
    ) async throws -> SignInFault? {
        let scene = try SignInScene()
        scene.exchange.reply(reply, at: SignInScene.token)
        if let metadata {
            scene.exchange.reply(metadata, at: scene.signIn.authority.metadata.text)
        }
        return await EntraIDTests.fault { () async throws(SignInFault) in
            try await scene.signIn.token(
                for: .resource(.defenderXDR), by: .secret(Secret(secret)))
        }
    }

    @Test(
        "no answer but a token is taken for one",
        arguments: [
            ("<!DOCTYPE html><html></html>", AnswerDefect.page),
            ("\u{FEFF}\n <html>", .page), ("", .notJSON), ("[]", .notJSON), ("{", .notJSON),
            (#"{"access_token":"a","access_token":"b"}"#, .notJSON),
            ("{}", .memberMissing("access_token")),
            (#"{"access_token":""}"#, .memberMissing("access_token")),
            (#"{"access_token":7}"#, .memberMissing("access_token")),
            (#"{"access_token":null,"id_token":"x"}"#, .memberMissing("access_token")),
            (#"{"access_token":"a","token_type":"pop"}"#, .tokenType("pop")),
            (#"{"access_token":"a\u001b[2J"}"#, .tokenCharacters),
            (#"{"access_token":"a b"}"#, .tokenCharacters),
        ])
    func unusable(_ body: String, _ defect: AnswerDefect) async throws {
        #expect(try await Self.fault(SignInScene.answer(body)) == .answer(.token, defect))
    }

    @Test("an opaque token is a token: what it is worth is not known here")
    func opaque() async throws {
        let body = #"{"access_token":"EwBAA8l6","token_type":"bEARER","expires_on":"1795425060"}"#
        let scene = try SignInScene()
        scene.exchange.reply(SignInScene.answer(body), at: SignInScene.token)
        let issued = try await scene.signIn.token(
            for: .resource(.graph), by: .secret(Secret("s3cret")))
        #expect(issued.accessToken.text == "EwBAA8l6")
        #expect(issued.expiresInSeconds == 60)
        let preflight = issued.preflight(
            policy: Policy(), now: Instant(secondsSince1970: 1_795_425_000))
        #expect(preflight.decision == .blocked)
        #expect(preflight.mainFinding?.code == "token-not-opaque")
    }

    @Test("a status that is neither success nor explained is told")
    func statuses() async throws {
        for (status, defect) in [
            (302, AnswerDefect.redirected(302)), (403, .status(403)), (500, .status(500)),
        ] {
            let reply = SignInScene.answer("<html>", status: status)
            #expect(try await Self.fault(reply) == .answer(.token, defect))
        }
    }

    @Test("a refusal is read whole, and bounded")
    func refusals() async throws {
        let body = #"""
            {"error":"invalid_client","error_codes":[7000215],"suberror":"s",
             "error_description":"AADSTS7000215: Invalid client secret.\r\nTrace ID: 1\r\nTimestamp: 2",
             "correlation_id":"c1","claims":"{\"access_token\":{}}","timestamp":"t","trace_id":"t"}
            """#
        let reply = SignInScene.answer(
            body, status: 401,
            fields: [.init("date", "Mon, 23 Nov 2026 10:10:00 GMT"), .init("retry-after", "7")])
        guard case .refused(.token, let refusal) = try await Self.fault(reply) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.status == 401)
        #expect(refusal.error == "invalid_client")
        #expect(refusal.number == 7_000_215)
        #expect(refusal.suberror == "s")
        #expect(refusal.message == "AADSTS7000215: Invalid client secret.")
        #expect(refusal.correlationID == "c1")
        #expect(refusal.claims == #"{"access_token":{}}"#)
        #expect(refusal.retryAfterSeconds == 7)
        #expect(refusal.clockBehindSeconds == 3_600)
    }

    @Test("a number comes from the description or the list, and else there is none")
    func numbers() async throws {
        for (body, number) in [
            (#"{"error":"x","error_codes":[50076]}"#, 50076),
            (#"{"error":"x","error_description":"AADSTSabc AADSTS65001: no"}"#, 65001),
            (#"{"error":"x","error_description":"AADSTS"}"#, nil),
            (#"{"error":"x","error_description":"AADSTS99999999999999999999"}"#, nil),
            (#"{"error":"x","error_codes":["50076"]}"#, nil),
        ] as [(String, Int?)] {
            guard
                case .refused(_, let refusal) = try await Self.fault(
                    SignInScene.answer(body, status: 400))
            else {
                Issue.record("\(body)")
                return
            }
            #expect(refusal.number == number)
        }
    }

    @Test("a server that repeats the secret is not repeated")
    func echoes() async throws {
        for echo in ["s3cret+value", "s3cret%2Bvalue", "s3cret%2bvalue", "%73%33cret%2Bvalue"] {
            let fault = try await Self.fault(
                SignInScene.refusal("invalid_client", "you sent client_secret=\(echo)!"),
                secret: "s3cret+value")
            guard case .refused(_, let refusal) = fault else {
                Issue.record("not refused")
                return
            }
            #expect(refusal.message == "you sent client_secret=‹secret›!")
        }
        let token = "eyJ" + String(repeating: "a", count: 60)
        let fault = try await Self.fault(SignInScene.refusal("x", "bad \(token)"))
        guard case .refused(_, let refusal) = fault else { return }
        #expect(refusal.message == "bad <token>")
    }

    @Test("what may pass is tried twice, what may not once")
    func attempts() async throws {
        for (reply, count) in [
            (ReplayExchange.Reply.fault(.cut), 2), (.fault(.tls("no")), 1),
            (SignInScene.answer("", status: 503), 2),
            (SignInScene.answer("", status: 429, fields: [.init("retry-after", "600")]), 1),
            (SignInScene.refusal("invalid_client"), 1),
        ] {
            let scene = try SignInScene()
            scene.exchange.reply(reply, at: SignInScene.token)
            _ = await EntraIDTests.fault { () async throws(SignInFault) in
                try await scene.signIn.token(
                    for: .resource(.graph), by: .secret(Secret("s3cret")))
            }
            #expect(scene.exchange.asked.count { $0 == SignInScene.token } == count)
        }
    }

    @Test("metadata that leads elsewhere, or is of somebody else, ends the sign-in")
    func metadata() async throws {
        let good = SignInScene.metadata(.v2)
        for (text, fault) in [
            (
                good.replacing(
                    "login.microsoftonline.com/\(SignInScene.tenant)/oauth2", with: "evil.example"),
                SignInFault.answer(.metadata, .address("token_endpoint"))
            ),
            (
                good.replacing("\(SignInScene.tenant)/v2.0\"", with: "other/v2.0\""),
                .metadata(.issuer("https://login.microsoftonline.com/other/v2.0"))
            ),
            (
                good.replacing("token_endpoint", with: "x"),
                .metadata(.memberMissing("token_endpoint"))
            ),
            ("{}", .metadata(.memberMissing("issuer"))),
            ("<html>", .answer(.metadata, .page)),
        ] {
            let found = try await Self.fault(
                SignInScene.issued, metadata: SignInScene.answer(text))
            #expect(found == fault)
        }
        let unknown = SignInScene.refusal("invalid_tenant", "AADSTS90002: Tenant not found")
        guard
            case .refused(.metadata, let refusal) = try await Self.fault(
                SignInScene.issued, metadata: unknown)
        else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.number == 90002)
    }
}
