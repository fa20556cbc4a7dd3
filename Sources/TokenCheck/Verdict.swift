/// Why a token is rejected, the gravest reason first: several hold, and the first counts.
public enum Rejection: String, Sendable, CaseIterable {
    /// It is no JWT.
    case form
    /// It is not genuine, or not for us.
    case trust
    /// It is not valid now.
    case time
    /// It does not grant what is asked.
    case permission
}

/// What a report says of a token.
public enum Verdict: Sendable {
    /// Everything that was asked is so.
    case accepted(AcceptedClaims)
    /// Something that was asked is not so.
    case rejected(Rejection)
    /// Nothing is known to be wrong, and something could not be checked.
    case undecided
}

extension Verdict {
    /// Weighs what became of the checks.
    init(_ log: FindingLog, evidence: Evidence, plan: CheckPlan) {
        let hardened = evidence.rules.hardened
        if log.violated & (~plan.warnings | hardened) != 0,
            let gravest = plan.rejecting.first(where: { rejection, checks in
                log.violated & (rejection == .permission ? checks | hardened : checks) != 0
            })
        {
            self = .rejected(gravest.rejection)
            return
        }
        let isOpen = log.undecided | log.blocked | log.violated & plan.opening != 0
        // A satisfied foundation has nothing to add, or says that anything is accepted; either opens others.
        let met = log.opened & ~log.notRequired | log.notRequired & plan.tenant
        if !isOpen, met & plan.foundations == plan.foundations,
            let claims = AcceptedClaims(evidence)
        {
            self = .accepted(claims)
        } else {
            self = .undecided
        }
    }
}
