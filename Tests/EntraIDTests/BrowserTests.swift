import EntraID
import JOSE
import StrictJSON
import Synchronization
import Testing
import TokenCheck
import Transport

/// A listener whose requests a test makes up from the address that was opened.
private final class PlayedListener: RedirectListener {
    let fault: RedirectFault?
    let requests: @Sendable ([String: String]) -> [String]
    let host: String?
    let replies = Mutex<[RedirectReply]>([])
    let opened = Mutex<String>("")

    init(
        fault: RedirectFault? = nil, host: String? = "localhost:8400",
        _ requests: @escaping @Sendable ([String: String]) -> [String]
    ) {
        self.fault = fault
        self.host = host
        self.requests = requests
    }

    func redirect(
        port: Int?, deadline: Duration,
        judging judge: @escaping @Sendable (RedirectRequest) -> RedirectReply,
        opened open: @escaping @Sendable (Int) async -> Void
    ) async throws(RedirectFault) -> RedirectRequest {
        if let fault { throw fault }
        await open(port ?? 8400)
        let address = opened.withLock { $0 }
        let query = address.split(separator: "?", maxSplits: 1)[1]
        let form = SignInScene.form(query)
        for target in requests(form) {
            let request = RedirectRequest(
                method: "GET", target: target, host: host, port: port ?? 8400)
            let reply = judge(request)
            replies.withLock { $0.append(reply) }
            if case .taken = reply { return request }
        }
        throw .deadline
    }
}

/// The sign-in with a browser: what is asked, what comes back, and what is not believed.
@Suite struct BrowserTests {
    private static func run(
        _ listener: PlayedListener, metadata: String? = nil, options: BrowserOptions? = nil
    ) async throws -> (SignInScene, SignInFault?, [String: String]) {
        let scene = try SignInScene()
        if let metadata {
            scene.exchange.reply(
                SignInScene.answer(metadata), at: scene.signIn.authority.metadata.text)
        }
        scene.exchange.reply(SignInScene.issued, at: SignInScene.token)
        let fault = await fault { () async throws(SignInFault) in
            try await scene.signIn.token(
                for: .resource(.defenderXDR), throughBrowser: options ?? BrowserOptions(),
                listener: listener
            ) { address in listener.opened.withLock { $0 = address } }
        }
        return (scene, fault, scene.sent)
    }

    @Test("the code is exchanged with the verifier of the challenge")
    func success() async throws {
        var options = BrowserOptions()
        options.prompt = .selectAccount
        options.loginHint = "ada@contoso.com"
        options.port = 8400
        let question = Mutex<[String: String]>([:])
        let listener = PlayedListener { form in
            question.withLock { $0 = form }
            return [
                "/favicon.ico", "/", "/?x=y", "/other?code=c&state=s",
                "/?code=the%2Bcode&state=\(form["state"] ?? "")&session_state=x",
            ]
        }
        let (_, fault, sent) = try await Self.run(listener, options: options)
        #expect(fault == nil)
        let asked = question.withLock { $0 }
        #expect(asked["response_type"] == "code")
        #expect(asked["code_challenge_method"] == "S256")
        #expect(asked["redirect_uri"] == "http://localhost:8400")
        #expect(asked["prompt"] == "select_account")
        #expect(asked["login_hint"] == "ada@contoso.com")
        #expect(asked["scope"] == "https://api.security.microsoft.com/.default")
        #expect(sent["code"] == "the+code")
        #expect(sent["redirect_uri"] == "http://localhost:8400")
        #expect(sent["grant_type"] == "authorization_code")
        #expect(sent["client_secret"] == nil)
        let verifier = sent["code_verifier"] ?? ""
        #expect(verifier.count == 43)
        let bytes = Array(verifier.utf8)
        #expect(Base64URL.encode(Digest.sha256(bytes.span)) == asked["code_challenge"])
        let replies = listener.replies.withLock { $0 }
        #expect(replies.dropLast().allSatisfy { $0 == .notFound })
        guard case .taken(let page) = replies.last else {
            Issue.record("not taken")
            return
        }
        #expect(!page.contains("the+code") && !page.contains("state"))
    }

    @Test("an answer with another state, or with none, ends the sign-in")
    func states() async throws {
        for target in ["/?code=c&state=wrong", "/?code=c", "/?error=access_denied"] {
            let (scene, fault, _) = try await Self.run(PlayedListener { _ in [target] })
            #expect(fault == .stateMismatch)
            #expect(scene.exchange.asked.count == 1)
        }
    }

    @Test("a request under another host name, or with a parameter twice, is not heard")
    func foreignRequests() async throws {
        let foreign = PlayedListener(host: "attacker.example:8400") { form in
            ["/?code=c&state=\(form["state"] ?? "")"]
        }
        #expect(try await Self.run(foreign).1 == .redirect(.deadline))
        let twice = PlayedListener { form in
            ["/?code=a&code=b&state=\(form["state"] ?? "")"]
        }
        #expect(try await Self.run(twice).1 == .redirect(.deadline))
    }

    @Test("the issuer of the answer must be the authority, where one is named or promised")
    func issuers() async throws {
        let issuer = "https://login.microsoftonline.com/\(SignInScene.tenant)/v2.0"
        func listener(_ more: String) -> PlayedListener {
            PlayedListener { form in ["/?code=c&state=\(form["state"] ?? "")\(more)"] }
        }
        #expect(try await Self.run(listener("&iss=\(issuer)")).1 == nil)
        #expect(
            try await Self.run(listener("&iss=https://evil.example")).1
                == .issuerMismatch("https://evil.example"))
        let promises = SignInScene.metadata(
            .v2, #""authorization_response_iss_parameter_supported":true,"#)
        #expect(
            try await Self.run(listener(""), metadata: promises).1 == .issuerMismatch(nil))
        #expect(try await Self.run(listener("&iss=\(issuer)"), metadata: promises).1 == nil)
    }

    @Test("version 1.0 is asked for a resource, and each prompt is passed on as it is called")
    func questions() async throws {
        for prompt in BrowserOptions.Prompt.allCases {
            var options = BrowserOptions()
            options.prompt = prompt
            let question = Mutex<[String: String]>([:])
            let listener = PlayedListener { form in
                question.withLock { $0 = form }
                return ["/?code=c&state=\(form["state"] ?? "")"]
            }
            let scene = try SignInScene(version: .v1)
            let token = SignInScene.token.replacing("/v2.0", with: "")
            scene.exchange.reply(SignInScene.issued, at: token)
            let found = await fault { () async throws(SignInFault) in
                try await scene.signIn.token(
                    for: .resource(.defenderXDR), throughBrowser: options, listener: listener
                ) { address in listener.opened.withLock { $0 = address } }
            }
            #expect(found == nil)
            let asked = question.withLock { $0 }
            #expect(asked["prompt"] == prompt.rawValue)
            #expect(asked["resource"] == "https://api.security.microsoft.com")
            #expect(asked["scope"] == nil)
            #expect(scene.sent["resource"] == "https://api.security.microsoft.com")
        }
    }

    @Test("a code is sent once, whatever becomes of the answer")
    func once() async throws {
        let scene = try SignInScene()
        scene.exchange.reply(.fault(.cut), at: SignInScene.token)
        let listener = PlayedListener { form in ["/?code=c&state=\(form["state"] ?? "")"] }
        let found = await fault { () async throws(SignInFault) in
            try await scene.signIn.token(
                for: .resource(.defenderXDR), throughBrowser: BrowserOptions(), listener: listener
            ) { address in listener.opened.withLock { $0 = address } }
        }
        #expect(found == .exchange(.token, .cut))
        #expect(scene.exchange.asked.count == 2)
    }

    @Test("what the page refuses is read as a refusal")
    func refusals() async throws {
        func fault(_ query: String) async throws -> SignInFault? {
            try await Self.run(
                PlayedListener { form in ["/?state=\(form["state"] ?? "")&\(query)"] }
            ).1
        }
        #expect(try await fault("error=access_denied") == .declined)
        let consent = try await fault(
            "error=access_denied&error_description=AADSTS65004%3A+User+declined")
        guard case .refused(.browser, let refusal) = consent else {
            Issue.record("\(String(describing: consent))")
            return
        }
        #expect(refusal.number == 65004)
        #expect(refusal.message == "AADSTS65004: User declined")
    }

    @Test(
        "a listener that cannot listen, or waits in vain, says so",
        arguments: [RedirectFault.portInUse(8400), .deadline, .notListening("no")])
    func listening(_ fault: RedirectFault) async throws {
        let (_, found, _) = try await Self.run(PlayedListener(fault: fault) { _ in [] })
        #expect(found == .redirect(fault))
    }

    @Test("who no longer waits for the browser ends it")
    func cancellation() async throws {
        let (scene, found, _) = try await Self.run(PlayedListener(fault: .cancelled) { _ in [] })
        #expect(found == .cancelled)
        #expect(scene.exchange.asked.count == 1)
    }
}
