internal import JOSE

/// Tokens whose signature held, with everything that was read of them.
///
/// A token is used again for an hour; to read and verify it each time is work for nothing. It is known by the SHA-256 of
/// all its bytes. What is kept was read under one key set and one policy, and goes with that key set: the same bytes
/// are then verified anew. No verdict is kept; every check is made again each time.
///
/// There are two halves. A token that is met goes to the young one; when that is full the old one is dropped and the
/// young one becomes the old one. So what is used stays, and the bound holds without a list of ages.
struct SeenTokens: Sendable {
    /// The most bytes that are held, as far as they can be told.
    let maximumBytes: Int
    private var young: [TokenDigest: TokenReading] = [:]
    private var old: [TokenDigest: TokenReading] = [:]
    private var youngBytes = 0
    private var oldBytes = 0
    private var keys: KeySet?

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// How many bytes are held.
    var bytes: Int { youngBytes + oldBytes }
    /// How many tokens are remembered.
    var count: Int { young.count + old.count }

    /// What was read of a token under this key set.
    mutating func reading(of digest: TokenDigest, keys: KeySet) -> TokenReading? {
        guard let own = self.keys, own.isIdentical(to: keys) else { return nil }
        if let reading = young[digest] { return reading }
        guard let reading = old.removeValue(forKey: digest) else { return nil }
        oldBytes -= reading.heldBytes
        insert(reading, digest)
        return reading
    }

    /// Remembers a token if its signature held.
    mutating func remember(_ reading: TokenReading, as digest: TokenDigest) {
        guard reading.signature == .valid else { return }
        if let own = keys, own.isIdentical(to: reading.keys) {
        } else {
            self = SeenTokens(maximumBytes: maximumBytes)
            keys = reading.keys
        }
        insert(reading, digest)
    }

    private mutating func insert(_ reading: TokenReading, _ digest: TokenDigest) {
        let size = reading.heldBytes
        guard size <= maximumBytes / 2 else { return }
        if youngBytes + size > maximumBytes / 2 {
            old = young
            oldBytes = youngBytes
            young = [:]
            youngBytes = 0
        }
        if young.updateValue(reading, forKey: digest) == nil { youngBytes += size }
    }
}
