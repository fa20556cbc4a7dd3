internal import JOSE
internal import StrictJSON
internal import TokenCheck
internal import Transport

/// What a person needs to sign in on another device (RFC 8628 §3.2); the secret half of it stays here.
public struct DeviceCodePrompt: Sendable, Equatable {
    /// What is typed there.
    public let userCode: String
    /// Where it is typed.
    public let address: String
    /// For how many seconds it can be typed.
    public let expiresInSeconds: Int64
}

extension SignIn {
    /// Gets a user's token: the user signs in on any device, and types a code there.
    /// - Parameters:
    ///   - target: For what.
    ///   - show: Shows the code to the user; the wait begins when it returns.
    /// - Returns: The token.
    /// - Throws: ``SignInFault``; ``SignInFault/declined`` and ``SignInFault/codeExpired`` are the user's part.
    public func token(
        for target: SignInTarget,
        showing show: @Sendable (DeviceCodePrompt) async -> Void
    ) async throws(SignInFault) -> IssuedToken {
        let form = try form(target, adding: extraScopes)
        let endpoints = try await endpoints()
        guard let address = endpoints.deviceCode else {
            throw .metadata(.memberMissing("device_authorization_endpoint"))
        }
        let (root, _) = try await wire.object(
            HTTPRequest(post: form.body, to: address), .deviceCode, .twice)
        let code = try DeviceCode(root)
        let end = pace.monotonic() + code.prompt.expiresInSeconds
        await show(code.prompt)
        return try await poll(code, target, at: endpoints, until: end)
    }

    private func poll(
        _ code: DeviceCode, _ target: SignInTarget, at endpoints: SignInEndpoints, until end: Int64
    ) async throws(SignInFault) -> IssuedToken {
        let form = try polling(code, target)
        var interval = code.intervalSeconds
        // A network that fails for a moment is asked less and less often.
        var delay: Int64 = 0
        while true {
            try await wire.sleep(.seconds(max(interval, delay)))
            guard pace.monotonic() < end else { throw .codeExpired }
            do throws(SignInFault) {
                return try await token(form, at: endpoints, .once, hiding: [code.deviceCode])
            } catch {
                switch DeviceCode.Turn(error) {
                case .goOn: delay = 0
                case .slowDown: interval += 5
                case .backOff: delay = min(60, max(interval, delay) * 2)
                case .end(let fault): throw fault
                }
            }
        }
    }

    private func polling(_ code: DeviceCode, _ target: SignInTarget) throws(SignInFault) -> FormBody
    {
        var form = FormBody()
        form.add("client_id", clientID)
        switch authority.version {
        case .v1:
            form.add("grant_type", "device_code")
            form.add("code", code.deviceCode.copy)
            for (name, value) in try target.parameters(for: authority, adding: []) {
                form.add(name, value)
            }
        case .v2:
            form.add("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
            form.add("device_code", code.deviceCode.copy)
        }
        // The challenge is about the token, not about the code.
        if let claims { form.add("claims", claims) }
        return form
    }

    /// The scope that brings a refresh token, if one is wanted.
    var extraScopes: [String] { isRefreshTokenWanted ? ["offline_access"] : [] }
}

/// A device code with its two halves.
private struct DeviceCode {
    let prompt: DeviceCodePrompt
    let deviceCode: Secret
    let intervalSeconds: Int64

    init(_ root: JSONValue) throws(SignInFault) {
        func text(_ name: String) throws(SignInFault) -> String {
            guard let text = root[name]?.string, !text.isEmpty, text.utf8.count <= 4_096 else {
                throw .answer(.deviceCode, .memberMissing(name))
            }
            return text
        }
        deviceCode = Secret(try text("device_code"))
        // Version 1.0 names the address in its own way.
        let name = root["verification_uri"] == nil ? "verification_url" : "verification_uri"
        let address = try text(root[name] == nil ? "verification_uri" : name)
        guard address.hasPrefix("https://") else { throw .answer(.deviceCode, .address(name)) }
        prompt = DeviceCodePrompt(
            userCode: try text("user_code"), address: address,
            expiresInSeconds: min(3_600, max(1, root["expires_in"]?.looseInteger ?? 900)))
        intervalSeconds = min(60, max(1, root["interval"]?.looseInteger ?? 5))
    }

    /// What follows from an answer that brought no token.
    enum Turn {
        case goOn
        /// Ask less often from now on (RFC 8628 §3.5).
        case slowDown
        /// The network or the server fails for a moment.
        case backOff
        case end(SignInFault)

        init(_ fault: SignInFault) {
            switch fault {
            case .exchange(_, let exchange) where exchange.mayPass: self = .backOff
            case .answer(_, .status(let status)) where status == 429 || status >= 500:
                self = .backOff
            case .refused(_, let refusal):
                switch (refusal.error ?? "", refusal.number) {
                case ("authorization_pending", _): self = .goOn
                case ("slow_down", _): self = .slowDown
                case ("temporarily_unavailable", _): self = .backOff
                // Whatever a server says in its trouble, the user may be typing the code just now.
                case _ where refusal.status.map { $0 == 429 || $0 >= 500 } ?? false:
                    self = .backOff
                case ("authorization_declined", _), ("access_denied", nil): self = .end(.declined)
                case ("expired_token", _), ("code_expired", _), (_, 70019), (_, 70020):
                    self = .end(.codeExpired)
                default: self = .end(fault)
                }
            default: self = .end(fault)
            }
        }
    }
}
