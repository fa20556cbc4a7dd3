import JOSE
import StrictJSON
import TestSupport
import TokenCheck

extension TokenCase {
    /// The report on the case as it stands.
    var report: Report { Report(on: token.span, keys: keys, policy: policy, now: now) }

    /// Every case of the three folders, read and signed once.
    static let all: [TokenCase] = {
        let folders = ["checks", "shapes", "refused"]
        let paths = folders.flatMap {
            (try? TestFiles.paths(below: "Fixtures/\($0)", suffix: ".json")) ?? []
        }
        return paths.compactMap { try? TokenCase(path: $0) }
    }()

    /// The cases whose token is accepted.
    static let accepted = all.filter { $0.expect.verdict == "accepted" }
}

extension Report {
    var isAccepted: Bool {
        if case .accepted = verdict { true } else { false }
    }

    var isRejected: Bool {
        if case .rejected = verdict { true } else { false }
    }

    /// The verdict in words, with the reason.
    var verdictWord: String {
        switch verdict {
        case .accepted: "accepted"
        case .undecided: "undecided"
        case .rejected(let rejection): "rejected for \(rejection.rawValue)"
        }
    }

    func statuses(of code: String) -> [Finding.Status] {
        findings.filter { $0.code.name == code }.map(\.status)
    }

    /// Whether both say the same: the verdict and of every finding the outcome with its facts.
    func saysTheSame(as other: Report) -> Bool {
        verdictWord == other.verdictWord && findings.count == other.findings.count
            && zip(findings, other.findings).allSatisfy { $0.saysTheSame(as: $1) }
    }
}

extension Finding {
    fileprivate func saysTheSame(as other: Finding) -> Bool {
        guard status == other.status, operation == other.operation, code == other.code else {
            return false
        }
        switch outcome {
        case .satisfied, .notRequired: return true
        case .violated, .undecided, .blocked:
            return String(describing: outcome) == String(describing: other.outcome)
        }
    }
}
