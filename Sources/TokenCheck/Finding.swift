/// What became of one check, for one operation where the check is made for each.
public struct Finding: Sendable {
    /// The state of a finding in one word.
    public enum Status: String, Sendable, CaseIterable {
        /// The requirement is met.
        case satisfied
        /// It is not.
        case violated
        /// It cannot be told.
        case undecided
        /// Nobody asks for it.
        case notRequired = "not-required"
        /// Another check must be satisfied first.
        case blocked
    }

    /// The check.
    public let check: Check
    /// What failing it means for the verdict under the policy, which may be stricter than the check's own class.
    public let checkClass: CheckClass
    /// What became of it, with the facts.
    public let outcome: Outcome
    /// The operation it speaks of, if it has a name.
    public let operation: String?

    /// The check's name.
    public var code: CheckCode { check.code }

    /// What became of it, in one word.
    public var status: Status {
        switch outcome {
        case .satisfied: .satisfied
        case .violated: .violated
        case .undecided: .undecided
        case .notRequired: .notRequired
        case .blocked: .blocked
        }
    }

    /// The facts, where there are any.
    public var detail: Detail? {
        switch outcome {
        case .satisfied(let detail), .violated(let detail), .undecided(let detail): detail
        case .notRequired, .blocked: nil
        }
    }

    /// Whether this is a warning that applies.
    public var isWarning: Bool { checkClass == .warning && status == .violated }
}
