/// Sends one request and brings the whole answer, within bounds of time and size.
public protocol HTTPExchange: Sendable {
    /// Sends a request.
    /// - Parameters:
    ///   - request: What is asked, and where.
    ///   - limit: The most bytes of the answer's body.
    ///   - deadline: How long everything may take, the last byte of the body included.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``HTTPFault`` when there is no whole answer.
    func send(_ request: HTTPRequest, limit: Int, deadline: Duration) async throws(HTTPFault)
        -> HTTPAnswer
}

/// One request.
public struct HTTPRequest: Sendable, Hashable {
    /// The methods.
    public enum Method: String, Sendable {
        /// Read.
        case get = "GET"
        /// Send a body.
        case post = "POST"
        /// Change what is there.
        case patch = "PATCH"
    }

    /// The method.
    public let method: Method
    /// Where it goes.
    public let address: AllowedAddress
    /// The media type and bytes of the body, if there is one.
    public let body: Body?
    /// The token that is sent along, if there is one.
    public let bearer: BearerToken?
    /// Further header fields; whoever shows a request leaves them out.
    public let fields: [HTTPAnswer.Field]

    /// A body with its type.
    public struct Body: Sendable, Hashable {
        /// The media type.
        public let type: String
        /// The bytes.
        public let bytes: [UInt8]

        /// Makes a body.
        public init(type: String, bytes: [UInt8]) {
            self.type = type
            self.bytes = bytes
        }
    }

    /// Makes a request.
    private init(
        _ method: Method, _ address: AllowedAddress, _ body: Body?, _ bearer: BearerToken?,
        _ fields: [HTTPAnswer.Field]
    ) {
        self.method = method
        self.address = address
        self.body = body
        self.bearer = bearer
        self.fields = fields
    }

    /// Asks for what lies at an address.
    public init(
        get address: AllowedAddress, bearer: BearerToken? = nil, fields: [HTTPAnswer.Field] = []
    ) { self.init(.get, address, nil, bearer, fields) }

    /// Sends a body to an address.
    public init(
        post body: Body, to address: AllowedAddress, bearer: BearerToken? = nil,
        fields: [HTTPAnswer.Field] = []
    ) { self.init(.post, address, body, bearer, fields) }

    /// Changes what lies at an address.
    public init(
        patch body: Body, at address: AllowedAddress, bearer: BearerToken? = nil,
        fields: [HTTPAnswer.Field] = []
    ) { self.init(.patch, address, body, bearer, fields) }
}

/// A whole answer.
public struct HTTPAnswer: Sendable, Equatable {
    /// The status code.
    public let status: Int
    /// The header fields, names in lower case.
    public let fields: [Field]
    /// The body.
    public let body: [UInt8]

    /// A header field.
    public struct Field: Sendable, Hashable {
        /// The name in lower case.
        public let name: String
        /// The value.
        public let value: String

        /// Makes a field.
        public init(_ name: String, _ value: String) {
            self.name = name.lowercased()
            self.value = value
        }
    }

    /// Makes an answer.
    public init(status: Int, fields: [Field] = [], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The value of the first field of this name, given in lower case.
    public func value(of name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// Why there is no whole answer.
public enum HTTPFault: Error, Sendable, Equatable {
    /// The host's name could not be resolved.
    case nameNotFound
    /// Nobody listens there, or the way there is closed.
    case notConnected(String)
    /// The proxy refused or could not be reached.
    case proxy(String)
    /// The other side could not prove who it is.
    case tls(String)
    /// It took too long.
    case deadline
    /// The body is larger than the limit.
    case tooLarge(limit: Int)
    /// The body came in an encoding that was not asked for.
    case encoded(String)
    /// The connection ended in the middle.
    case cut
    /// Somebody no longer wants the answer.
    case cancelled
    /// Anything else, in the words of the HTTP library.
    case other(String)

    /// The step that failed, in one word.
    public var step: String {
        switch self {
        case .nameNotFound: "DNS"
        case .proxy: "proxy"
        case .tls: "TLS"
        case .notConnected, .deadline, .tooLarge, .encoded, .cut, .cancelled, .other: "HTTP"
        }
    }
}
