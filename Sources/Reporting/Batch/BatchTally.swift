public import StrictJSON
public import TokenCheck

/// How often each verdict and each code came among many tokens.
public struct BatchTally: Sendable, Equatable {
    /// How many lines were judged.
    public private(set) var lines = 0
    /// How many tokens were accepted.
    public private(set) var accepted = 0
    /// How many were undecided.
    public private(set) var undecided = 0
    private var rejected = [Int](repeating: 0, count: Rejection.allCases.count)
    private var codes = [Int](repeating: 0, count: Check.all.count)

    /// Nothing yet.
    public init() {}

    /// How many tokens were rejected for a reason.
    public func rejected(for reason: Rejection) -> Int { rejected[reason.place] }

    /// How many tokens were rejected.
    public var rejectedInAll: Int { rejected.reduce(0, +) }

    /// Counts one report.
    public mutating func count(_ report: Report) {
        lines += 1
        switch report.verdict {
        case .accepted: accepted += 1
        case .undecided: undecided += 1
        case .rejected(let reason): rejected[reason.place] += 1
        }
        for check in report.violatedChecks { codes[check] += 1 }
        for check in report.undecidedChecks { codes[check] += 1 }
        for check in report.warnings { codes[check] += 1 }
    }

    /// Adds what was counted elsewhere.
    public mutating func add(_ other: BatchTally) {
        lines += other.lines
        accepted += other.accepted
        undecided += other.undecided
        for place in rejected.indices { rejected[place] += other.rejected[place] }
        for place in codes.indices { codes[place] += other.codes[place] }
    }

    /// The last line of a batch.
    /// - Parameters:
    ///   - milliseconds: How long it took.
    ///   - isComplete: Whether everything was read that was named.
    /// - Returns: The summary.
    public func summary(milliseconds: Int64, isComplete: Bool) -> JSONOutput {
        let counted = zip(Check.all, codes).filter { $0.1 > 0 }
        return .object([
            ("type", .string("summary")),
            ("lines", .integer(Int64(lines))),
            ("accepted", .integer(Int64(accepted))),
            (
                "rejected",
                .object(
                    Rejection.allCases.map { reason in
                        (reason.rawValue, .integer(Int64(rejected(for: reason))))
                    })
            ),
            ("undecided", .integer(Int64(undecided))),
            ("codes", .object(counted.map { ($0.0.code.name, .integer(Int64($0.1))) })),
            ("seconds", .thousandths(milliseconds)),
            ("tokensPerSecond", .integer(Int64(lines) * 1000 / max(1, milliseconds))),
            ("complete", .boolean(isComplete)),
        ])
    }
}

extension Rejection {
    fileprivate var place: Int {
        switch self {
        case .form: 0
        case .trust: 1
        case .time: 2
        case .permission: 3
        }
    }
}
