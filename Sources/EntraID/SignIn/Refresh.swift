public import JOSE
internal import Transport

extension SignIn {
    /// Gets a user's token by a refresh token (RFC 6749 §6).
    /// - Parameters:
    ///   - target: For what; it may be another API than the first time, if it was consented to.
    ///   - refreshToken: The refresh token.
    /// - Returns: The token; it usually brings a new refresh token, which takes the place of the old one.
    /// - Throws: ``SignInFault``.
    public func token(
        for target: SignInTarget, refreshing refreshToken: Secret
    ) async throws(SignInFault) -> IssuedToken {
        var form = try form(target, adding: ["offline_access"])
        form.add("grant_type", "refresh_token")
        form.add("refresh_token", refreshToken.copy)
        return try await token(form, at: try await endpoints(), .twice, hiding: [refreshToken])
    }
}
