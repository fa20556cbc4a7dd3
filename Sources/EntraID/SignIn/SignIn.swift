public import Transport

/// One application that gets tokens from one authority.
///
/// It keeps nothing: each call asks the authority for its metadata, does its grant and hands the answer over. A task that
/// is cancelled ends the call with ``SignInFault/cancelled``.
public struct SignIn: Sendable {
    /// Who issues the tokens.
    public let authority: Authority
    /// The application, by its client id.
    public let clientID: String
    /// Further claims that an API asked for in a challenge, as JSON.
    public var claims: String?
    /// Whether a user's sign-in shall also bring a refresh token.
    public var isRefreshTokenWanted = false
    let exchange: any HTTPExchange
    let pace: SignInPace

    /// Describes an application.
    /// - Parameters:
    ///   - authority: Who issues the tokens; one of version 1.0 is sent `resource`, one of 2.0 `scope`.
    ///   - clientID: The application's client id.
    ///   - exchange: The way to the network.
    ///   - pace: Clock, sleep and randomness.
    public init(
        authority: Authority, clientID: String, exchange: any HTTPExchange,
        pace: SignInPace = .system
    ) {
        self.authority = authority
        self.clientID = clientID
        self.exchange = exchange
        self.pace = pace
    }

    var wire: SignInWire { SignInWire(exchange: exchange, pace: pace) }

    /// What every request for a token says.
    func form(_ target: SignInTarget, adding scopes: [String] = []) throws(SignInFault)
        -> FormBody
    {
        var form = FormBody()
        form.add("client_id", clientID)
        for (name, value) in try target.parameters(for: authority, adding: scopes) {
            form.add(name, value)
        }
        if let claims { form.add("claims", claims) }
        return form
    }
}

/// How a sign-in waits and chooses: clock, sleep and randomness, given by whoever runs it; tests turn them by hand.
public struct SignInPace: Sendable {
    /// Seconds since 1970.
    public let wall: @Sendable () -> Int64
    /// Seconds that only go forward.
    public let monotonic: @Sendable () -> Int64
    /// Waits; throws when nobody wants the result any more.
    public let sleep: @Sendable (Duration) async throws -> Void
    /// So many bytes that nobody can guess.
    public let random: @Sendable (Int) -> [UInt8]

    /// Makes a pace.
    public init(
        wall: @escaping @Sendable () -> Int64,
        monotonic: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        random: @escaping @Sendable (Int) -> [UInt8] = { count in
            // The system's own generator, which is made for secrets.
            (0..<count).map { _ in UInt8.random(in: 0...255) }
        }
    ) {
        self.wall = wall
        self.monotonic = monotonic
        self.sleep = sleep
        self.random = random
    }
}
