internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Synchronization
public import Transport

/// Exchanges over the network.
///
/// TLS wherever an address asks for it, certificates always verified, HTTP/1.1, no redirect followed, no compression asked for or accepted. The
/// deadline covers everything up to the body's last byte: the work is raced against it and cancelled.
public final class AsyncHTTPExchange: HTTPExchange {
    /// The library's clients, which begin threads.
    private struct Clients {
        let direct: HTTPClient
        let proxied: HTTPClient?
    }

    private let settings: ProxySettings
    private let certificateFile: String?
    /// Nil as long as nothing was asked: who finds everything in the cache pays for no network.
    private let clients = Mutex<Clients?>(nil)

    /// Makes an exchange; nothing is opened before the first request.
    /// - Parameters:
    ///   - settings: The proxy, if there is one.
    ///   - certificateFile: A PEM file of the authorities to trust instead of the system's, as `SSL_CERT_FILE` names it.
    public init(settings: ProxySettings, certificateFile: String?) {
        self.settings = settings
        self.certificateFile = certificateFile
    }

    /// Closes every connection; must be called before the last reference goes.
    public func shutDown() async {
        let clients = clients.withLock { clients in
            defer { clients = nil }
            return clients
        }
        try? await clients?.direct.shutdown()
        try? await clients?.proxied?.shutdown()
    }

    /// The client for a host, and whether it goes through a proxy.
    private func client(for host: String) -> (client: HTTPClient, isProxied: Bool) {
        let clients = clients.withLock { clients in
            let made = clients ?? makeClients()
            clients = made
            return made
        }
        guard settings.proxy(for: host) != nil, let proxied = clients.proxied else {
            return (clients.direct, false)
        }
        return (proxied, true)
    }

    private func makeClients() -> Clients {
        NameSources.choose()
        var tls = TLSConfiguration.makeClientConfiguration()
        // A body ends with its length, not with the connection: nothing is lost by not waiting for the other side's
        // farewell, and 5 s beyond the deadline are, if it is silent.
        tls.shutdownTimeout = .milliseconds(50)
        if let certificateFile { tls.trustRoots = .file(certificateFile) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, decompression: .disabled)
        configuration.httpVersion = .http1Only
        // Whoever asks decides whether to ask again; the library would go on for as long as a connection may take.
        configuration.connectionPool.retryConnectionEstablishment = false
        let direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let proxied = settings.proxy.map { proxy in
            configuration.proxy = .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.credentials.map { .basic(credentials: $0) })
            return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }
        return Clients(direct: direct, proxied: proxied)
    }

    /// Sends a request, see ``Transport/HTTPExchange``.
    public func send(_ request: HTTPRequest, limit: Int, deadline: Duration)
        async throws(HTTPFault) -> HTTPAnswer
    {
        let (client, isProxied) = client(for: request.address.host)
        let outcome = await withTaskGroup(of: Result<HTTPAnswer, HTTPFault>.self) { group in
            group.addTask {
                do {
                    return .success(
                        try await Self.answer(
                            request, by: client, limit: limit, deadline: deadline))
                } catch let fault as HTTPFault {
                    return .failure(fault)
                } catch {
                    return .failure(HTTPFault(error, isProxied: isProxied))
                }
            }
            group.addTask {
                let wasCancelled = (try? await Task.sleep(for: deadline)) == nil
                return .failure(wasCancelled ? .cancelled : .deadline)
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try outcome.get()
    }

    private static func answer(
        _ request: HTTPRequest, by client: HTTPClient, limit: Int, deadline: Duration
    ) async throws -> HTTPAnswer {
        var message = HTTPClientRequest(url: request.address.text)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        message.headers.add(name: "accept-encoding", value: "identity")
        message.headers.add(name: "user-agent", value: "tokcheck")
        for field in request.fields { message.headers.add(name: field.name, value: field.value) }
        if let bearer = request.bearer {
            message.headers.add(name: "authorization", value: bearer.fieldValue)
        }
        if let body = request.body {
            message.headers.add(name: "content-type", value: body.type)
            message.body = .bytes(body.bytes)
        }
        // The race against the caller's deadline ends it earlier.
        let response = try await client.execute(
            message, timeout: TimeAmount(deadline) + .seconds(1))
        let fields = response.headers.map { HTTPAnswer.Field($0.name, $0.value) }
        if let encoding = fields.first(where: { $0.name == "content-encoding" })?.value,
            encoding.lowercased() != "identity"
        {
            throw HTTPFault.encoded(encoding)
        }
        let announced = response.headers.first(name: "content-length").flatMap { Int($0) }
        guard announced ?? 0 <= limit else { throw HTTPFault.tooLarge(limit: limit) }
        var body: [UInt8] = []
        // An array that grows is there twice for a moment; what is reserved takes no memory before it is written.
        body.reserveCapacity(max(0, announced ?? limit))
        for try await part in response.body {
            guard body.count + part.readableBytes <= limit else {
                throw HTTPFault.tooLarge(limit: limit)
            }
            body += part.readableBytesView
        }
        return HTTPAnswer(status: Int(response.status.code), fields: fields, body: body)
    }
}
