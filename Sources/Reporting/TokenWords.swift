internal import JOSE
internal import StrictJSON
internal import TokenCheck

/// Words for what a text is when it is no JWT, and for kinds of token.
enum TokenWords {
    static func sentence(_ defect: TokenDefect) -> String {
        switch defect {
        case .empty: "there is no token"
        case .tooLarge(let bytes, let limit): "\(bytes) bytes, at most \(limit) are read"
        case .opaque(let text): looks(text)
        case .encrypted: "an encrypted token (JWE): five parts, and only its recipient can open it"
        case .segmentCount(let count):
            "\(count) \(count == 1 ? "part" : "parts") instead of three"
        case .emptySegment(let segment): "the \(segment.rawValue) is empty"
        case .encoding(let segment, let defect):
            "\(segment.rawValue): byte \(defect.offset): \(defect.kind.rawValue)"
        }
    }

    static func kind(_ kind: TokenKind) -> String {
        switch kind {
        case .application: "an application's own token"
        case .delegated: "a user's token"
        case .unknown: "a token of unknown kind"
        }
    }

    private static func looks(_ text: OpaqueText) -> String {
        switch text {
        case .personalAccountTicket:
            "looks like the ticket of a personal Microsoft account; nobody except Microsoft can read it"
        case .refreshToken:
            "looks like a refresh token or an authorisation code; it gets tokens, and is none"
        case .html: "looks like a web page"
        case .json: "looks like JSON in which no token was found"
        case .other: "not a JWT: there are no dots in it"
        }
    }
}
