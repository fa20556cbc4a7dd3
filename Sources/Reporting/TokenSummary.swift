public import StrictJSON
public import TokenCheck

/// The few facts about a token that every report names.
///
/// They are read from claims that nobody need have verified; whether somebody did, the report that carries them says.
public struct TokenSummary: Sendable {
    /// For whom it was issued.
    public let kind: TokenKind
    /// `ver`.
    public let version: String?
    /// `uti`, the token's own id.
    public let tokenID: String?
    /// `tid`.
    public let tenant: String?
    /// `appid`, or else `azp`.
    public let client: String?
    /// The name of the built-in resource that `aud` names, if it is one.
    public let resource: String?
    /// `aud` if it is one text; nil for an array of several, which no single text can stand for.
    public let audience: String?
    /// `iat` as whole seconds since 1970, a fraction cut off.
    public let issuedAt: Int64?
    /// `exp` as whole seconds since 1970, a fraction cut off.
    public let expiresAt: Int64?
    /// The seconds from the report's time to `exp`, a fraction cut off; negative behind it.
    public let remainingSeconds: Int64?

    /// Reads the facts; each is nil when the claim is absent or of the wrong kind.
    /// - Parameter report: The report on the token.
    public init(_ report: Report) {
        let claims = report.unverifiedClaims.payload?.root
        kind = report.kind
        version = claims?["ver"]?.string
        tokenID = claims?["uti"]?.string
        tenant = claims?["tid"]?.string
        client = claims?["appid"]?.string ?? claims?["azp"]?.string
        audience = claims?["aud"].flatMap(Self.single)
        resource = audience.flatMap(Resource.named(byAudience:))?.name
        let times = report.times
        issuedAt = times.issuedAt?.floor
        expiresAt = times.expiresAt?.floor
        // Both lie within ±2^53, so the difference fits.
        remainingSeconds = expiresAt.map { $0 - report.now.secondsSince1970 }
    }

    private static func single(_ audience: JSONValue) -> String? {
        if let text = audience.string { return text }
        let elements = audience.elements
        return elements.count == 1 ? elements[0].string : nil
    }

    /// The object `token` of the documents `tokcheck/result/1` and `tokcheck/inspect/1`.
    ///
    /// What is absent is `null`; so is a time outside the years 0 to 9999, which RFC 3339 cannot write.
    public var json: JSONOutput {
        .object([
            ("kind", .string(kind.rawValue)),
            ("version", .optional(version)),
            ("uti", .optional(tokenID)),
            ("tenant", .optional(tenant)),
            ("client", .optional(client)),
            ("resource", .optional(resource)),
            ("audience", .optional(audience)),
            ("issuedAt", Self.time(issuedAt)),
            ("expiresAt", Self.time(expiresAt)),
            ("remainingSeconds", .optional(remainingSeconds)),
        ])
    }

    static func time(_ seconds: Int64?) -> JSONOutput {
        guard let seconds else { return .null }
        let text = TimeText.utc(seconds)
        return text.hasPrefix("@") ? .null : .string(text)
    }
}
