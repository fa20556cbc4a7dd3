/// What became of every check, written down in a few words of memory.
///
/// Most checks of a good token are satisfied or not required and have no facts to tell: a bit each is enough. The rest
/// is kept as it is. ``Finding`` values are made when somebody reads them.
struct FindingLog: Sendable {
    /// A finding with facts.
    struct Told: Sendable {
        let position: Int
        let outcome: Outcome
        let operation: String?
    }

    /// Checks that are satisfied, with nothing to add.
    private(set) var satisfied: CheckPlan.Positions = 0
    /// Checks that nobody asks for.
    private(set) var notRequired: CheckPlan.Positions = 0
    /// Checks that cannot be made; the first unmet need of each is worked out again from ``opened``.
    private(set) var blocked: CheckPlan.Positions = 0
    /// Checks that let others be made.
    private(set) var opened: CheckPlan.Positions = 0
    /// Findings with facts, in order.
    private(set) var told: [Told] = []
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
        } else if case .notRequired = outcome {
            noteNotRequired(position)
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
            told.append(Told(position: position, outcome: outcome, operation: operation))
        }
        if opens { opened |= Self.bit(position) }
    }
}

extension FindingLog {
    /// Every finding, in the order of the checks.
    func findings(_ rules: PolicyRules) -> [Finding] {
        let plan = rules.plan
        let operations = rules.operations.selected
        var findings: [Finding] = []
        findings.reserveCapacity(plan.codes.count + operations.count)
        var rest = told[...]
        for position in plan.codes.indices {
            let own = Self.bit(position)
            let check = plan.checks[position]
            let checkClass = rules.hardened & own == 0 ? check.checkClass : .permission
            func add(_ outcome: Outcome, operation: String? = nil) {
                findings.append(
                    Finding(
                        check: check, checkClass: checkClass, outcome: outcome,
                        operation: operation))
            }
            if blocked & own != 0 {
                let unmet = plan.needs[position] & ~opened
                add(.blocked(by: plan.codes[unmet.trailingZeroBitCount]))
            } else if notRequired & own != 0 {
                add(.notRequired)
            } else if satisfied & own != 0 {
                let names = plan.eachOperation & own != 0 ? operations.map(\.operation.name) : [nil]
                for name in names { add(.satisfied, operation: name) }
            } else {
                while let told = rest.first, told.position == position {
                    add(told.outcome, operation: told.operation)
                    rest = rest.dropFirst()
                }
            }
        }
        return findings
    }
}
