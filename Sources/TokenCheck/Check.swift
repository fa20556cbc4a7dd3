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
    /// Whether somebody asks for it; decided before the needs.
    let isRequired: @Sendable (Evidence) -> Bool
    let decider: Decider

    init(
        code: CheckCode, meaning: String, reference: String, checkClass: CheckClass,
        needs: [CheckCode] = [],
        isRequired: @escaping @Sendable (Evidence) -> Bool = { _ in true },
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

    /// The check with this code.
    public static func named(_ code: CheckCode) -> Check? { all.first { $0.code == code } }
}

/// The checks with their needs as positions in ``Check/all``, worked out once.
struct CheckPlan: Sendable {
    static let standard = CheckPlan(Check.all)

    let checks: [Check]
    let needs: [[Int]]

    init(_ checks: [Check]) {
        self.checks = checks
        needs = checks.map { check in
            check.needs.compactMap { code in checks.firstIndex { $0.code == code } }
        }
    }
}
