public import JOSE
public import StrictJSON

/// What a token is worth under a policy: the verdict and every finding.
///
/// Making a report reads no clock, file or socket and never fails: a text that is no token is a finding like any other.
public struct Report: Sendable {
    /// Accepted, rejected or undecided.
    public let verdict: Verdict
    let log: FindingLog
    let evidence: Evidence

    /// Judges one token.
    ///
    /// For many tokens under one policy an ``Inspector`` does the same faster.
    /// - Parameters:
    ///   - token: The token and nothing else: no prefix, quotes or white space.
    ///   - keys: The keys that may have signed.
    ///   - policy: What is expected.
    ///   - now: The time at which the token is judged.
    public init(on token: Span<UInt8>, keys: KeySet, policy: Policy, now: Instant) {
        var memory = InspectorMemory()
        self.init(on: token, keys: keys, rules: PolicyRules(policy), now: now, memory: &memory)
    }

    init(
        on token: Span<UInt8>, keys: KeySet, rules: PolicyRules, now: Instant,
        memory: inout InspectorMemory
    ) {
        let evidence = Evidence(
            reading: memory.reading(of: token, keys: keys, rules: rules), now: now)
        log = rules.plan.log(on: evidence)
        self.evidence = evidence
        verdict = Verdict(log, evidence: evidence, plan: rules.plan)
    }
}

extension Report {
    /// What became of each check, in the order of ``Check/all``; made anew each time it is asked for.
    public var findings: [Finding] {
        log.findings(evidence.rules)
    }

    /// What the token says of itself, for which nobody has vouched.
    public var unverifiedClaims: UnverifiedClaims {
        UnverifiedClaims(header: evidence.header?.document, payload: evidence.payload)
    }

    /// Whether the signature was checked and holds.
    public var isSignatureVerified: Bool {
        log.satisfied & evidence.rules.plan.signature != 0
    }

    /// For whom the token was issued, as its claims tell.
    public var kind: TokenKind { evidence.kind.kind }
    /// The policy under which it was judged.
    public var policy: Policy { evidence.policy }
    /// The keys with which it was judged.
    public var keys: KeySet { evidence.keys }
    /// The time at which it was judged.
    public var now: Instant { evidence.now }
    /// The key that the header chose, if it can be used.
    public var key: VerificationKey? { evidence.keySelection.usableKey }
    /// The token's times, each nil when it is absent or malformed.
    public var times: (issuedAt: NumericDate?, notBefore: NumericDate?, expiresAt: NumericDate?) {
        (evidence.issuedAt.value, evidence.notBefore.value, evidence.expiresAt.value)
    }

    /// The findings that make the verdict what it is, or that are worth saying: violated and undecided ones.
    public var remarkable: [Finding] {
        findings.filter { $0.status == .violated || $0.status == .undecided }
    }
}

/// A token's header and payload as they stand there, verified by nobody.
public struct UnverifiedClaims: Sendable {
    /// The header, if it is a JSON object.
    public let header: JSONDocument?
    /// The payload, if it is a JSON object.
    public let payload: JSONDocument?
}

extension CheckPlan {
    /// Makes every check in order.
    func log(on evidence: Evidence) -> FindingLog {
        var log = FindingLog()
        let soft = warnings & ~evidence.rules.hardened
        for position in codes.indices {
            let own = Positions(1) << Positions(position)
            if alwaysRequired & own == 0, !steps[position].isRequired(evidence) {
                log.noteNotRequired(position)
            } else if steps[position].needs & ~log.opened != 0 {
                log.noteBlocked(position)
            } else if eachOperation & own == 0 {
                log.note(
                    steps[position].decide(evidence), of: position, isWarning: soft & own != 0)
            } else {
                decideForEachOperation(position, on: evidence, log: &log)
            }
        }
        return log
    }

    /// Makes a check for each operation; as long as all are satisfied nothing is written down.
    private func decideForEachOperation(
        _ position: Int, on evidence: Evidence, log: inout FindingLog
    ) {
        let operations = evidence.rules.operations.selected
        var outcomes: [(Outcome, operation: String?)] = []
        var isRequired = false
        for place in operations.indices {
            let outcome = steps[position].decideForOperation(evidence, operations[place])
            if case .notRequired = outcome {} else { isRequired = true }
            if outcomes.isEmpty {
                if case .satisfied(.plain) = outcome { continue }
                outcomes = operations[..<place].map { (.satisfied, operation: $0.operation.name) }
            }
            outcomes.append((outcome, operation: operations[place].operation.name))
        }
        if !isRequired {
            log.note(steps[position].ofNone, of: position, isWarning: false)
        } else if outcomes.isEmpty {
            log.noteSatisfied(position)
        } else {
            log.note(outcomes, of: position, isWarning: false)
        }
    }
}
