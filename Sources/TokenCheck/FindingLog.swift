/// What became of every check, written down in a few words of memory.
///
/// Most checks of a good token are satisfied or not required and have no facts to tell: a bit each is enough. The rest
/// is kept as it is. ``Finding`` values are made when somebody reads them.
struct FindingLog: Sendable {
    /// Checks that are satisfied, with nothing to add.
    private(set) var satisfied: CheckPlan.Positions = 0
    /// Checks that nobody asks for.
    private(set) var notRequired: CheckPlan.Positions = 0
    /// Checks that cannot be made; the first unmet need of each is worked out again from ``opened``.
    private(set) var blocked: CheckPlan.Positions = 0
    /// Checks that let others be made.
    private(set) var opened: CheckPlan.Positions = 0
    /// Findings with facts, in order.
    private(set) var told: [Finding] = []
    /// Checks that some finding violates.
    private(set) var violated: CheckPlan.Positions = 0
    /// Checks that some finding leaves open.
    private(set) var undecided: CheckPlan.Positions = 0

    /// The same for all checks: the set with one check in it.
    @inline(__always)
    private static func bit(_ position: Int) -> CheckPlan.Positions {
        CheckPlan.Positions(1) << CheckPlan.Positions(position)
    }

    mutating func noteNotRequired(_ position: Int) {
        notRequired |= Self.bit(position)
        opened |= Self.bit(position)
    }

    mutating func noteBlocked(_ position: Int) { blocked |= Self.bit(position) }

    @inline(__always)
    mutating func note(_ outcome: Outcome, of position: Int, isWarning: Bool) {
        if case .satisfied(.plain) = outcome {
            noteSatisfied(position)
        } else {
            note([(outcome, nil)], of: position, isWarning: isWarning)
        }
    }

    mutating func noteSatisfied(_ position: Int) {
        satisfied |= Self.bit(position)
        opened |= Self.bit(position)
    }

    /// Notes outcomes with facts: of a check that is made for each operation one for each.
    mutating func note(
        _ outcomes: [(Outcome, operation: String?)], of position: Int, isWarning: Bool
    ) {
        var opens = true
        for (outcome, operation) in outcomes {
            switch outcome {
            case .satisfied, .notRequired: break
            case .violated:
                violated |= Self.bit(position)
                opens = opens && isWarning
            case .undecided, .blocked:
                undecided |= Self.bit(position)
                opens = false
            }
            told.append(
                Finding(position: UInt8(position), outcome: outcome, operation: operation))
        }
        if opens { opened |= Self.bit(position) }
    }
}

extension FindingLog {
    /// Every finding, in the order of the checks.
    func findings(_ plan: CheckPlan, operations: [OperationRule]) -> [Finding] {
        var findings: [Finding] = []
        findings.reserveCapacity(plan.codes.count + operations.count)
        var rest = told[...]
        for position in plan.codes.indices {
            let own = Self.bit(position)
            let place = UInt8(position)
            if blocked & own != 0 {
                let unmet = plan.needs[position] & ~opened
                let code = plan.codes[unmet.trailingZeroBitCount]
                findings.append(
                    Finding(position: place, outcome: .blocked(by: code), operation: nil))
            } else if notRequired & own != 0 {
                findings.append(Finding(position: place, outcome: .notRequired, operation: nil))
            } else if satisfied & own != 0 {
                let names = plan.eachOperation & own != 0 ? operations.map(\.operation.name) : [nil]
                findings += names.map {
                    Finding(position: place, outcome: .satisfied, operation: $0)
                }
            } else {
                while let finding = rest.first, finding.position == place {
                    findings.append(finding)
                    rest = rest.dropFirst()
                }
            }
        }
        return findings
    }
}
