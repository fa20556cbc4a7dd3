public import StrictJSON

/// The claims of a token that was accepted; only a report makes this value.
public struct AcceptedClaims: Sendable {
    private let evidence: Evidence

    /// Nil for a token without a payload, of which no claim can be accepted.
    init?(_ evidence: Evidence) {
        guard evidence.reading.payload != nil else { return nil }
        self.evidence = evidence
    }

    /// Whose permissions they are.
    public var kind: TokenKind { evidence.kind.kind }
    /// The tenant, `tid`; nil for issuers that have none.
    public var tenant: String? { evidence.string(.tid) }
    /// The issuer, `iss`.
    public var issuer: String { evidence.string(.iss) ?? "" }
    /// The audiences, `aud`: one, unless the token has a list.
    public var audiences: [String] {
        guard let audience = value("aud") else { return [] }
        return audience.string.map { [$0] } ?? audience.elements.compactMap(\.string)
    }
    /// The subject, `sub`: for a user's token made for each application.
    public var subject: String? { evidence.string(.sub) }
    /// The user or service principal in the tenant, `oid`.
    public var objectID: String? { evidence.string(.oid) }
    /// The calling application, `appid` or `azp`.
    public var client: String? { evidence.string(.appid) ?? evidence.string(.azp) }
    /// The permissions of the token's kind: `roles` of an application, `scp` of a user; none when the kind is unknown.
    public var permissions: [String] {
        kind == .unknown ? [] : HeldPermissions(evidence).names
    }
    /// The directory roles of the user, `wids`, as template ids.
    public var directoryRoles: [String] {
        value("wids")?.elements.compactMap(\.string) ?? []
    }
    /// When it was issued, `iat`.
    public var issuedAt: NumericDate? { evidence.issuedAt.value }
    /// From when on it is valid, `nbf`.
    public var notBefore: NumericDate? { evidence.notBefore.value }
    /// From when on it must not be accepted, `exp`.
    public var expiresAt: NumericDate? { evidence.expiresAt.value }
    /// The token's own name, `uti`.
    public var tokenID: String? { evidence.string(.uti) }
    /// The token version, `ver`.
    public var version: TokenVersion? { evidence.string(.ver).flatMap(TokenVersion.init) }

    /// Any other claim by its name.
    public func value(_ name: String) -> JSONValue? { evidence.payload?.root[name] }
}
