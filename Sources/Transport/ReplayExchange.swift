internal import Synchronization

/// Plays recorded answers, for tests of what is built on an exchange; it counts what is asked.
public final class ReplayExchange: HTTPExchange {
    /// What comes back for a request.
    public enum Reply: Sendable {
        /// An answer.
        case answer(HTTPAnswer)
        /// No answer.
        case fault(HTTPFault)
    }

    private struct State {
        var replies: [String: [Reply]]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    /// Makes an exchange.
    /// - Parameter replies: For each address what comes back; anywhere else there is no such name.
    public init(_ replies: [String: Reply]) {
        state = Mutex(State(replies: replies.mapValues { [$0] }))
    }

    /// Every address that was asked, in order.
    public var asked: [String] { requests.map(\.address.text) }

    /// Every request, in order.
    public var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// Lets something else come back from now on.
    public func reply(_ reply: Reply?, at address: String) {
        state.withLock { $0.replies[address] = reply.map { [$0] } }
    }

    /// Lets several things come back one after the other; the last goes on.
    public func reply(inTurn replies: [Reply], at address: String) {
        state.withLock { $0.replies[address] = replies }
    }

    /// Plays the reply to a request.
    public func send(_ request: HTTPRequest, limit: Int, deadline: Duration)
        async throws(HTTPFault) -> HTTPAnswer
    {
        let reply = state.withLock { state in
            let address = request.address.text
            state.requests.append(request)
            let reply = state.replies[address]?.first
            if let rest = state.replies[address]?.dropFirst(), !rest.isEmpty {
                state.replies[address] = Array(rest)
            }
            return reply
        }
        // Others get the chance to ask for the same meanwhile.
        await Task.yield()
        switch reply {
        case .answer(let answer):
            guard answer.body.count <= limit else { throw .tooLarge(limit: limit) }
            return answer
        case .fault(let fault): throw fault
        case nil: throw .nameNotFound
        }
    }
}
