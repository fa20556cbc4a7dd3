/// A key that a list holds and that cannot be used, with the reason.
public struct SkippedKey: Sendable, Equatable {
    /// `kid`, if the entry has one that is a string.
    public let keyID: String?
    /// `kty`, if the entry has one that is a string.
    public let type: String?
    /// Why the key cannot be used.
    public let reason: KeyDefect

    package let keyIDBytes: [UInt8]?

    /// Makes an entry for a key that cannot be used.
    public init(keyID: String?, type: String?, reason: KeyDefect) {
        self.keyID = keyID
        self.type = type
        self.reason = reason
        keyIDBytes = keyID.map { Array($0.utf8) }
    }
}

/// The keys that may have signed a token, and where they came from.
public struct KeySet: Sendable {
    /// One key of a list.
    public enum Entry: Sendable {
        /// A key that can verify.
        case usable(VerificationKey)
        /// A key that cannot.
        case skipped(SkippedKey)

        /// The key's name.
        public var keyID: String? {
            switch self {
            case .usable(let key): key.keyID
            case .skipped(let key): key.keyID
            }
        }

        package var keyIDBytes: [UInt8]? {
            switch self {
            case .usable(let key): key.keyIDBytes
            case .skipped(let key): key.keyIDBytes
            }
        }
    }

    /// Where a list was read from.
    public struct Origin: Sendable, Equatable {
        /// The kinds of place.
        public enum Source: String, Sendable, CaseIterable {
            /// A file that was named; it does not age.
            case file
            /// The disk cache.
            case cache
            /// The authority, just now.
            case authority
        }

        /// The kind of place.
        public let source: Source
        /// The file's name or the address, for people.
        public let name: String?
        /// The SHA-256 of the bytes, in hexadecimal.
        public let sha256: String?
        /// When it was fetched, in seconds since 1970 by the real clock.
        public let fetchedAt: Int64?

        /// Describes a place.
        public init(
            source: Source, name: String? = nil, sha256: String? = nil, fetchedAt: Int64? = nil
        ) {
            self.source = source
            self.name = name
            self.sha256 = sha256
            self.fetchedAt = fetchedAt
        }
    }

    /// Every entry of the list, in its order.
    public var entries: [Entry] { contents.entries }
    /// The keys that can verify, in order.
    public var keys: [VerificationKey] { contents.keys }
    /// The keys that cannot, in order.
    public var skipped: [SkippedKey] { contents.skipped }
    /// Where the list came from.
    public var origin: Origin { contents.origin }
    /// How old the list is in seconds, by the real clock of whoever loaded it.
    public var ageSeconds: Int64 { contents.ageSeconds }

    /// What a set holds: one object, so that handing a set on costs one reference.
    private let contents: Contents

    /// Makes a set.
    /// - Parameters:
    ///   - entries: The keys in the order of their list.
    ///   - origin: Where the list came from.
    ///   - ageSeconds: How old it is.
    public init(_ entries: [Entry], origin: Origin, ageSeconds: Int64 = 0) {
        contents = Contents(entries, origin: origin, ageSeconds: ageSeconds)
    }

    /// Whether there is no entry.
    package var isEmpty: Bool { contents.entries.isEmpty }
    /// The kind of place where the list came from.
    package var source: Origin.Source { contents.origin.source }

    /// Whether both are copies of one set; another set with equal keys is not.
    package func isIdentical(to other: KeySet) -> Bool { contents === other.contents }

    /// Calls the body with each usable key of a name, in order.
    package func forEachKey(named keyID: [UInt8], _ body: (VerificationKey) -> Void) {
        let tag = Contents.tag(keyID)
        for place in contents.tags.indices
        where contents.tags[place] == tag && contents.keys[place].keyIDBytes == keyID {
            body(contents.keys[place])
        }
    }

    private final class Contents: Sendable {
        let entries: [Entry]
        let keys: [VerificationKey]
        let skipped: [SkippedKey]
        let origin: Origin
        let ageSeconds: Int64
        /// For each key a digest of its name, so that most are passed over at a glance.
        let tags: [UInt64]

        init(_ entries: [Entry], origin: Origin, ageSeconds: Int64) {
            self.entries = entries
            self.origin = origin
            self.ageSeconds = ageSeconds
            var usable: [VerificationKey] = []
            var skipped: [SkippedKey] = []
            for entry in entries {
                switch entry {
                case .usable(let key): usable.append(key)
                case .skipped(let key): skipped.append(key)
                }
            }
            keys = usable
            self.skipped = skipped
            tags = usable.map { Self.tag($0.keyIDBytes ?? []) }
        }

        static func tag(_ name: [UInt8]) -> UInt64 {
            var tag = UInt64(name.count)
            for byte in name.prefix(12) { tag = tag &* 0x0100_0000_01B3 ^ UInt64(byte) }
            return tag
        }
    }

    /// No keys at all.
    public static let none = KeySet([], origin: Origin(source: .file))

    /// The one nameless key of a file that holds nothing else: it serves any token, whatever key the header names.
    package var soleNamelessEntry: Entry? {
        guard entries.count == 1, let entry = entries.first, entry.keyIDBytes == nil else {
            return nil
        }
        return entry
    }
}
