#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension SignInPace {
    /// The machine's clocks, real waits and the system's randomness.
    public static let system = SignInPace(
        wall: { Int64(time(nil)) },
        monotonic: {
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return Int64(now.tv_sec)
        })
}
