internal import StrictJSON

/// What is to be changed of an incident; what is nil stays as it is.
public struct IncidentChange: Sendable, Equatable {
    /// How far it is.
    public var status: IncidentStatus?
    /// Who works on it.
    public var assignedTo: String?
    /// What it turned out to be.
    public var classification: IncidentClassification?
    /// What kind of thing that is.
    public var determination: IncidentDetermination?
    /// Its tags, in place of those that it has.
    public var tags: [String]?
    /// A comment that is added.
    public var comment: String?

    /// Changes nothing yet.
    public init() {}

    /// Why the API would refuse it; nil when it would not.
    public var defect: IncidentChangeDefect? {
        if self == IncidentChange() { return .nothing }
        if let status, status.documented == nil { return .unknownStatus(status) }
        if let classification, !IncidentClassification.settable.contains(classification) {
            return .unknownClassification(classification)
        }
        if let determination {
            guard determination.isSettable else { return .unknownDetermination(determination) }
            if let classification, determination.fits(classification) != true {
                return .mismatch(classification, determination)
            }
        }
        if assignedTo?.isEmpty == true { return .empty("assignedTo") }
        if tags?.contains("") == true { return .empty("tags") }
        if comment?.isEmpty == true { return .empty("comment") }
        return nil
    }

    /// The body of the request; nil when there is nothing but a comment that goes elsewhere.
    func body(for backend: DefenderBackend) -> JSONOutput? {
        var members: [(String, JSONOutput)] = []
        if let status { members.append(("status", .string(status.written(for: backend)))) }
        if let assignedTo { members.append(("assignedTo", .string(assignedTo))) }
        if let classification {
            members.append(("classification", .string(classification.written(for: backend))))
        }
        if let determination {
            let word = determination.written(for: backend) ?? determination.text
            members.append(("determination", .string(word)))
        }
        if let tags {
            let name = IncidentFields(backend).tags
            members.append((name, .array(tags.map(JSONOutput.string))))
        }
        if let comment, backend == .xdr { members.append(("comment", .string(comment))) }
        return members.isEmpty ? nil : .object(members)
    }
}

/// Why an API would refuse a change.
public enum IncidentChangeDefect: Error, Equatable, Sendable {
    /// There is nothing to change.
    case nothing
    /// A status that cannot be set.
    case unknownStatus(IncidentStatus)
    /// A classification that cannot be set.
    case unknownClassification(IncidentClassification)
    /// A determination that cannot be set.
    case unknownDetermination(IncidentDetermination)
    /// A determination that does not go with the classification.
    case mismatch(IncidentClassification, IncidentDetermination)
    /// A text that must not be empty.
    case empty(String)
}
