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
    init(_ findings: [Finding], evidence: Evidence) {
        var gravest: Rejection?
        var isOpen = false
        for finding in findings {
            switch finding.outcome {
            case .violated:
                if let rejection = Rejection(rawValue: finding.check.checkClass.rawValue) {
                    gravest = gravest.map { min($0, rejection) } ?? rejection
                } else if finding.check.checkClass == .undecided {
                    isOpen = true
                }
            case .undecided, .blocked: isOpen = true
            case .satisfied, .notRequired: break
            }
        }
        if let gravest {
            self = .rejected(gravest)
        } else if isOpen || !Self.rests(on: findings) {
            self = .undecided
        } else if let claims = AcceptedClaims(evidence) {
            self = .accepted(claims)
        } else {
            self = .undecided
        }
    }

    /// Whether the checks were made and satisfied without which nothing is accepted, whatever the policy asks.
    private static func rests(on findings: [Finding]) -> Bool {
        let positions = Foundations.positions
        var isSatisfied = [Bool](repeating: false, count: positions.count)
        for finding in findings {
            guard let place = positions.firstIndex(of: finding.position) else { continue }
            switch finding.outcome {
            case .satisfied: isSatisfied[place] = true
            case .notRequired: isSatisfied[place] = place == Foundations.tenant
            case .violated, .undecided, .blocked: return false
            }
        }
        return isSatisfied.allSatisfy(\.self)
    }

    private enum Foundations {
        static let codes: [CheckCode] = [
            "signature-valid", "iss-accepted", "aud-accepted", "exp-not-passed", "tid-accepted",
        ]
        /// The one among them that may be not required: other issuers have no tenants.
        static let tenant = 4
        static let positions = codes.compactMap { code in
            CheckPlan.standard.checks.firstIndex { $0.code == code }
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
