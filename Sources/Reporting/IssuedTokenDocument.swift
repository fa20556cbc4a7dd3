public import StrictJSON
public import TokenCheck

/// What `token get` writes for programs.
public struct IssuedTokenDocument: Sendable {
    private let grant: String
    private let accessToken: String?
    private let file: String?
    private let expiresInSeconds: Int64?
    private let scope: String?
    private let fingerprint: String
    private let preflight: Preflight
    private let isChecked: Bool

    /// Describes a token that was issued.
    /// - Parameters:
    ///   - grant: The way to it.
    ///   - accessToken: The token, if it is handed out here.
    ///   - file: The file in which it lies, if it is handed out there.
    ///   - expiresInSeconds: For how long it is said to be valid.
    ///   - scope: What was granted, if the authority says so.
    ///   - fingerprint: By what people may speak of it.
    ///   - preflight: What was found.
    ///   - isChecked: Whether that decided.
    public init(
        grant: String, accessToken: String?, file: String?, expiresInSeconds: Int64?,
        scope: String?, fingerprint: String, preflight: Preflight, isChecked: Bool
    ) {
        self.grant = grant
        self.accessToken = accessToken
        self.file = file
        self.expiresInSeconds = expiresInSeconds
        self.scope = scope
        self.fingerprint = fingerprint
        self.preflight = preflight
        self.isChecked = isChecked
    }

    /// The document.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/token/1")),
            ("grant", .string(grant)),
            ("accessToken", .optional(accessToken)),
            ("tokenType", .string("Bearer")),
            ("file", .optional(file)),
            ("expiresInSeconds", .optional(expiresInSeconds)),
            ("scope", .optional(scope)),
            ("fingerprint", .string(fingerprint)),
            ("preflight", isChecked ? decision : .null),
            (
                "token",
                preflight.report.unverifiedClaims.payload == nil
                    ? .null : TokenSummary(preflight.report).json
            ),
        ])
    }

    private var decision: JSONOutput {
        guard case .passes(let open) = preflight.decision else {
            return .object([("decision", .string("blocked")), ("open", .array([]))])
        }
        return .object([
            ("decision", .string("passes")), ("open", .array(open.map { .string($0.name) })),
        ])
    }
}
