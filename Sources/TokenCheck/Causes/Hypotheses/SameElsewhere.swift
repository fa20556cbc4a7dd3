/// Operations of Defender and Graph that do the same for different tokens.
enum SameElsewhere {
    private static let groups: [[String]] = [
        [
            "POST /api/advancedhunting/run", "POST /api/advancedqueries/run",
            "POST /security/runHuntingQuery",
        ],
        ["GET /api/incidents", "GET /security/incidents"],
        ["GET /api/incidents/{id}", "GET /security/incidents/{id}"],
        ["PATCH /api/incidents/{id}", "PATCH /security/incidents/{id}"],
        ["GET /api/alerts", "GET /security/alerts_v2"],
        ["GET /api/alerts/{id}", "GET /security/alerts_v2/{id}"],
        ["PATCH /api/alerts/{id}", "PATCH /security/alerts_v2/{id}"],
    ]

    /// What does the same at another resource.
    static func operation(like known: CatalogueOperation, at resource: Resource)
        -> CatalogueOperation?
    {
        guard let group = groups.first(where: { $0.contains(known.request.unversioned) }) else {
            return nil
        }
        return resource.operations.first { group.contains($0.request.unversioned) }
    }
}

extension String {
    /// A request without the version that Graph's paths begin with.
    fileprivate var unversioned: String {
        let version = " /v1.0/"
        guard let blank = firstIndex(of: " "), self[blank...].hasPrefix(version) else {
            return self
        }
        return self[..<blank] + " /" + self[blank...].dropFirst(version.count)
    }
}
