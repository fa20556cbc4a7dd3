/// What a server says, gathered from several places: what is said twice is one statement.
struct StatementList {
    typealias Statement = ServerAnswer.Statement

    private(set) var statements: [Statement] = []

    /// An answer makes one statement, seldom two.
    private static let mostStatements = 32

    /// Adds a statement, or completes one that says the same with less.
    mutating func add(_ statement: Statement) {
        for (index, other) in statements.enumerated() {
            if let one = Self.merged(other, statement) {
                statements[index] = one
                return
            }
        }
        if statements.count < Self.mostStatements { statements.append(statement) }
    }

    /// The most telling first; a bare code says nothing beside a statement.
    func ordered() -> [Statement] {
        let isTelling = statements.contains { Self.rank($0) < Self.lastRank }
        let kept = statements.filter {
            if case .other(_, nil) = $0 { !isTelling } else { true }
        }
        return kept.enumerated().sorted {
            (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
        }.map(\.element)
    }

    /// Names the audiences that a challenge names for a resource whose refusal names none.
    mutating func complete(accepted resource: String) {
        statements = statements.map {
            if case .wrongAudience(let seen, []) = $0 {
                .wrongAudience(seen: seen, accepted: [resource])
            } else {
                $0
            }
        }
    }

    private static let lastRank = 14

    private static func rank(_ statement: Statement) -> Int {
        switch statement {
        case .missingRoles: 0
        case .missingScopes: 1
        case .missingUserRole: 2
        case .wrongAudience: 3
        case .expired: 4
        case .claimsChallenge: 5
        case .badSignature: 6
        case .wrongIssuer: 7
        case .unreadableToken: 8
        case .noToken: 9
        case .inactive: 10
        case .notProvisioned: 11
        case .signIn: 12
        case .throttled: 13
        case .other: lastRank
        }
    }

    /// One statement for both, if neither contradicts the other.
    private static func merged(_ left: Statement, _ right: Statement) -> Statement? {
        switch (left, right) {
        case (.missingRoles(let anyOf, let seen), .missingRoles(let others, let alsoSeen)):
            guard let anyOf = merged(anyOf, others), agree(seen, alsoSeen) else { return nil }
            return .missingRoles(anyOf: anyOf, seen: seen ?? alsoSeen)
        case (.missingScopes(let anyOf), .missingScopes(let others)):
            return merged(anyOf, others).map { .missingScopes(anyOf: $0) }
        case (.wrongAudience(let seen, let accepted), .wrongAudience(let other, let others)):
            guard agree(seen, other), let accepted = merged(accepted, others) else { return nil }
            return .wrongAudience(seen: seen ?? other, accepted: accepted)
        case (.expired(let time), .expired(let other)):
            return agree(time, other) ? .expired(at: time ?? other) : nil
        case (.wrongIssuer(let seen), .wrongIssuer(let other)):
            return agree(seen, other) ? .wrongIssuer(seen: seen ?? other) : nil
        case (
            .claimsChallenge(let error, let claims, let time),
            .claimsChallenge(let otherError, let otherClaims, let otherTime)
        ):
            guard agree(claims, otherClaims), agree(time, otherTime) else { return nil }
            return .claimsChallenge(
                error: error ?? otherError, claims: claims ?? otherClaims,
                notBefore: time ?? otherTime)
        case (.signIn(let number, let error), .signIn(let otherNumber, let otherError)):
            guard number == otherNumber, agree(error, otherError) else { return nil }
            return .signIn(number: number, error: error ?? otherError)
        case (.throttled(let seconds), .throttled(let other)):
            return .throttled(retryAfterSeconds: seconds ?? other)
        default: return left == right ? left : nil
        }
    }

    private static func agree<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
        left == nil || right == nil || left == right
    }

    private static func merged(_ left: [String], _ right: [String]) -> [String]? {
        left.isEmpty || left == right ? right : right.isEmpty ? left : nil
    }
}
