internal import StrictJSON

/// For whom a token was issued, read from its claims (rules 1 to 3 of the facts on Entra ID tokens).
enum KindReading: Sendable {
    case application
    case delegated
    /// `idtyp` says application, and there are scopes of a user.
    case contradictory
    case unknown

    init(payload: JSONDocument?, claims: ClaimIndex) {
        guard let payload else {
            self = .unknown
            return
        }
        let hasScopes = Self.hasScopes(payload, claims[.scp])
        if let idtyp = claims[.idtyp] {
            guard payload.nodes[idtyp].kind == .string else {
                self = .unknown
                return
            }
            if payload.string(idtyp, equals: Self.user) {
                self = .delegated
            } else if payload.string(idtyp, equals: Self.app) {
                self = hasScopes ? .contradictory : .application
            } else {
                self = .unknown
            }
        } else if hasScopes {
            self = .delegated
        } else if Self.namesItself(payload, claims) {
            self = .application
        } else {
            self = .unknown
        }
    }

    var kind: TokenKind {
        switch self {
        case .application: .application
        case .delegated: .delegated
        case .contradictory, .unknown: .unknown
        }
    }

    private static let app = Array("app".utf8)
    private static let user = Array("user".utf8)

    /// An agent identity's app-only token may carry an empty `scp`, or `/`.
    private static func hasScopes(_ payload: JSONDocument, _ node: Int?) -> Bool {
        guard let node else { return false }
        guard payload.nodes[node].kind == .string else { return true }
        let text = payload.text(node)
        return !(text.isEmpty || text.elementsEqual("/".utf8))
    }

    /// An application's token names the service principal twice; a user's `sub` is made for each application.
    private static func namesItself(_ payload: JSONDocument, _ claims: ClaimIndex) -> Bool {
        guard let oid = claims[.oid], let sub = claims[.sub], payload.nodes[oid].kind == .string,
            payload.nodes[sub].kind == .string
        else { return false }
        return payload.text(oid).elementsEqual(payload.text(sub))
    }
}
