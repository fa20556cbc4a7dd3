internal import JOSE

/// Tokens whose signature held, with everything that was read of them.
///
/// A token is used again for an hour; to read and verify it each time is work for nothing. It is known by the SHA-256 of
/// all its bytes. What is kept was read under one key set and one policy, and goes with that key set: the same bytes
/// are then verified anew. No verdict is kept; every check is made again each time.
///
/// Most tokens of a log come once, and to keep one takes longer than to check it. So of a token that is met for the first
/// time only a glimpse is kept, eight bytes in a fixed place; it is remembered when it comes again.
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
    /// The beginnings of digests, each where its last bits say.
    ///
    /// One may displace another, which is then met anew.
    private var glimpses: [UInt64]

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        glimpses = Array(repeating: 0, count: Self.glimpseCount(for: maximumBytes))
    }

    /// A power of two, about four for each token that there is room for.
    private static func glimpseCount(for bytes: Int) -> Int {
        guard bytes >= 1024 else { return 0 }
        return 1 << (Int.bitWidth - 1 - (bytes / 1024).leadingZeroBitCount)
    }

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

    /// Remembers a token if its signature held and it came before.
    mutating func remember(_ reading: TokenReading, as digest: TokenDigest) {
        guard reading.signature == .valid else { return }
        if let own = keys, own.isIdentical(to: reading.keys) {
        } else {
            self = SeenTokens(maximumBytes: maximumBytes)
            keys = reading.keys
        }
        if hasGlimpsed(digest) { insert(reading, digest) }
    }

    /// Whether a token came before, as far as that is known; from now on it did.
    private mutating func hasGlimpsed(_ digest: TokenDigest) -> Bool {
        guard !glimpses.isEmpty else { return false }
        let place = Int(truncatingIfNeeded: digest.firstWord & UInt64(glimpses.count - 1))
        if glimpses[place] == digest.firstWord { return true }
        glimpses[place] = digest.firstWord
        return false
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
