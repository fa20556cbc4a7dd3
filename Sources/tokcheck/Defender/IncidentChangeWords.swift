internal import DefenderXDR

/// What is said of a change that the API would refuse.
struct IncidentChangeWords {
    private let defect: IncidentChangeDefect

    init(_ defect: IncidentChangeDefect) { self.defect = defect }

    /// The sentence and the hint.
    var fault: CommandFault {
        switch defect {
        case .nothing:
            .usage("nothing to change", hint: "such as --status resolved, or --comment TEXT")
        case .unknownStatus(let status):
            .usage(
                "--status: no status \(Redaction.quoted(status.text))",
                hint: "one of " + Self.list(IncidentStatus.known))
        case .unknownClassification(let word):
            .usage(
                "--classification: \(Redaction.quoted(word.text)) cannot be set",
                hint: "one of " + Self.list(IncidentClassification.settable))
        case .unknownDetermination(let word):
            .usage(
                "--determination: \(Redaction.quoted(word.text)) cannot be set",
                hint: "one of " + Self.list(IncidentDetermination.known))
        case .mismatch(let classification, let determination):
            .usage(
                "--determination \(determination) does not go with \(classification)",
                hint: "\(classification) goes with "
                    + Self.list(IncidentDetermination.known(for: classification)))
        case .empty(let name):
            .usage("\(name): empty", hint: "leave it out, or give a value")
        }
    }

    private static func list(_ words: [some IncidentWord]) -> String {
        words.map(\.text).joined(separator: ", ")
    }
}
