/// The one place that defines a check: its name, what it requires, what failing it means and how it is decided.
public struct Check: Sendable {
    /// Decides one check on the evidence.
    typealias Decision = @Sendable (Evidence) -> Outcome
    /// Decides one check for one operation of the policy.
    typealias OperationDecision = @Sendable (Evidence, OperationRule) -> Outcome

    enum Decider: Sendable {
        case once(Decision)
        /// For each operation; the outcome stands when it is required of none.
        case forEachOperation(OperationDecision, ofNone: Outcome)
    }

    /// The check's name.
    public let code: CheckCode
    /// The requirement in words.
    public let meaning: String
    /// Where the requirement comes from.
    public let reference: String
    /// What failing it means for the verdict.
    public let checkClass: CheckClass
    /// The checks that must be satisfied before this one can be made.
    public let needs: [CheckCode]
    /// Whether somebody asks for it, decided before the needs.
    let isRequired: @Sendable (Evidence) -> Bool
    /// Whether that is always so.
    let isAlwaysRequired: Bool
    let decider: Decider

    init(
        code: CheckCode, meaning: String, reference: String, checkClass: CheckClass,
        needs: [CheckCode] = [],
        isRequired: (@Sendable (Evidence) -> Bool)? = nil,
        evaluate: @escaping Decision
    ) {
        self.code = code
        self.meaning = meaning
        self.reference = reference
        self.checkClass = checkClass
        self.needs = needs
        self.isRequired = isRequired ?? { _ in true }
        isAlwaysRequired = isRequired == nil
        decider = .once(evaluate)
    }

    init(
        code: CheckCode, meaning: String, reference: String, checkClass: CheckClass,
        needs: [CheckCode] = [],
        isRequired: @escaping @Sendable (Evidence) -> Bool,
        ofNone: Outcome,
        evaluateEachOperation: @escaping OperationDecision
    ) {
        self.code = code
        self.meaning = meaning
        self.reference = reference
        self.checkClass = checkClass
        self.needs = needs
        self.isRequired = isRequired
        isAlwaysRequired = false
        decider = .forEachOperation(evaluateEachOperation, ofNone: ofNone)
    }

    /// The check of this name.
    public static func named(_ name: String) -> Check? { all.first { $0.code.name == name } }
}

/// The checks in the form in which they are made: needs as sets of positions, worked out once.
final class CheckPlan: Sendable {
    static let standard = CheckPlan(Check.all)

    /// How a check is made: the functions as they were written, so that calling them counts no references.
    struct Step: ~Copyable, Sendable {
        let isRequired: @Sendable (Evidence) -> Bool
        let decide: Check.Decision
        let decideForOperation: Check.OperationDecision
        let ofNone: Outcome
        let needs: Positions

        /// Nothing to be made.
        init() {
            isRequired = { _ in false }
            decide = { _ in .notRequired }
            decideForOperation = { _, _ in .notRequired }
            ofNone = .notRequired
            needs = 0
        }

        init(_ check: Check, needs: Positions) {
            self.needs = needs
            isRequired = check.isRequired
            switch check.decider {
            case .once(let decision):
                decide = decision
                decideForOperation = { _, _ in .satisfied }
                ofNone = .notRequired
            case .forEachOperation(let decision, let outcome):
                decide = { _ in .satisfied }
                decideForOperation = decision
                ofNone = outcome
            }
        }
    }

    /// A set of positions, a bit for each check; there are at most 64.
    typealias Positions = UInt64

    let checks: [Check]
    let codes: [CheckCode]
    let needs: [Positions]
    let warnings: Positions
    /// The checks that are always made; the others are asked.
    let alwaysRequired: Positions
    /// In place, so that calling a step counts no references; behind the last check there is nothing to be made.
    let steps: InlineArray<64, Step>
    /// The checks that are made for each operation, and how; the others once.
    let eachOperation: Positions
    /// The checks of each class that rejects, gravest first, and those whose failing leaves the verdict open.
    let rejecting: [(rejection: Rejection, checks: Positions)]
    let opening: Positions
    /// The check whose class a policy may harden.
    let excess: Positions
    /// Without these satisfied nothing is accepted, whatever the policy asks.
    let foundations: Positions
    /// Of the foundations the one that may be not required: other issuers than Entra ID have no tenants.
    let tenant: Positions
    /// The check that the signature holds.
    let signature: Positions

    init(_ checks: [Check]) {
        func positions(_ codes: [CheckCode]) -> Positions {
            codes.reduce(0) { set, code in
                set
                    | (checks.firstIndex { $0.code == code }.map { Positions(1) << Positions($0) }
                        ?? 0)
            }
        }
        self.checks = checks
        codes = checks.map(\.code)
        func positions(_ isIn: (Check) -> Bool) -> Positions {
            positions(checks.filter(isIn).map(\.code))
        }
        needs = checks.map { positions($0.needs) }
        warnings = positions { $0.checkClass == .warning }
        alwaysRequired = positions { $0.isAlwaysRequired }
        eachOperation = positions {
            if case .forEachOperation = $0.decider { true } else { false }
        }
        let needs = needs
        steps = InlineArray { place in
            place < checks.count ? Step(checks[place], needs: needs[place]) : Step()
        }
        rejecting = Rejection.allCases.map { rejection in
            (rejection, positions { $0.checkClass.rawValue == rejection.rawValue })
        }
        opening = positions { $0.checkClass == .undecided }
        tenant = positions(["tid-accepted"])
        excess = positions(["permissions-minimal"])
        signature = positions(["signature-valid"])
        foundations = positions([
            "signature-valid", "iss-accepted", "aud-accepted", "exp-not-passed", "tid-accepted",
        ])
    }
}
