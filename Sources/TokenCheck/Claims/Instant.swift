/// A point in time as whole seconds since 1970-01-01T00:00:00Z.
public struct Instant: Sendable, Hashable, Comparable {
    /// Seconds since 1970, leap seconds not counted (RFC 7519 §2, "NumericDate").
    public let secondsSince1970: Int64

    /// The instants within which a token can be judged: ±2^53 seconds, as for ``NumericDate``.
    ///
    /// Sums with a leeway or a lifetime stay far from the ends of 64 bits.
    static let limit: Int64 = 1 << 53

    /// Makes an instant; values beyond ±2^53 seconds become that bound.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = min(max(secondsSince1970, -Self.limit), Self.limit)
    }

    /// Earlier comes first.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }
}
