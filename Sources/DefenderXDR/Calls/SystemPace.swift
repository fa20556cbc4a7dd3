#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension DefenderPace {
    /// The machine's clock, real waits and its own randomness.
    public static let system = DefenderPace(wall: { Int64(time(nil)) })

    /// The same pace, with somebody else told before each wait.
    public func telling(_ waits: @escaping @Sendable (Wait) -> Void) -> DefenderPace {
        DefenderPace(wall: wall, sleep: sleep, chance: chance, waits: waits)
    }
}
