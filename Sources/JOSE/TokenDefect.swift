public import StrictJSON

/// The three parts of a compact JWS (RFC 7515 §7.1).
public enum TokenSegment: String, Sendable, CaseIterable {
    /// The protected header.
    case header
    /// The claims.
    case payload
    /// The signature.
    case signature
}

/// Why a text is not a compact JWS, and where.
public enum TokenDefect: Error, Equatable, Sendable {
    /// There is no text.
    case empty
    /// The text has more bytes than the limit.
    case tooLarge(bytes: Int, limit: Int)
    /// Something that is not a JWT and whose content only its issuer can read.
    case opaque(OpaqueText)
    /// A five-part JWE (RFC 7516 §7.1); only its recipient can open it.
    case encrypted
    /// Not exactly three parts, counted by the dots between them.
    case segmentCount(Int)
    /// The header or the payload is empty.
    case emptySegment(TokenSegment)
    /// A part is not canonical base64url; the offset counts from the part's first character.
    case encoding(TokenSegment, Base64URLDefect)
}

/// What a text without the shape of a JWT looks like.
public enum OpaqueText: String, Sendable, CaseIterable {
    /// A compact ticket of a personal Microsoft account.
    case personalAccountTicket
    /// A refresh token or an authorisation code of Entra ID.
    case refreshToken
    /// A web page.
    case html
    /// A JSON text.
    case json
    /// Something else without dots.
    case other
}
