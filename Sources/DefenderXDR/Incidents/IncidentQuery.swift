public import TokenCheck

/// Which incidents are wanted; what is empty or nil asks for nothing.
public struct IncidentQuery: Sendable {
    /// With one of these.
    public var statuses: [IncidentStatus] = []
    /// With one of these; only Graph can filter by it.
    public var severities: [IncidentSeverity] = []
    /// With one of these; only Graph can filter by it.
    public var classifications: [IncidentClassification] = []
    /// Assigned to exactly this.
    public var assignedTo: String?
    /// Created at this time or later.
    public var createdSince: Instant?
    /// Changed at this time or later.
    public var updatedSince: Instant?
    /// No more than so many; nil: all.
    public var limit: Int?

    /// Asks for every incident.
    public init() {}

    /// What an API cannot filter by, in its own word; nil when it can do all that is asked.
    public func firstUnsupported(by backend: DefenderBackend) -> String? {
        guard backend == .xdr else { return nil }
        if !severities.isEmpty { return "severity" }
        return classifications.isEmpty ? nil : "classification"
    }

    /// The condition of OData (OData 4.01 part 2 §5.1.1), without `$filter=`; nil when nothing is asked.
    func filter(for backend: DefenderBackend) -> String? {
        let fields = IncidentFields(backend)
        func any(_ name: String, _ words: [some IncidentWord]) -> String? {
            let terms = words.map { "\(name) eq \(Self.quoted($0.written(for: backend)))" }
            return terms.count > 1 ? "(" + terms.joined(separator: " or ") + ")" : terms.first
        }
        let conditions = [
            any("status", statuses), any("severity", severities),
            any("classification", classifications),
            assignedTo.map { "assignedTo eq \(Self.quoted($0))" },
            createdSince.map { "\(fields.created) ge \($0.utcText)" },
            updatedSince.map { "\(fields.updated) ge \($0.utcText)" },
        ].compactMap(\.self)
        return conditions.isEmpty ? nil : conditions.joined(separator: " and ")
    }

    /// A text in single quotes, a quote in it doubled.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }
}
