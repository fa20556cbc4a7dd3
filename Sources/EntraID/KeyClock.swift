/// The two clocks that keys need, given by whoever runs them; tests turn them by hand.
public struct KeyClock: Sendable {
    /// Seconds that only go forward: how long ago something was asked.
    public let monotonic: @Sendable () -> Int64
    /// Seconds since 1970: how old a list on disk is.
    public let wall: @Sendable () -> Int64

    /// Makes a pair of clocks.
    public init(
        monotonic: @escaping @Sendable () -> Int64, wall: @escaping @Sendable () -> Int64
    ) {
        self.monotonic = monotonic
        self.wall = wall
    }
}

/// For how long keys serve and how often they are asked for (the facts about key rollover).
public struct KeyTimes: Sendable {
    /// A list younger than this is not fetched again for its age.
    public var freshSeconds: Int64 = 43_200
    /// Between two fetches at least so much time passes, whatever tokens ask for.
    public var spacingSeconds: Int64 = 300
    /// How long one attempt may take.
    public var attempt = Duration.seconds(10)
    /// How long a whole fetch may take: metadata, key list, second attempts, and waiting for another process before.
    ///
    /// A run may take 25 s in all; the rest is for beginning and ending it.
    public var fetchSeconds: Int64 = 24

    /// The usual times.
    public init() {}
}
