internal import StrictJSON
public import TokenCheck
public import Transport

/// Incidents and hunting with one token, at either of the two APIs.
///
/// Before every call the token is held against what the request needs, so that a missing permission is told by its name
/// and not by a 403. The token goes to one host and nowhere else. Reads are tried three times at most, as slowly as the API
/// asks; a change is sent once.
public struct DefenderClient: Sendable {
    /// Gets another token of the same kind, such as by signing in again.
    public typealias Renewal = @Sendable () async throws -> [UInt8]

    /// Which API is asked.
    public let backend: DefenderBackend
    /// The host that is asked.
    public let host: String
    let exchange: any HTTPExchange
    let pace: DefenderPace
    private let held: HeldToken
    private let cloud: Cloud
    private let tenants: Policy.Tenants

    /// Makes a client; nothing is sent.
    /// - Parameters:
    ///   - token: The token's bytes.
    ///   - backend: Which API is asked.
    ///   - cloud: In which cloud.
    ///   - host: One of its hosts, such as a regional one; nil: the cloud's usual one.
    ///   - tenant: The tenant of which the token must be, by GUID; nil: any.
    ///   - renewal: Brings another token when this one has less than a minute left; nil: then it stops.
    ///   - exchange: The way there.
    ///   - pace: How it waits.
    /// - Throws: ``DefenderFault/unknownHost(_:)``, or ``DefenderFault/unavailable(_:_:_:)`` when the cloud has no such API.
    public init(
        token: some Sequence<UInt8>, backend: DefenderBackend = .xdr, cloud: Cloud = .public,
        host: String? = nil, tenant: String? = nil, renewal: Renewal? = nil,
        exchange: any HTTPExchange, pace: DefenderPace = .system
    ) throws(DefenderFault) {
        guard let usual = backend.resource.apiHost(in: cloud) else {
            throw .unavailable(.listIncidents, backend, cloud)
        }
        if let host, !backend.resource.hosts.contains(host) { throw .unknownHost(host) }
        self.backend = backend
        self.host = host ?? usual
        self.exchange = exchange
        self.pace = pace
        held = HeldToken(Array(token), renewal: renewal)
        self.cloud = cloud
        tenants = tenant.map { .only([$0]) } ?? .any
    }

    /// Incidents, page after page as they are asked for: no page is fetched before somebody wants it.
    public func incidents(_ query: IncidentQuery = IncidentQuery()) -> IncidentSequence {
        IncidentSequence(client: self, query: query)
    }

    /// One incident.
    ///
    /// One that was merged into another is still there and says so in ``Incident/redirectID``.
    public func incident(_ id: IncidentID) async throws(DefenderFault) -> Incident {
        let request = HTTPRequest(
            get: try address(of: .getIncident, id: id), bearer: try await bearer(for: .getIncident),
            fields: fields)
        return try read(try await body(of: request, .read, about: id))
    }

    /// Changes an incident.
    ///
    /// It is sent once, whatever comes back; ``DefenderFault/leavesChangeOpen`` tells whether it may have been made.
    /// - Returns: The incident as it is then.
    public func update(_ id: IncidentID, _ change: IncidentChange) async throws(DefenderFault)
        -> Incident
    {
        if let defect = change.defect { throw .change(defect) }
        var changed: Incident?
        if let body = change.body(for: backend) {
            let request = HTTPRequest(
                patch: Self.json(body), at: try address(of: .updateIncident, id: id),
                bearer: try await bearer(for: .updateIncident), fields: fields)
            let answer = try await self.body(of: request, .change, about: id)
            changed = answer.isEmpty ? nil : try read(answer)
        }
        if backend == .graph, let comment = change.comment {
            do throws(DefenderFault) {
                try await add(comment, to: id)
            } catch {
                if change.body(for: backend) != nil { throw .commentMissing(error) }
                throw error
            }
        }
        if let changed { return changed }
        return try await incident(id)
    }

    private func add(_ comment: String, to id: IncidentID) async throws(DefenderFault) {
        let body = JSONOutput.object([
            ("@odata.type", .string("microsoft.graph.security.alertComment")),
            ("comment", .string(comment)),
        ])
        let request = HTTPRequest(
            post: Self.json(body), to: try address(of: .commentIncident, id: id),
            bearer: try await bearer(for: .commentIncident), fields: fields)
        _ = try await self.body(of: request, .change, about: id)
    }

    /// Runs a query of Kusto's language; it may take three minutes.
    public func hunt(_ query: String) async throws(DefenderFault) -> HuntingAnswer {
        let request = HTTPRequest(
            post: Self.json(.object([("Query", .string(query))])), to: try address(of: .hunt),
            bearer: try await bearer(for: .hunt))
        do throws(DefenderFault) {
            return try HuntingAnswer(try await body(of: request, .longRead))
        } catch {
            guard case .status(let refusal) = error, refusal.status == 400,
                let message = refusal.words.message
            else { throw error }
            throw .query(HuntingDefect(code: refusal.words.code, message: message, query: query))
        }
    }

    /// What the token lacks for an operation, or what was left open; nothing is sent.
    public func preflight(for operation: DefenderOperation) throws(DefenderFault) -> Preflight {
        try preflight(for: operation, inSeconds: 0)
    }

    private func preflight(for operation: DefenderOperation, inSeconds seconds: Int64)
        throws(DefenderFault) -> Preflight
    {
        guard let known = operation.catalogued(at: backend) else {
            throw .unavailable(operation, backend, cloud)
        }
        var policy = Policy()
        policy.cloud = cloud
        policy.tenants = tenants
        policy.audiences = .resource(backend.resource)
        policy.operations = [known.requirement]
        let token = held.bytes
        return Preflight(
            on: token.span, policy: policy, now: Instant(secondsSince1970: pace.wall() + seconds))
    }
}

// What every call needs.
extension DefenderClient {
    /// The token, if it opens the operation; before it expires another, if there is a way to one.
    func bearer(for operation: DefenderOperation) async throws(DefenderFault) -> BearerToken {
        if held.isRenewable {
            // The checks forgive a minute behind the end, which the API need not do.
            let later = try preflight(for: operation, inSeconds: 120)
            if case .rejected(.time) = later.report.verdict { try await held.renew() }
        }
        let preflight = try preflight(for: operation)
        if preflight.decision == .blocked { throw .stopped(preflight) }
        guard let bearer = held.bearer else { throw .unsendableToken }
        return bearer
    }

    /// The token that is used now, for explaining what the API says of it.
    package var tokenAtHand: [UInt8] { held.bytes }

    /// The address of an operation at the host.
    func address(of operation: DefenderOperation, id: IncidentID? = nil, query: String = "")
        throws(DefenderFault) -> AllowedAddress
    {
        guard let known = operation.catalogued(at: backend) else {
            throw .unavailable(operation, backend, cloud)
        }
        let path = known.path.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? id?.text ?? "" : String(segment)
        }
        do throws(AddressDefect) {
            return try AllowedAddress(
                "https://\(host)/" + path.joined(separator: "/") + query, hosts: hosts,
                maximumBytes: Self.longestAddress)
        } catch {
            throw .shape("address")
        }
    }

    /// The one host to which the token may go.
    var hosts: AllowedHosts { AllowedHosts(exact: [host]) }
    /// The longest address: what a server gives for the next page may carry its state along.
    static let longestAddress = 8_192

    /// Without it Graph writes new words of its lists as `unknownFutureValue`.
    var fields: [HTTPAnswer.Field] {
        backend == .graph ? [HTTPAnswer.Field("prefer", "include-unknown-enum-members")] : []
    }

    /// The body of a good answer.
    func body(of request: HTTPRequest, _ kind: DefenderCall.Kind, about id: IncidentID? = nil)
        async throws(DefenderFault) -> [UInt8]
    {
        do throws(DefenderFault) {
            return try await DefenderCall(exchange: exchange, pace: pace, kind: kind)
                .body(of: request)
        } catch {
            if let id, case .status(let refusal) = error, refusal.status == 404 {
                throw .notFound(id)
            }
            throw error
        }
    }

    private func read(_ body: [UInt8]) throws(DefenderFault) -> Incident {
        let document: JSONDocument
        do throws(JSONDefect) {
            document = try JSONDocument(taking: body, limits: .answer)
        } catch {
            throw .malformed(error)
        }
        guard let incident = Incident(document, from: backend) else {
            throw .shape(IncidentFields(backend).id)
        }
        return incident
    }

    private static func json(_ value: JSONOutput) -> HTTPRequest.Body {
        HTTPRequest.Body(
            type: "application/json; charset=utf-8",
            bytes: Array(JSONWriter.text(value, layout: .line).utf8))
    }
}
