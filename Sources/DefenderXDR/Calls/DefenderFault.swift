public import StrictJSON
public import TokenCheck
public import Transport

/// Why a call has no result.
public enum DefenderFault: Error, Sendable {
    /// The token would be refused; nothing was sent.
    case stopped(Preflight)
    /// The token was about to expire, and no other came; what the renewal threw.
    case noNewToken(any Error)
    /// The token cannot be sent as a bearer: it is empty, or has characters that end a header field.
    case unsendableToken
    /// The backend has no such request, or the cloud has no such API.
    case unavailable(DefenderOperation, DefenderBackend, Cloud)
    /// A host that does not answer for the backend.
    case unknownHost(String)
    /// The API would refuse the change; nothing was sent.
    case change(IncidentChangeDefect)
    /// The API cannot filter by this; nothing was sent.
    case unsupportedFilter(String, DefenderBackend)
    /// No whole answer came.
    case exchange(HTTPFault)
    /// The API does not let this token do it (401, 403).
    case refused(Refusal)
    /// There is no such incident.
    case notFound(IncidentID)
    /// Too many calls; with the seconds to wait, if the API says.
    case throttled(retryAfterSeconds: Int64?, tries: Int)
    /// The API does not understand the query, or does not want to answer it.
    case query(HuntingDefect)
    /// Any other answer than a good one.
    case status(Refusal)
    /// The API sends elsewhere; that is not followed, since the token would go along.
    case redirected(status: Int)
    /// The answer is no JSON, or ends in the middle.
    case malformed(JSONDefect)
    /// The answer is JSON of another shape than is documented.
    case shape(String)
    /// The page after this one cannot be asked for.
    case nextPage(NextPageDefect)
    /// The change was made, and then this kept its comment from being added.
    indirect case commentMissing(DefenderFault)

    /// A status with what the API says about it.
    public struct Refusal: Sendable {
        /// The status.
        public let status: Int
        /// The whole answer, for ``TokenCheck/CauseSearch``.
        public let answer: ServerAnswer

        /// The API's own code and message, if it gives any.
        public var words: (code: String?, message: String?) {
            for case .other(let code, let message) in answer.statements { return (code, message) }
            return (nil, nil)
        }
    }

    /// Whether a change may have been made although this came back.
    ///
    /// Whoever asks again after that without looking does it perhaps twice.
    public var leavesChangeOpen: Bool {
        switch self {
        case .exchange(let fault):
            switch fault {
            case .deadline, .cut, .cancelled, .tooLarge, .encoded, .other: true
            case .nameNotFound, .notConnected, .proxy, .tls: false
            }
        case .status(let refusal): refusal.status >= 500
        case .malformed, .shape, .redirected, .commentMissing: true
        case .stopped, .noNewToken, .unsendableToken, .unavailable, .unknownHost, .change,
            .unsupportedFilter,
            .refused, .notFound, .throttled, .query, .nextPage:
            false
        }
    }
}

/// Why a next page is not asked for.
public enum NextPageDefect: Sendable, Equatable {
    /// It leads to another host than the API's, or to none.
    case elsewhere(String?)
    /// It is a page that was read already.
    case loop
}
