/// The one place that defines a check: its name, what it requires, what failing it means and how it is decided.
public struct Check: Sendable {
    /// Decides one check on the evidence.
    typealias Decision = @Sendable (Evidence) -> Outcome
    /// Decides one check for one operation of the policy.
    typealias OperationDecision = @Sendable (Evidence, OperationRule) -> Outcome

    enum Decider: Sendable {
        case once(Decision)
        case forEachOperation(OperationDecision)
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
    /// Whether somebody asks for it, decided before the needs; nil: always.
    let isRequired: (@Sendable (Evidence) -> Bool)?
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
        self.isRequired = isRequired
        decider = .once(evaluate)
    }

    init(
        code: CheckCode, meaning: String, reference: String, checkClass: CheckClass,
        needs: [CheckCode] = [],
        isRequired: @escaping @Sendable (Evidence) -> Bool,
        evaluateEachOperation: @escaping OperationDecision
    ) {
        self.code = code
        self.meaning = meaning
        self.reference = reference
        self.checkClass = checkClass
        self.needs = needs
        self.isRequired = isRequired
        decider = .forEachOperation(evaluateEachOperation)
    }

    /// The check of this name.
    public static func named(_ name: String) -> Check? { all.first { $0.code.name == name } }
}

/// The checks in the form in which they are made: needs as sets of positions, worked out once.
final class CheckPlan: Sendable {
    static let standard = CheckPlan(Check.all)

    /// A set of positions, a bit for each check; there are at most 64.
    typealias Positions = UInt64

    let checks: [Check]
    let codes: [CheckCode]
    let classes: [CheckClass]
    let needs: [Positions]
    let requirements: [(@Sendable (Evidence) -> Bool)?]
    let deciders: [Check.Decider]
    /// Without these satisfied nothing is accepted, whatever the policy asks.
    let foundations: Positions
    /// Of the foundations the one that may be not required: other issuers than Entra ID have no tenants.
    let tenant: Positions

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
        classes = checks.map(\.checkClass)
        needs = checks.map { positions($0.needs) }
        requirements = checks.map(\.isRequired)
        deciders = checks.map(\.decider)
        tenant = positions(["tid-accepted"])
        foundations = positions([
            "signature-valid", "iss-accepted", "aud-accepted", "exp-not-passed", "tid-accepted",
        ])
    }
}
