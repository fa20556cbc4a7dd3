internal import JOSE
internal import Transport

/// One fetch: the metadata, then the key list, each tried twice at most, all within one span of time.
struct KeyFetch {
    let authority: Authority
    let exchange: any HTTPExchange
    let clock: KeyClock
    let times: KeyTimes
    /// When the whole fetch must be over, by the monotonic clock.
    let end: Int64

    /// The largest metadata or key list that is read.
    private static let maximumBytes = 1_048_576

    func list() async throws(KeyFetchFault) -> KeyRecord.List {
        let discovery: Discovery
        let metadata = try await body(.metadata, at: authority.metadata)
        do throws(DiscoveryDefect) {
            discovery = try Discovery(metadata, of: authority)
        } catch {
            throw .metadata(error)
        }
        let bytes = try await body(.keys, at: discovery.keys)
        let keys: KeySet
        // A key file may also be PEM or DER; an authority sends a JWK set, and a page that says something else is none.
        guard bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{")
        else { throw .keys(KeyFileDefect(.html, at: 0)) }
        do throws(KeyFileDefect) {
            keys = try KeySet(parsing: bytes.span, origin: KeySet.Origin(source: .authority))
        } catch {
            throw .keys(error)
        }
        guard !keys.keys.isEmpty else { throw .noUsableKey }
        return KeyRecord.List(
            bytes: bytes, address: discovery.keys.text, tenant: discovery.tenant,
            fetchedAt: clock.wall())
    }

    private func body(
        _ document: KeyFetchFault.Document, at address: AllowedAddress
    ) async throws(KeyFetchFault) -> [UInt8] {
        do throws(KeyFetchFault) {
            return try await attempt(document, at: address)
        } catch {
            guard error.mayPass, clock.monotonic() < end else { throw error }
            return try await attempt(document, at: address)
        }
    }

    private func attempt(
        _ document: KeyFetchFault.Document, at address: AllowedAddress
    ) async throws(KeyFetchFault) -> [UInt8] {
        let left = end - clock.monotonic()
        guard left > 0 else { throw .exchange(document, .deadline) }
        let answer: HTTPAnswer
        do throws(HTTPFault) {
            answer = try await exchange.send(
                HTTPRequest(get: address), limit: Self.maximumBytes,
                deadline: min(times.attempt, .seconds(left)))
        } catch {
            throw .exchange(document, error)
        }
        guard answer.status == 200 else {
            let isRedirect = (300..<400).contains(answer.status)
            throw .status(
                document, answer.status, location: isRedirect ? answer.value(of: "location") : nil)
        }
        return answer.body
    }
}

extension KeyFetchFault {
    /// Whether the same request may succeed a moment later.
    fileprivate var mayPass: Bool {
        switch self {
        case .exchange(_, .notConnected), .exchange(_, .deadline), .exchange(_, .cut): true
        case .status(_, let status, _): status >= 500
        case .exchange, .metadata, .keys, .noUsableKey, .heldUp: false
        }
    }
}
