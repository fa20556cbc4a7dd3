internal import JOSE
internal import StrictJSON
internal import TokenCheck
public import Transport

/// What a sign-in page is asked to do.
public struct BrowserOptions: Sendable {
    /// What the page asks of the user, whatever sessions there are.
    public enum Prompt: String, Sendable, CaseIterable {
        /// To sign in anew.
        case login
        /// To choose an account.
        case selectAccount = "select_account"
        /// To consent anew.
        case consent
    }

    /// What the page asks of the user; nil: what it finds necessary.
    public var prompt: Prompt?
    /// The account that the page proposes.
    public var loginHint: String?
    /// The port of the listener; nil: one that is free.
    public var port: Int?
    /// How long the browser may take.
    public var deadline = Duration.seconds(120)

    /// Leaves everything to the page.
    public init() {}
}

extension SignIn {
    /// Gets a user's token: the user signs in with a browser of this machine, which comes back to a listener on loopback
    /// (RFC 6749 §4.1 with RFC 7636 and RFC 8252).
    /// - Parameters:
    ///   - target: For what.
    ///   - options: What the page is asked to do.
    ///   - listener: Who waits for the browser.
    ///   - open: Opens the address in a browser or shows it; the listener listens already.
    /// - Returns: The token.
    /// - Throws: ``SignInFault``.
    public func token(
        for target: SignInTarget, throughBrowser options: BrowserOptions = BrowserOptions(),
        listener: any RedirectListener, opening open: @escaping @Sendable (String) async -> Void
    ) async throws(SignInFault) -> IssuedToken {
        var question = try form(target, adding: extraScopes)
        let endpoints = try await endpoints()
        guard let page = endpoints.authorization else {
            throw .metadata(.memberMissing("authorization_endpoint"))
        }
        let verifier = Secret(Base64URL.encode(pace.random(32)))
        let state = Base64URL.encode(pace.random(32))
        let challenge = verifier.withBytes { Base64URL.encode(Digest.sha256($0)) }
        question.add("response_type", "code")
        question.add("response_mode", "query")
        question.add("state", state)
        question.add("code_challenge", challenge)
        question.add("code_challenge_method", "S256")
        if let prompt = options.prompt { question.add("prompt", prompt.rawValue) }
        if let hint = options.loginHint { question.add("login_hint", hint) }
        let asked = question
        let request: RedirectRequest
        do throws(RedirectFault) {
            request = try await listener.redirect(
                port: options.port, deadline: options.deadline, judging: BrowserAnswer.judge
            ) { port in
                var asked = asked
                asked.add("redirect_uri", Self.redirectAddress(port))
                await open(page.text + (page.text.contains("?") ? "&" : "?") + asked.query)
            }
        } catch {
            throw error == .cancelled ? .cancelled : .redirect(error)
        }
        let code = try BrowserAnswer(request)
            .code(state: state, of: authority, endpoints, hiding: verifier)
        var form = try form(target, adding: extraScopes)
        form.add("grant_type", "authorization_code")
        form.add("code", code.copy)
        form.add("redirect_uri", Self.redirectAddress(request.port))
        form.add("code_verifier", verifier.copy)
        // A code serves once: a second request with it would end the session of the first.
        return try await token(form, at: endpoints, .once, hiding: [code, verifier])
    }

    /// As it is registered, without a port: `http://localhost`.
    private static func redirectAddress(_ port: Int) -> String { "http://localhost:\(port)" }
}

/// What the browser brought back.
struct BrowserAnswer {
    private let parameters: [String: String]

    init(_ request: RedirectRequest) { parameters = Self.parameters(request) ?? [:] }

    /// Says which request is an answer of the sign-in page; icons, other paths and other hosts are none.
    @Sendable static func judge(_ request: RedirectRequest) -> RedirectReply {
        guard let parameters = parameters(request) else { return .notFound }
        return .taken(page: page(parameters["code"] != nil))
    }

    private static func parameters(_ request: RedirectRequest) -> [String: String]? {
        let parts = request.target.split(separator: "?", maxSplits: 1)
        // A name that leads here by somebody else's DNS is not the one that was registered.
        let hosts = ["localhost", "127.0.0.1"].map { "\($0):\(request.port)" }
        guard request.method == "GET", parts.count == 2, parts[0] == "/",
            let host = request.host?.lowercased(), hosts.contains(host),
            let parameters = FormBody.parameters(parts[1]),
            parameters["code"] != nil || parameters["error"] != nil
        else { return nil }
        return parameters
    }

    /// The code, if the answer is to this question and of this authority.
    func code(
        state: String, of authority: Authority, _ endpoints: SignInEndpoints,
        hiding verifier: Secret
    ) throws(SignInFault) -> Secret {
        guard Self.isEqual(Array((parameters["state"] ?? "").utf8), Array(state.utf8)) else {
            throw .stateMismatch
        }
        let issuer = parameters["iss"]
        guard issuer.map({ isOf(authority, endpoints, $0) }) ?? !endpoints.namesIssuer else {
            throw .issuerMismatch(issuer)
        }
        let secrets = [verifier.copy, Array(state.utf8), Array((parameters["code"] ?? "").utf8)]
        if let refusal = SignInRefusal(redirect: parameters, hiding: secrets) {
            // Without a number there is nothing to explain: the user said no.
            throw refusal.error == "access_denied" && refusal.number == nil
                ? .declined : .refused(.browser, refusal)
        }
        guard let code = parameters["code"], !code.isEmpty else {
            throw .answer(.browser, .memberMissing("code"))
        }
        return Secret(code)
    }

    private func isOf(_ authority: Authority, _ endpoints: SignInEndpoints, _ issuer: String)
        -> Bool
    {
        guard case .template = authority.expectedIssuer else {
            return issuer.utf8.elementsEqual(endpoints.issuer.utf8)
        }
        // The page of many tenants answers for the tenant of the user.
        guard let cloud = authority.cloud, let entra = EntraIssuer(issuer) else { return false }
        return entra.version == authority.version && entra.clouds.contains(cloud)
    }

    /// Whether two texts are equal, in a time that depends on their lengths only.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for place in left.indices { difference |= left[place] ^ right[place] }
        return difference == 0
    }

    private static func page(_ isCode: Bool) -> String {
        let words =
            isCode
            ? "Back to the terminal: the sign-in goes on there. This window can be closed."
            : "The sign-in ended without a token; the terminal says why. This window can be closed."
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>tokcheck</title></head>
            <body><p>\(words)</p></body></html>

            """
    }
}
