import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck
import Transport

@testable import EntraID

/// Whatever an authority, or somebody in its place, sends: nothing traps, and nothing secret comes back out.
@Suite struct SignInPropertyTests {
    private static let secret = "s3cret~Value+1"
    private static let answers = [
        #"{"token_type":"Bearer","expires_in":"3599","access_token":"a.b.c","refresh_token":"r","scope":"x y"}"#,
        #"{"error":"invalid_client","error_codes":[7000215],"error_description":"AADSTS7000215: you sent s3cret~Value+1","#
            + #""correlation_id":"s3cret~Value+1","claims":"s3cret~Value+1","suberror":"s3cret%7EValue%2B1"}"#,
        #"{"statusCode":400,"message":"s3cret~Value+1"}"#,
        #"{"error":{"code":"s3cret~Value+1","message":"s3cret%7EValue%2B1"}}"#,
        "<!DOCTYPE html><title>s3cret~Value+1</title>",
    ]

    /// A text with some of its bytes changed, left out or doubled.
    private static func mutated(_ text: String, _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0...3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            default: bytes.removeLast(min(bytes.count, 9))
            }
        }
        return bytes
    }

    @Test("no answer of a token endpoint traps, and none brings the secret back")
    func answers() async throws {
        var generator = SplitMix64(seed: 1_209)
        var (issued, refused) = (0, 0)
        for round in 0..<1_500 {
            let body = Self.mutated(Self.answers[round % Self.answers.count], &generator)
            let status = [200, 200, 400, 401, 500][Int.random(in: 0..<5, using: &generator)]
            let scene = try SignInScene()
            scene.exchange.reply(
                .answer(HTTPAnswer(status: status, body: body)), at: SignInScene.token)
            let found = await fault { () async throws(SignInFault) in
                try await scene.signIn.token(
                    for: .resource(.graph), by: .secret(Secret(Self.secret)))
            }
            guard let found else {
                issued += 1
                continue
            }
            if case .refused = found { refused += 1 }
            var text = ""
            dump(found, to: &text)
            // A mutation may have changed the secret itself: what is left must be the mutation.
            #expect(!text.contains(Self.secret) && !text.contains("s3cret%7EValue%2B1"))
            #expect(text.utf8.count < 16_384)
        }
        #expect(issued > 20)
        #expect(refused > 300)
    }

    @Test("no request to the listener traps, and none but the right one gives a code")
    func requests() throws {
        let authority = try Authority(tenant: SignInScene.tenant, cloud: .public)
        let metadata = Array(SignInScene.metadata(.v2).utf8)
        let endpoints = try SignInEndpoints(
            try JSONDocument(taking: metadata).root, of: authority)
        let state = "the-state-of-this-sign-in"
        let good = "/?code=the%2Bcode&state=\(state)&session_state=x"
        var generator = SplitMix64(seed: 9)
        var taken = 0
        for round in 0..<4_000 {
            let bytes = round == 0 ? Array(good.utf8) : Self.mutated(good, &generator)
            let request = RedirectRequest(
                method: "GET", target: String(decoding: bytes, as: UTF8.self),
                host: "localhost:8400", port: 8400)
            guard case .taken = BrowserAnswer.judge(request) else { continue }
            taken += 1
            let code = try? BrowserAnswer(request)
                .code(state: state, of: authority, endpoints, hiding: Secret("verifier"))
            guard code != nil else { continue }
            #expect(request.target.contains("state=\(state)"))
        }
        #expect(taken > 500)
    }
}
