public import JOSE

/// Judges many tokens under one policy.
///
/// It keeps prepared OpenSSL contexts and the last header between tokens; every check is made anew each time, and a
/// report is the same as ``Report/init(on:keys:policy:now:)`` makes. One owner, one thread: make one for each worker.
public struct Inspector: ~Copyable {
    private let rules: PolicyRules
    private var memory = InspectorMemory()

    /// Makes an inspector.
    /// - Parameter policy: What is expected of every token.
    public init(policy: Policy) { rules = PolicyRules(policy) }

    /// Judges one token.
    /// - Parameters:
    ///   - token: The token and nothing else.
    ///   - keys: The keys that may have signed.
    ///   - now: The time at which the token is judged.
    /// - Returns: The verdict and every finding.
    public mutating func report(on token: Span<UInt8>, keys: KeySet, now: Instant) -> Report {
        Report(on: token, keys: keys, rules: rules, now: now, memory: &memory)
    }
}
