internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization
public import Transport

/// Waits for the browser on 127.0.0.1: one request is taken, everything else gets 404.
///
/// Other programs of this machine can reach it, too: each connection has ten seconds, a request at most 80 KiB of header
/// (the parser's own limit) and 64 KiB of a body, which nobody reads, and there are at most 64 connections at a time.
public struct LoopbackListener: RedirectListener {
    /// Makes a listener; nothing is opened before it is asked.
    public init() {}

    /// Listens, see ``Transport/RedirectListener``.
    public func redirect(
        port: Int?, deadline: Duration,
        judging judge: @escaping @Sendable (RedirectRequest) -> RedirectReply,
        opened: @escaping @Sendable (Int) async -> Void
    ) async throws(RedirectFault) -> RedirectRequest {
        let (taken, inlet) = AsyncStream.makeStream(of: RedirectRequest.self)
        let desk = Desk(judge: judge) { inlet.yield($0) }
        let listener: any Channel
        do {
            listener = try await Self.bootstrap(desk).bind(host: "127.0.0.1", port: port ?? 0).get()
        } catch {
            throw Self.fault(error, port: port)
        }
        guard let number = listener.localAddress?.port else {
            try? await listener.close()
            throw .notListening("no port was given")
        }
        desk.port.withLock { $0 = number }
        await opened(number)
        let outcome = await withTaskGroup(of: Result<RedirectRequest, RedirectFault>.self) {
            group in
            group.addTask {
                for await request in taken { return .success(request) }
                return .failure(.cancelled)
            }
            group.addTask {
                let wasCancelled = (try? await Task.sleep(for: deadline)) == nil
                return .failure(wasCancelled ? .cancelled : .deadline)
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        try? await listener.close()
        return try outcome.get()
    }

    private static func bootstrap(_ desk: Desk) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard desk.admits() else {
                    return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
                }
                // Who never asks, as browsers that connect beforehand, is let go after a while or with the listener.
                let end = channel.eventLoop.scheduleTask(in: .seconds(10)) {
                    channel.close(promise: nil)
                }
                channel.closeFuture.whenComplete { _ in
                    end.cancel()
                    desk.dismiss()
                }
                channel.parent?.closeFuture.whenComplete { _ in channel.close(promise: nil) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(Clerk(desk))
                }
            }
    }

    private static func fault(_ error: any Error, port: Int?) -> RedirectFault {
        guard let error = error as? IOError else { return .notListening("\(error)") }
        if let port, error.errnoCode == IOError.addressInUse { return .portInUse(port) }
        return .notListening("error \(error.errnoCode)")
    }
}

/// Where all connections of one listener ask.
private final class Desk: Sendable {
    let port = Mutex(0)
    private let hasTaken = Mutex(false)
    private let connections = Mutex(0)
    private let judge: @Sendable (RedirectRequest) -> RedirectReply
    let take: @Sendable (RedirectRequest) -> Void

    init(
        judge: @escaping @Sendable (RedirectRequest) -> RedirectReply,
        take: @escaping @Sendable (RedirectRequest) -> Void
    ) {
        self.judge = judge
        self.take = take
    }

    /// Whether there is room for one more connection, which is then counted.
    func admits() -> Bool {
        connections.withLock { count in
            guard count < 64 else { return false }
            count += 1
            return true
        }
    }

    /// A connection that was counted has ended.
    func dismiss() { connections.withLock { $0 -= 1 } }

    /// What is done with a request; behind the one that was taken there is nothing any more.
    func reply(to request: RedirectRequest) -> RedirectReply {
        hasTaken.withLock { hasTaken in
            if hasTaken { return .notFound }
            let reply = judge(request)
            if case .taken = reply { hasTaken = true }
            return reply
        }
    }
}

/// Answers the requests of one connection.
private final class Clerk: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let desk: Desk
    private var head: HTTPRequestHead?
    private var bodyBytes = 0
    private static let mostBodyBytes = 65_536

    init(_ desk: Desk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let part):
            bodyBytes += part.readableBytes
            if bodyBytes > Self.mostBodyBytes { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(
                RedirectRequest(
                    method: head.method.rawValue, target: head.uri,
                    host: head.headers["host"].first, port: desk.port.withLock { $0 }), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ request: RedirectRequest, _ context: ChannelHandlerContext) {
        let reply = desk.reply(to: request)
        let text: String
        let status: HTTPResponseStatus
        switch reply {
        case .notFound: (text, status) = ("", .notFound)
        case .taken(let page): (text, status) = (page, .ok)
        }
        // What stands in the address bar is the code: nothing may keep it or send it on.
        let headers: HTTPHeaders = [
            "content-type": "text/html; charset=utf-8", "content-length": "\(text.utf8.count)",
            "cache-control": "no-store", "referrer-policy": "no-referrer",
            "content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff",
            "connection": "close",
        ]
        context.write(
            wrapOutboundOut(
                .head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil)
        context.write(
            wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        let sent = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        let desk = desk
        sent.futureResult.whenComplete { _ in
            if case .taken = reply { desk.take(request) }
            channel.close(promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }
}

extension IOError {
    /// The number with which a system says that somebody else has a port.
    fileprivate static let addressInUse: Int32 = {
        #if canImport(Darwin)
            48
        #else
            98
        #endif
    }()
}
