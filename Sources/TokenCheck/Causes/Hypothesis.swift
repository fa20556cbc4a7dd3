/// One assumption that may be wrong: when it is worth a try, how the inputs look without it, and what that proves.
struct Hypothesis: Sendable {
    /// The cause it would prove.
    let code: CauseCode
    /// The checks whose failing it can explain.
    let explains: Set<CheckCode>
    /// Looks at a case of which at least one of those checks fails; nil: this is not the cause.
    let suspect: @Sendable (CaseFile) -> Suspicion?
}

/// What a hypothesis says of a case.
struct Suspicion: Sendable {
    let facts: CauseFacts
    /// The inputs with the one assumption changed; nil when it cannot be tried.
    let trial: Assumptions?
    /// How sure the cause is when the trial makes checks hold that failed, or without a trial.
    let certainty: Cause.Certainty
    /// How sure it is when the trial, with those of the other causes, turns the verdict.
    let certaintyOfTurning: Cause.Certainty

    init(
        _ facts: CauseFacts, trial: Assumptions? = nil, _ certainty: Cause.Certainty = .proof,
        turning: Cause.Certainty? = nil
    ) {
        self.facts = facts
        self.trial = trial
        self.certainty = certainty
        certaintyOfTurning = turning ?? certainty
    }
}

extension Hypothesis {
    /// Every hypothesis; of those that explain the same the first counts.
    static let all: [Hypothesis] =
        form + signature + keys + issuers + audiences + times + permissions
}
