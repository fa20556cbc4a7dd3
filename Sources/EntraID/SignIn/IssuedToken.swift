public import JOSE
internal import StrictJSON
public import TokenCheck
internal import Transport

/// A token as it was issued; nobody has verified it.
public struct IssuedToken: Sendable {
    /// The token.
    public let accessToken: Secret
    /// What gets further tokens without signing in again, if it was asked for.
    public let refreshToken: Secret?
    /// For how many seconds it is said to be valid.
    public let expiresInSeconds: Int64?
    /// The scopes that were granted, if the authority says so.
    public let scope: String?
    /// The tenant that issued it, where one tenant was asked.
    public let tenant: String?
    /// By how many seconds this machine's clock is behind the authority's; nil when it does not say.
    public let clockBehindSeconds: Int64?

    init(
        _ root: JSONValue, _ answer: HTTPAnswer, step: SignInFault.Step, tenant: String?,
        now: Int64
    ) throws(SignInFault) {
        guard let token = root["access_token"]?.string, !token.isEmpty else {
            throw .answer(step, .memberMissing("access_token"))
        }
        if let type = root["token_type"]?.string, type.lowercased() != "bearer" {
            throw .answer(step, .tokenType(String(type.prefix(64))))
        }
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .answer(step, .tokenCharacters)
        }
        accessToken = Secret(token)
        refreshToken = root["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : Secret($0) }
        // Version 1.0 and managed identities write numbers as texts, and some only the time of the end.
        expiresInSeconds =
            root["expires_in"]?.looseInteger
            ?? root["expires_on"]?.looseInteger.map { max(0, $0 - now) }
        scope = root["scope"]?.string
        self.tenant = tenant
        clockBehindSeconds =
            answer.value(of: "date").flatMap(ServerAnswer.date).map { $0 - now }
    }
}

extension IssuedToken {
    /// Looks at the token with the eyes of its client.
    /// - Parameters:
    ///   - policy: What the job needs.
    ///   - now: The time.
    /// - Returns: Whether it may be used, and what was found.
    public func preflight(policy: Policy, now: Instant) -> Preflight {
        accessToken.withBytes { Preflight(on: $0, policy: policy, now: now) }
    }
}

extension JSONValue {
    /// An integer that is written as a number or as a text of digits.
    var looseInteger: Int64? { number?.integer ?? string.flatMap { Int64($0) } }
}

extension SignIn {
    /// Asks for a token.
    func token(
        _ form: FormBody, at endpoints: SignInEndpoints, _ repetition: SignInWire.Repetition,
        hiding secrets: [Secret] = []
    ) async throws(SignInFault) -> IssuedToken {
        let (root, answer) = try await wire.object(
            HTTPRequest(post: form.body, to: endpoints.token), .token, repetition, hiding: secrets)
        return try IssuedToken(
            root, answer, step: .token, tenant: endpoints.tenant, now: pace.wall())
    }
}
