internal import StrictJSON
internal import TokenCheck
internal import Transport

/// The incidents that a query asks for, fetched page by page.
///
/// A page is asked for when the one before it is used up; then the token is held against the request again, since it may
/// have expired meanwhile, and is renewed if the client has a way to another. An incident that slides onto the next page while new ones come in is given once.
public struct IncidentSequence: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = Incident
    /// What ends it early.
    public typealias Failure = DefenderFault

    let client: DefenderClient
    let query: IncidentQuery

    /// Begins with the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(client: client, query: query) }

    /// Goes through the pages.
    public struct Iterator: AsyncIteratorProtocol {
        /// Where the page after the one at hand is.
        private enum Place {
            case skipping(Int)
            case linked(AllowedAddress)
            /// What came is given before it is told.
            case refused(NextPageDefect)
            case nowhere
        }

        private let client: DefenderClient
        private let query: IncidentQuery
        private var upcoming = Place.skipping(0)
        private var page: AnswerFrame?
        private var position = 0
        private var given = 0
        private var visited: Set<String> = []
        private var idsBefore: Set<IncidentID> = []
        private var ids: Set<IncidentID> = []

        init(client: DefenderClient, query: IncidentQuery) {
            self.client = client
            self.query = query
        }

        /// The next incident; nil behind the last.
        /// - Throws: ``DefenderFault``; after that there is nothing more.
        public mutating func next() async throws(DefenderFault) -> Incident? {
            do throws(DefenderFault) {
                return try await nextIncident()
            } catch {
                (upcoming, page) = (.nowhere, nil)
                throw error
            }
        }

        private mutating func nextIncident() async throws(DefenderFault) -> Incident? {
            if let limit = query.limit, given >= limit { return nil }
            while true {
                while let document = page?.element(position) {
                    guard let incident = Incident(document, from: client.backend) else {
                        throw .shape("value[\(position)]")
                    }
                    position += 1
                    ids.insert(incident.id)
                    guard !idsBefore.contains(incident.id) else { continue }
                    given += 1
                    return incident
                }
                if page != nil, !ids.isEmpty, ids.isSubset(of: idsBefore) {
                    throw .nextPage(.loop)
                }
                guard try await turnPage() else { return nil }
            }
        }

        /// Fetches the next page; false when there is none.
        private mutating func turnPage() async throws(DefenderFault) -> Bool {
            let address: AllowedAddress
            switch upcoming {
            case .nowhere:
                page = nil
                return false
            case .refused(let defect): throw .nextPage(defect)
            case .linked(let link): address = link
            case .skipping(let count): address = try self.address(skipping: count)
            }
            page = nil
            guard visited.insert(address.text).inserted else { throw .nextPage(.loop) }
            let request = HTTPRequest(
                get: address, bearer: try await client.bearer(for: .listIncidents),
                fields: client.fields)
            let frame = try Self.frame(try await client.body(of: request, .read))
            guard let count = frame.elements?.count else { throw .shape("value") }
            upcoming = following(frame, count: count)
            (idsBefore, ids) = (ids, [])
            (page, position) = (frame, 0)
            return true
        }

        private static func frame(_ body: [UInt8]) throws(DefenderFault) -> AnswerFrame {
            do throws(JSONDefect) {
                return try AnswerFrame(body, list: ["value"])
            } catch {
                throw .malformed(error)
            }
        }

        /// Where the page after this one is: where the API says, or behind as many incidents as came.
        private func following(_ frame: AnswerFrame, count: Int) -> Place {
            if let link = frame.member("@odata.nextLink")?.root.string {
                do throws(AddressDefect) {
                    return .linked(
                        try AllowedAddress(
                            link, hosts: client.hosts, maximumBytes: DefenderClient.longestAddress))
                } catch {
                    if case .hostNotAllowed(let host) = error { return .refused(.elsewhere(host)) }
                    return .refused(.elsewhere(nil))
                }
            }
            guard case .skipping(let skipped) = upcoming, client.backend == .xdr, count >= pageSize
            else { return .nowhere }
            return .skipping(skipped + count)
        }

        /// A hundred at Defender XDR, and fifty at Graph, if nobody wants less.
        private var pageSize: Int {
            let most = client.backend == .xdr ? 100 : 50
            return Swift.max(1, Swift.min(most, query.limit ?? most))
        }

        private func address(skipping count: Int) throws(DefenderFault) -> AllowedAddress {
            if let name = query.firstUnsupported(by: client.backend) {
                throw .unsupportedFilter(name, client.backend)
            }
            var parts = ["$top=\(pageSize)"]
            if count > 0 { parts.append("$skip=\(count)") }
            if let filter = query.filter(for: client.backend) {
                parts.append("$filter=" + PercentEncoding.encoded(filter))
            }
            return try client.address(of: .listIncidents, query: "?" + parts.joined(separator: "&"))
        }
    }
}

/// Text as part of a query (RFC 3986 §2.1).
enum PercentEncoding {
    /// The text with everything encoded that is not unreserved.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + Hexadecimal.text([byte]).uppercased()
            }
        }.joined()
    }
}
