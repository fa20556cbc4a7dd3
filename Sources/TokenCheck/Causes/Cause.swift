/// Why a token fails, as far as it can be told: a diagnosis, never a verdict.
public struct Cause: Sendable {
    /// How sure it is.
    public enum Certainty: String, Sendable, CaseIterable, Comparable {
        /// Tried: with this one assumption changed the checks that it explains hold.
        case proof
        /// Fits this one cause.
        case strong
        /// Fits several; this one is the most likely.
        case hint

        /// The surer comes first.
        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .proof: 0
            case .strong: 1
            case .hint: 2
            }
        }
    }

    /// The cause's name.
    public let code: CauseCode
    /// How sure it is.
    public let certainty: Certainty
    /// The checks whose failing it explains, in the order of ``Check/all``; none for what only a server knows.
    public let explains: [CheckCode]
    /// What stands against what; words are made from it only when somebody reads.
    public let facts: CauseFacts
}
