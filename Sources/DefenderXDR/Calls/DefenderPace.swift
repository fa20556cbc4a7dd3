/// How a client waits: clock, sleep and chance, given by whoever runs it; tests turn them by hand.
public struct DefenderPace: Sendable {
    /// Seconds since 1970.
    public let wall: @Sendable () -> Int64
    /// Waits; throws when nobody wants the result any more.
    public let sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1, so that many clients do not ask again at the same moment.
    public let chance: @Sendable () -> Double
    /// Is told before each wait.
    public let waits: @Sendable (Wait) -> Void

    /// One wait before the same is asked again.
    public struct Wait: Sendable, Equatable {
        /// For how long.
        public let duration: Duration
        /// The status that came; nil: no whole answer.
        public let status: Int?
        /// Which try comes then, from 2.
        public let nextTry: Int
    }

    /// Makes a pace.
    public init(
        wall: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        waits: @escaping @Sendable (Wait) -> Void = { _ in }
    ) {
        self.wall = wall
        self.sleep = sleep
        self.chance = chance
        self.waits = waits
    }

    /// How often a read is tried.
    static let mostTries = 3
    /// The longest wait in seconds: whoever is told to wait longer is better told so than kept waiting.
    static let longestWait: Int64 = 120
    /// How long a call may take.
    static let callDeadline = Duration.seconds(60)
    /// How long a query may take: the API gives up after three minutes itself, and its answer must travel.
    static let huntingDeadline = Duration.seconds(185)

    /// The wait before a try when the API does not say: 1 s, 2 s, 4 s, each up to half as long again.
    func backoff(before nextTry: Int) -> Duration {
        let seconds = Double(1 << min(nextTry - 2, 6))
        return .milliseconds(Int64(seconds * 1000 * (1 + chance() / 2)))
    }
}
