/// Why a token is rejected, the gravest reason first.
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
    /// Weighs the findings of a report.
    init(_ findings: [Finding], evidence: Evidence, plan: CheckPlan) {
        var gravest: Rejection?
        var isOpen = false
        var met: CheckPlan.Positions = 0
        for finding in findings {
            switch finding.outcome {
            case .violated:
                let checkClass = plan.classes[finding.position]
                if let rejection = Rejection(rawValue: checkClass.rawValue) {
                    gravest = gravest.map { min($0, rejection) } ?? rejection
                } else if checkClass == .undecided {
                    isOpen = true
                }
            case .undecided, .blocked: isOpen = true
            case .satisfied: met |= CheckPlan.Positions(1) << CheckPlan.Positions(finding.position)
            case .notRequired:
                met |= CheckPlan.Positions(1) << CheckPlan.Positions(finding.position) & plan.tenant
            }
        }
        if let gravest {
            self = .rejected(gravest)
        } else if !isOpen, met & plan.foundations == plan.foundations,
            let claims = AcceptedClaims(evidence)
        {
            self = .accepted(claims)
        } else {
            self = .undecided
        }
    }
}

extension Rejection: Comparable {
    /// Graver comes first.
    public static func < (left: Rejection, right: Rejection) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .form: 0
        case .trust: 1
        case .time: 2
        case .permission: 3
        }
    }
}
