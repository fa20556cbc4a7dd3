/// The bounds within which a YAML text is read.
public struct YAMLLimits: Sendable {
    /// The most bytes a text may have.
    public let maximumBytes: Int
    /// The deepest nesting of mappings and sequences.
    public let maximumDepth: Int

    /// Makes a set of bounds.
    ///
    /// The default size, 256 KiB, holds some thousand operations. The default depth, 16, is more than people nest by hand,
    /// and it keeps the YAML library out of its quadratic handling of deep flow collections.
    /// - Parameters:
    ///   - maximumBytes: The most bytes.
    ///   - maximumDepth: The deepest nesting.
    public init(maximumBytes: Int = 262_144, maximumDepth: Int = 16) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
    }
}
