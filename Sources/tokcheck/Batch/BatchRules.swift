internal import Reporting
internal import TokenCheck

/// What a batch expects of every line, and what it writes of it.
struct BatchRules: Sendable {
    /// What is expected of every token.
    var policy: Policy
    /// The time at which all are judged; nil: the clock's.
    var at: Instant?
    /// Where a line of JSON has its token; nil: a line is a token.
    var field: FieldPath?
    /// Where it has its name.
    var idField: FieldPath?
    /// The verdicts of which a line is written; empty: of all.
    var only: [ExpectedVerdict] = []
    /// Whether any line is written, beside the summary.
    var writesLines = true
    /// What the exit code says of the verdicts.
    var status: @Sendable (Report) -> ExitStatus = { ExitStatus($0.verdict) }
    /// What each worker remembers.
    var remembering = Inspector.Remembering.nothing
}

/// What became of a block of lines.
struct BlockResult: Sendable {
    /// The lines to be written.
    var output: [UInt8] = []
    /// The verdicts.
    var tally = BatchTally()
    /// The gravest exit code.
    var status = ExitStatus.success
    /// The keys that tokens named and the list does not have.
    var unknownKeyIDs: Set<String> = []
    /// How many bytes of the input were judged.
    var consumed = 0
}

extension ExitStatus {
    /// The order in which one of several verdicts counts.
    private static let gravest: [ExitStatus] = [
        .notAToken, .rejected, .time, .permission, .undecided, .success,
    ]

    /// The graver of two verdicts.
    func graver(_ other: ExitStatus) -> ExitStatus {
        Self.gravest.first { $0 == self || $0 == other } ?? self
    }
}
