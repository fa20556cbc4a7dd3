/// A set of checks, by their places in ``Check/all``.
package struct CheckSet: Sendable, Sequence {
    private var rest: CheckPlan.Positions

    init(_ positions: CheckPlan.Positions) { rest = positions }

    /// Whether there is none in it.
    package var isEmpty: Bool { rest == 0 }

    /// Each check's place, in order.
    package func makeIterator() -> Iterator { Iterator(rest: rest) }

    package struct Iterator: IteratorProtocol {
        fileprivate var rest: CheckPlan.Positions

        package mutating func next() -> Int? {
            guard rest != 0 else { return nil }
            let place = rest.trailingZeroBitCount
            rest &= rest &- 1
            return place
        }
    }
}

// What a line of a batch says of a report, without making a finding of every check.
extension Report {
    /// The checks that some finding violates, warnings apart.
    package var violatedChecks: CheckSet { CheckSet(log.violated & ~warningPositions) }
    /// The checks that some finding leaves open, other than by being blocked.
    package var undecidedChecks: CheckSet { CheckSet(log.undecided) }
    /// The warnings that apply.
    package var warnings: CheckSet { CheckSet(log.violated & warningPositions) }

    private var warningPositions: CheckPlan.Positions {
        evidence.rules.plan.warnings & ~evidence.rules.hardened
    }

    /// The claims that name a token, its tenant and its caller.
    package enum NamingClaim {
        case tokenID, tenant, client
    }

    /// The bytes of a claim that is a string; of two callers that of version 1.0.
    package func text(of claim: NamingClaim) -> ArraySlice<UInt8>? {
        switch claim {
        case .tokenID: evidence.bytes(.uti)
        case .tenant: evidence.bytes(.tid)
        case .client: evidence.bytes(.appid) ?? evidence.bytes(.azp)
        }
    }

    /// The name of a key that the header asks for and the list does not have.
    package var unknownKeyID: String? {
        guard case .unknown(let keyID) = evidence.keySelection else { return nil }
        return String(decoding: keyID, as: UTF8.self)
    }
}
