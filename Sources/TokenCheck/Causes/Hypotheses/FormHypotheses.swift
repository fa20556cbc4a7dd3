internal import JOSE
internal import StrictJSON

// What was pasted is not what an API takes.
extension Hypothesis {
    static let form = [opaque, identityToken]

    private static let opaque = Hypothesis(code: "form-opaque", explains: ["token-not-opaque"]) {
        guard case .token(.opaque(let text))? = $0.failure(of: "token-not-opaque")?.detail else {
            return nil
        }
        switch text {
        case .personalAccountTicket, .refreshToken:
            return Suspicion(.opaque(text), .strong)
        // What these are their check says already.
        case .html, .json, .other: return nil
        }
    }

    /// An ID token is for the client, so its audience and permissions cannot be right either.
    private static let identityToken = Hypothesis(
        code: "type-id",
        explains: [
            "access-token", "aud-accepted", "kind-known", "kind-accepted", "permissions-held",
            "directory-roles-held",
        ]
    ) {
        guard case .idToken(let markers)? = $0.failure(of: "access-token")?.detail else {
            return nil
        }
        return Suspicion(.identityToken(markers: markers, client: $0.audience), .strong)
    }
}
