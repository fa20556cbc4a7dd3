public import JOSE

/// Judges many tokens under one policy.
///
/// It keeps prepared OpenSSL contexts and the last header between tokens, and if that is wanted the tokens themselves;
/// every check is made anew each time, and a report is the same as ``Report/init(on:keys:policy:now:)`` makes. One owner,
/// one thread: make one for each worker.
public struct Inspector: ~Copyable {
    /// Whether tokens that were seen before are known again.
    public enum Remembering: Sendable {
        /// Every token is read and verified.
        case nothing
        /// A token whose signature held twice is neither read nor verified again under the same key set; every check
        /// is made again, the times included. The bound is for what is held, as far as it can be told.
        case tokens(maximumBytes: Int)

        /// Enough for about 2,500 tokens of an hour: 8 MiB.
        public static let tokens = Remembering.tokens(maximumBytes: 8_388_608)
    }

    private let rules: PolicyRules
    private var memory: InspectorMemory

    /// Makes an inspector.
    /// - Parameters:
    ///   - policy: What is expected of every token.
    ///   - remembering: Whether tokens are known again.
    public init(policy: Policy, remembering: Remembering = .nothing) {
        rules = PolicyRules(policy)
        switch remembering {
        case .nothing: memory = InspectorMemory()
        case .tokens(let bytes):
            memory = InspectorMemory(seen: SeenTokens(maximumBytes: bytes))
        }
    }

    /// Judges one token.
    /// - Parameters:
    ///   - token: The token and nothing else.
    ///   - keys: The keys that may have signed.
    ///   - now: The time at which the token is judged.
    /// - Returns: The verdict and every finding.
    public mutating func report(on token: Span<UInt8>, keys: KeySet, now: Instant) -> Report {
        Report(on: token, keys: keys, rules: rules, now: now, memory: &memory)
    }

    /// Appends the first twelve hexadecimal digits of the SHA-256 of the token that was judged last.
    package mutating func appendFingerprint(of token: Span<UInt8>, to text: inout [UInt8]) {
        memory.digest(of: token)?.appendFingerprint(to: &text)
    }

    /// How many tokens are remembered, and how many bytes they take.
    package var remembered: (count: Int, bytes: Int) {
        (memory.seen?.count ?? 0, memory.seen?.bytes ?? 0)
    }
}
