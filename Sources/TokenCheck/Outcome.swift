public import JOSE
public import StrictJSON

/// What became of one check.
public enum Outcome: Sendable {
    /// The requirement is met.
    case satisfied(Detail)
    /// It is not.
    case violated(Detail)
    /// It cannot be told.
    case undecided(Detail)
    /// Nobody asks for it.
    case notRequired
    /// Another check must be satisfied first and is not.
    case blocked(by: CheckCode)

    static let satisfied = Outcome.satisfied(.plain)
}

/// A value that was expected or found, as data.
public indirect enum Fact: Sendable, Equatable {
    /// One text.
    case text(String)
    /// Several texts, in order.
    case texts([String])
    /// A number.
    case integer(Int64)
    /// A need for permissions.
    case need(Need)
}

/// The facts of an outcome; words are made from them only when somebody reads.
public indirect enum Detail: Sendable {
    /// Nothing beyond the check's own meaning.
    case plain
    /// Anything would have done.
    case anything
    /// The member that is needed is not there.
    case absent(at: String)
    /// The member is there and must not be.
    case present(at: String)
    /// The member cannot be used.
    case malformed(at: String, ClaimDefect)
    /// The member has another value than what is accepted.
    case unequal(at: String, expected: Fact, actual: Fact)
    /// The text is no compact JWS.
    case token(TokenDefect)
    /// A part is not strict JSON.
    case json(TokenSegment, JSONDefect)
    /// A name stands there twice; the offset is that of the second.
    case repeated(TokenSegment, offset: Int)
    /// `tid` stands there in several spellings.
    case tenantSpellings(Int)
    /// Keys or key addresses that the token offers and nobody uses.
    case keyHints([String])
    /// The key list is too old.
    case stale(ageSeconds: Int64, limitSeconds: Int64)
    /// No key has this name.
    case unknownKey(keyID: String, source: KeySet.Origin.Source, ageSeconds: Int64)
    /// Several different keys have this name.
    case ambiguousKey(keyID: String, count: Int)
    /// The key of this name cannot be used.
    case unusableKey(keyID: String?, KeyDefect)
    /// The key was chosen without a name, as the only one of its file.
    case soleKey
    /// The cryptographic library could not be made ready.
    case libraryUnavailable
    /// The header holds a nonce, and the signature does not cover the header as sent.
    case headerNonce
    /// The signature is not by the key of this name.
    case signature(keyID: String?)
    /// The audience is another name of the resource.
    case alias(at: String, canonical: String, actual: String)
    /// What marks an ID token: the members that are there, or the absence of every member of an access token.
    case idToken(markers: [String])
    /// One time lies behind another.
    case order(earlier: String, later: String)
    /// A time claim against the clock: how many whole seconds it lies beyond what is accepted without leeway.
    case time(at: String, claim: Int64, now: Int64, leeway: Int64)
    /// A span of seconds against a bound.
    case span(at: String, bound: Int64, actual: Int64)
    /// Which times passed only thanks to the leeway.
    case leewayUsed([String])
    /// The kind of the token.
    case kind(expected: [TokenKind], actual: TokenKind)
    /// The claims contradict each other or do not tell the kind.
    case kindUnknown(contradiction: Bool)
    /// A need that the held permissions do not meet.
    case permissions(at: String, need: Need, held: [String])
    /// The operation does not accept this kind of token.
    case kindNotServed(TokenKind)
    /// The operation is another resource's.
    case otherResource(expected: [String], actual: Fact)
    /// No operation is left for this token.
    case noOperation
    /// Permissions that nobody may hold.
    case forbidden(at: String, names: [String])
    /// Permissions that nobody needs, and the smaller set that does the same.
    case excess(at: String, smaller: [String], excess: [String])
}

extension Detail {
    /// Where in the token the fact stands, as a JSON pointer (RFC 6901) below `/header` or `/payload`.
    public var place: String? {
        switch self {
        case .absent(let at), .present(let at), .malformed(let at, _), .unequal(let at, _, _),
            .alias(let at, _, _), .time(let at, _, _, _), .span(let at, _, _),
            .permissions(let at, _, _), .forbidden(let at, _), .excess(let at, _, _):
            at
        case .otherResource: "/payload/aud"
        case .json(let segment, _), .repeated(let segment, _): "/\(segment.rawValue)"
        case .tenantSpellings: "/payload/tid"
        case .headerNonce: "/header/nonce"
        case .unknownKey, .ambiguousKey: "/header/kid"
        case .plain, .anything, .token, .keyHints, .stale, .unusableKey, .soleKey,
            .libraryUnavailable,
            .signature, .idToken, .order, .leewayUsed, .kind, .kindUnknown, .kindNotServed,
            .noOperation:
            nil
        }
    }

    /// What was expected, where that is a value.
    public var expected: Fact? {
        switch self {
        case .unequal(_, let expected, _): expected
        case .alias(_, let canonical, _): .text(canonical)
        case .span(_, let bound, _): .integer(bound)
        case .stale(_, let limit): .integer(limit)
        case .permissions(_, let need, _): .need(need)
        case .kind(let expected, _): .texts(expected.map(\.rawValue))
        case .time(_, _, let now, _): .integer(now)
        case .otherResource(let expected, _): .texts(expected)
        case .excess(_, let smaller, _): .texts(smaller)
        default: nil
        }
    }

    /// What was found instead, where that is a value.
    public var actual: Fact? {
        switch self {
        case .unequal(_, _, let actual): actual
        case .alias(_, _, let actual): .text(actual)
        case .span(_, _, let actual): .integer(actual)
        case .stale(let age, _): .integer(age)
        case .permissions(_, _, let held): .texts(held)
        case .kind(_, let actual), .kindNotServed(let actual): .text(actual.rawValue)
        case .time(_, let claim, _, _): .integer(claim)
        case .otherResource(_, let actual): actual
        case .forbidden(_, let names): .texts(names)
        case .excess(_, _, let excess): .texts(excess)
        case .unknownKey(let keyID, _, _), .ambiguousKey(let keyID, _): .text(keyID)
        case .keyHints(let names), .leewayUsed(let names), .idToken(let names): .texts(names)
        default: nil
        }
    }
}
