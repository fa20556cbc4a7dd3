public import TokenCheck

/// The API that answers for incidents and hunting.
public enum DefenderBackend: String, Sendable, CaseIterable {
    /// Microsoft Defender XDR's own API.
    case xdr
    /// Microsoft Graph security, which replaces it step by step.
    case graph

    /// The resource whose token it takes.
    public var resource: Resource {
        switch self {
        case .xdr: .defenderXDR
        case .graph: .graph
        }
    }
}

/// What a ``DefenderClient`` can do.
public enum DefenderOperation: String, Sendable, CaseIterable {
    /// List incidents.
    case listIncidents
    /// Get one incident.
    case getIncident
    /// Change an incident.
    case updateIncident
    /// Add a comment to an incident, where that is a request of its own.
    case commentIncident
    /// Run a hunting query.
    case hunt

    /// The request that does it, with the permissions that open it, as the catalogue knows it; nil when there is none.
    public func catalogued(at backend: DefenderBackend) -> CatalogueOperation? {
        let name = self.name(at: backend)
        return backend.resource.operations.first { $0.name == name }
    }

    /// What the catalogue calls it.
    private func name(at backend: DefenderBackend) -> String {
        switch (self, backend) {
        case (.listIncidents, _): "List incidents"
        case (.getIncident, _): "Get an incident"
        case (.updateIncident, _): "Update an incident"
        case (.commentIncident, _): "Add a comment to an incident"
        case (.hunt, .xdr): "Run an advanced hunting query"
        case (.hunt, .graph): "Run a hunting query"
        }
    }
}

extension CatalogueOperation {
    /// What a token must hold for it, under the name of its request.
    public var requirement: Operation {
        var requirement = operation(named: request)
        requirement.isNamed = true
        return requirement
    }
}
