public import JOSE

/// What is known around a token beyond what its verdict rests on; everything may be missing.
///
/// It serves to explain. Nothing in it reaches a verdict.
public struct Surroundings: Sendable {
    /// The keys that the application of the token signs with, if they were asked for.
    public var applicationKeys: KeySet?
    /// The application whose keys they are.
    public var applicationID: String?
    /// The tenant's keys, asked for once more.
    public var newKeys: KeySet?
    /// How fetching keys failed.
    public var keyFaults: [KeyListFault] = []
    /// How many seconds the clock of this machine is behind a server's; negative: ahead.
    ///
    /// Nil: not known, or the token is judged as of another time.
    public var clockBehindSeconds: Int64?
    /// What a server answered to a request with the token.
    public var answer: ServerAnswer?

    /// Nothing is known.
    public init() {}
}
