internal import StrictJSON

/// Asks which assumption, if it were another, would turn a verdict.
///
/// Single assumptions are tried first, then one after the other, then two at once. Each trial makes the same checks on
/// changed inputs; what comes out are causes, and there is no way from here to a verdict.
public struct CauseSearch: Sendable {
    private let base: CaseFile

    /// The most causes that are named; who reads more reads none.
    private static let most = 6

    /// Prepares a search.
    /// - Parameters:
    ///   - report: The report to explain.
    ///   - token: The token it is on.
    ///   - surroundings: What else is known.
    public init(
        explaining report: Report, on token: Span<UInt8>,
        surroundings: Surroundings = Surroundings()
    ) {
        base = CaseFile(
            Assumptions(
                token: [UInt8](copying: token), keys: report.keys, policy: report.policy,
                now: report.now),
            surroundings, report: report)
    }

    /// The causes, the main one first; none when none is known.
    ///
    /// Of an accepted token there is nothing to explain but its warnings and what a server says of it.
    public var causes: [Cause] {
        let own: [Cause]
        if case .accepted = base.report.verdict {
            own = Hypothesis.warnings(of: base)
        } else {
            own = sorted(explanations) + Hypothesis.remarks(on: base)
        }
        guard let answer = base.surroundings.answer else { return own }
        return AnswerReading(answer, of: base).merged(with: own)
    }
}

// The search itself.
extension CauseSearch {
    /// A hypothesis that was tried, and what came of it.
    private struct Step {
        let hypothesis: Int
        let suspicion: Suspicion
        /// What fails no longer, or is explained.
        let cured: Set<Failure>
        /// The case from which to go on.
        let next: CaseFile?

        /// The same step, of which something else is known to hold.
        func curing(_ cured: Set<Failure>) -> Step {
            Step(hypothesis: hypothesis, suspicion: suspicion, cured: cured, next: next)
        }

        var turnsVerdict: Bool {
            if case .accepted? = next?.report.verdict { true } else { false }
        }
    }

    private var explanations: [Step] {
        var current = base
        var steps: [Step] = []
        var settled: Set<Failure> = []
        while steps.count < Self.most {
            let open = Set(current.failures.map(Failure.init)).subtracting(settled)
            guard !open.isEmpty else { break }
            let found = best(in: current, open).map { [$0] } ?? bestPair(in: current, open)
            guard let last = found.last else { break }
            steps += found
            for step in found { settled.formUnion(step.next == nil ? step.cured : []) }
            current = last.next ?? current
        }
        return steps
    }

    /// The step that turns the verdict, or else explains most.
    private func best(in current: CaseFile, _ open: Set<Failure>) -> Step? {
        var best: Step?
        for step in steps(from: current, open, mustCure: true) {
            if step.turnsVerdict { return step }
            if step.cured.count > best?.cured.count ?? 0 { best = step }
        }
        return best
    }

    /// Two steps of which neither helps alone.
    private func bestPair(in current: CaseFile, _ open: Set<Failure>) -> [Step] {
        var best: [Step] = []
        for first in steps(from: current, open, mustCure: false) {
            guard let next = first.next, let second = self.best(in: next, open) else { continue }
            // What holds only under both is explained by both.
            let explains = Hypothesis.all[first.hypothesis].explains
            let shared = second.cured.filter { explains.contains($0.code) }
            guard !shared.isEmpty, second.cured.count > best.last?.cured.count ?? 0 else {
                continue
            }
            best = [first.curing(shared), second]
        }
        return best
    }

    private func steps(
        from current: CaseFile, _ open: Set<Failure>, mustCure: Bool
    ) -> [Step] {
        Hypothesis.all.indices.compactMap { number in
            let hypothesis = Hypothesis.all[number]
            guard open.contains(where: { hypothesis.explains.contains($0.code) }),
                let suspicion = hypothesis.suspect(current)
            else { return nil }
            return step(number, suspicion, in: current, open, mustCure: mustCure)
        }
    }

    private func step(
        _ number: Int, _ suspicion: Suspicion, in current: CaseFile, _ open: Set<Failure>,
        mustCure: Bool
    ) -> Step? {
        let explains = Hypothesis.all[number].explains
        guard let trial = suspicion.trial else {
            let cured = open.filter { explains.contains($0.code) }
            return mustCure
                ? Step(hypothesis: number, suspicion: suspicion, cured: cured, next: nil) : nil
        }
        let next = CaseFile(trial, current.surroundings)
        let failing = Set(next.failures.map(Failure.init))
        let cured = open.subtracting(failing)
        guard !mustCure || cured.contains(where: { explains.contains($0.code) }),
            !spoils(next, of: current)
        else { return nil }
        return Step(hypothesis: number, suspicion: suspicion, cured: cured, next: next)
    }

    /// Whether something fails that was in order before; what could not be judged before may well fail, except that a
    /// key which did not sign is not the key that was missing.
    private func spoils(_ next: CaseFile, of current: CaseFile) -> Bool {
        let inOrder = Set(
            current.findings.filter { $0.status == .satisfied }.map(Failure.init))
        return next.failures.contains {
            inOrder.contains(Failure($0))
                || $0.code == "signature-valid" && current.failure(of: "signature-valid") == nil
        }
    }

    /// The gravest first; each with the checks of the first report that it explains.
    private func sorted(_ steps: [Step]) -> [Cause] {
        let turns = steps.last?.turnsVerdict ?? false
        let grave = Dictionary(
            base.failures.map { (Failure($0), Self.gravity($0)) }, uniquingKeysWith: min)
        let ranked = steps.map { step in
            (
                step: step,
                gravity: step.cured.compactMap { grave[$0] }.min() ?? Int.max
            )
        }
        return ranked.sorted {
            ($0.gravity, $0.step.hypothesis) < ($1.gravity, $1.step.hypothesis)
        }.map { step, _ in
            let hypothesis = Hypothesis.all[step.hypothesis]
            let isTurned = turns && step.suspicion.trial != nil
            return Cause(
                code: hypothesis.code,
                certainty: isTurned
                    ? step.suspicion.certaintyOfTurning : step.suspicion.certainty,
                explains: Check.all.map(\.code).filter { code in
                    step.cured.contains { $0.code == code }
                },
                facts: step.suspicion.facts)
        }
    }

    private static func gravity(_ finding: Finding) -> Int {
        let classes: [CheckClass] = [.form, .trust, .time, .permission]
        guard finding.status == .violated else { return classes.count }
        return classes.firstIndex(of: finding.checkClass) ?? classes.count
    }
}
