/// The bounds within which a JSON text is read.
public struct JSONLimits: Sendable {
    /// What happens when an object names the same member twice.
    public enum RepeatedNames: Sendable {
        /// The text is refused.
        case refused
        /// The text is read, and ``JSONDocument/firstRepeatedName`` tells where.
        case recorded
    }

    /// The most bytes a text may have.
    public let maximumBytes: Int
    /// The deepest nesting of arrays and objects.
    public let maximumDepth: Int
    /// What happens when a name is repeated.
    public let repeatedNames: RepeatedNames

    /// Makes a set of bounds.
    ///
    /// The default size is 1 MiB, far above any key list (about 20 KiB) and small enough to hold.
    /// The default depth is 64: claims nest three or four deep, and no reader may be led into recursion.
    /// - Parameters:
    ///   - maximumBytes: The most bytes; values above 2^31 are lowered to it, since offsets are 32 bits wide.
    ///   - maximumDepth: The deepest nesting.
    ///   - repeatedNames: What happens when an object names a member twice.
    public init(
        maximumBytes: Int = 1_048_576,
        maximumDepth: Int = 64,
        repeatedNames: RepeatedNames = .refused
    ) {
        self.maximumBytes = min(maximumBytes, 1 << 31)
        self.maximumDepth = maximumDepth
        self.repeatedNames = repeatedNames
    }
}
