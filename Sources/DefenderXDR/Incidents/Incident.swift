public import StrictJSON
public import TokenCheck

/// An incident as an API told it: its core with types, everything else as it came.
///
/// Whatever the API leaves out or writes as null is nil or empty here, except the id.
public struct Incident: Sendable {
    /// The id.
    public let id: IncidentID
    /// The incident of which it is a part now, if it was merged into one.
    public let redirectID: IncidentID?
    /// What it is called.
    public let name: String?
    /// How far it is.
    public let status: IncidentStatus?
    /// How bad it is.
    public let severity: IncidentSeverity?
    /// What it turned out to be.
    public let classification: IncidentClassification?
    /// What kind of thing that is.
    public let determination: IncidentDetermination?
    /// Who works on it.
    public let assignedTo: String?
    /// When it began, in whole seconds.
    public let created: Instant?
    /// When something in it changed, in whole seconds.
    public let updated: Instant?
    /// The tags that people gave it.
    public let tags: [String]
    /// What people wrote about it.
    public let comments: [IncidentComment]
    /// How many alerts it has, if they came along.
    public let alertCount: Int?
    /// Everything, as it came.
    public let document: JSONDocument

    /// Reads an incident; nil when it is no object with an id.
    init?(_ document: JSONDocument, from backend: DefenderBackend) {
        let fields = IncidentFields(backend)
        let root = document.root
        guard let id = IncidentID(root[fields.id]) else { return nil }
        self.id = id
        redirectID = IncidentID(root["redirectIncidentId"])
        name = root[fields.name]?.string
        status = root["status"]?.string.map(IncidentStatus.init)
        severity = root["severity"]?.string.map(IncidentSeverity.init)
        classification = root["classification"]?.string.map(IncidentClassification.init)
        determination = root["determination"]?.string.map(IncidentDetermination.init)
        assignedTo = root["assignedTo"]?.string
        created = root[fields.created].flatMap(Self.instant)
        updated = root[fields.updated].flatMap(Self.instant)
        tags = root[fields.tags]?.elements.compactMap(\.string) ?? []
        comments = root["comments"]?.elements.compactMap(IncidentComment.init) ?? []
        let alerts = root["alerts"]
        alertCount = alerts?.kind == .array ? alerts?.elements.count : nil
        self.document = document
    }

    /// A time with any number of digits behind the second.
    static func instant(_ value: JSONValue) -> Instant? {
        value.string.flatMap(RFC3339.seconds).map(Instant.init(secondsSince1970:))
    }
}

/// A comment on an incident.
public struct IncidentComment: Sendable, Equatable {
    /// The text.
    public let text: String
    /// Who wrote it.
    public let author: String?
    /// When, in whole seconds.
    public let created: Instant?

    /// Reads a comment; nil when it has no text.
    init?(_ value: JSONValue) {
        guard let text = value["comment"]?.string else { return nil }
        self.text = text
        author = value["createdBy"]?.string ?? value["createdByDisplayName"]?.string
        created = (value["createdTime"] ?? value["createdDateTime"]).flatMap(Incident.instant)
    }
}

/// The names that the two APIs give to the same things.
struct IncidentFields {
    let id: String
    let name: String
    let created: String
    let updated: String
    let tags: String

    init(_ backend: DefenderBackend) {
        switch backend {
        case .xdr:
            (id, name, tags) = ("incidentId", "incidentName", "tags")
            (created, updated) = ("createdTime", "lastUpdateTime")
        case .graph:
            (id, name, tags) = ("id", "displayName", "customTags")
            (created, updated) = ("createdDateTime", "lastUpdateDateTime")
        }
    }
}
