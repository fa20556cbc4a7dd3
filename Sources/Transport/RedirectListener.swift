/// Waits on loopback for the browser to come back from a sign-in (RFC 8252 §7.3).
///
/// A listener only carries: what a request means and what is said to it is decided by whoever listens.
public protocol RedirectListener: Sendable {
    /// Listens on 127.0.0.1 until a request is taken, and stops listening in any case.
    /// - Parameters:
    ///   - port: The port; nil: one that is free.
    ///   - deadline: How long to wait at most.
    ///   - judge: Says what is done with a request; asked for each until it takes one.
    ///   - opened: Called once with the port as soon as requests are heard.
    /// - Returns: The request that was taken, after its answer was sent.
    /// - Throws: ``RedirectFault``.
    func redirect(
        port: Int?, deadline: Duration,
        judging judge: @escaping @Sendable (RedirectRequest) -> RedirectReply,
        opened: @escaping @Sendable (Int) async -> Void
    ) async throws(RedirectFault) -> RedirectRequest
}

/// A request that came to a listener.
public struct RedirectRequest: Sendable, Equatable {
    /// The method, such as `GET`.
    public let method: String
    /// The path with its query.
    public let target: String
    /// What the request takes the listener's name to be.
    public let host: String?
    /// The port on which it came.
    public let port: Int

    /// Describes a request.
    public init(method: String, target: String, host: String?, port: Int) {
        self.method = method
        self.target = target
        self.host = host
        self.port = port
    }
}

/// What is done with a request.
public enum RedirectReply: Sendable, Equatable {
    /// It gets 404, and the listener goes on.
    case notFound
    /// It gets a page, and the listener ends.
    case taken(page: String)
}

/// Why no request was taken.
public enum RedirectFault: Error, Sendable, Equatable {
    /// Another program listens on the port.
    case portInUse(Int)
    /// The system does not let this program listen, in its own words.
    case notListening(String)
    /// Nobody came in time.
    case deadline
    /// Somebody no longer waits.
    case cancelled
}
