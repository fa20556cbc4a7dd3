internal import ArgumentParser

/// How the lines of a batch are read, and which are written.
struct LineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Lines are JSON, and the token is this member: a.b.c for a member within members.",
            valueName: "path"))
    var field: FieldPath?

    @Option(
        help: ArgumentHelp(
            "The member of each line that is repeated as id.", valueName: "path"))
    var idField: FieldPath?

    @Option(
        help: ArgumentHelp(
            "Write only lines with this verdict; may be repeated.",
            valueName: "accepted|rejected|undecided|form|trust|time|permission"))
    var only: [ExpectedVerdict] = []

    @Flag(help: "Write only the summary.")
    var summary = false

    @Option(
        help: ArgumentHelp(
            "How many tokens are judged at the same time; as many as there are processors.",
            valueName: "number"))
    var jobs: Int?

    /// Refuses flags that contradict each other or make no sense.
    func refuseContradictions() throws(CommandFault) {
        if summary, !only.isEmpty {
            throw .usage("--summary contradicts --only", hint: "leave out one of them")
        }
        if idField != nil, field == nil {
            throw .usage(
                "--id-field without --field", hint: "name the member of the token with --field")
        }
        if let jobs, !(1...256).contains(jobs) {
            throw .usage("--jobs: not from 1 to 256: \(jobs)", hint: "leave it out")
        }
    }
}
