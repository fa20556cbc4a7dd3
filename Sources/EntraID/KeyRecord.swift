internal import JOSE
internal import StrictJSON

/// What is kept of an authority: its last key list, and when somebody last asked for one.
struct KeyRecord: Sendable {
    /// A key list as it was fetched.
    struct List: Sendable, Equatable {
        /// The list's bytes: a JWK set.
        let bytes: [UInt8]
        /// Where it lay.
        let address: String
        /// The tenant that the metadata named, where it is Entra ID's.
        let tenant: String?
        /// When it was fetched, in seconds since 1970.
        let fetchedAt: Int64

        var sha256: String { Hexadecimal.text(Digest.sha256(bytes.span)) }
    }

    /// The list; nil as long as no fetch has succeeded.
    let list: List?
    /// When the authority was last asked, with or without success, in seconds since 1970.
    var attemptedAt: Int64
    private let entries: [KeySet.Entry]

    /// Makes a record; nil when the list cannot be read.
    init?(list: List?, attemptedAt: Int64) {
        self.list = list
        self.attemptedAt = attemptedAt
        guard let list else {
            entries = []
            return
        }
        guard
            let keys = try? KeySet(
                parsing: list.bytes.span, origin: KeySet.Origin(source: .authority))
        else { return nil }
        entries = keys.entries
    }

    /// Whether the list names a key.
    func names(_ keyID: String) -> Bool {
        entries.contains { $0.keyID.map { $0.utf8.elementsEqual(keyID.utf8) } ?? false }
    }

    /// The keys with where they came from and how old they are.
    func keys(source: KeySet.Origin.Source, now: Int64) -> KeySet? {
        guard let list else { return nil }
        let origin = KeySet.Origin(
            source: source, name: list.address, sha256: list.sha256, fetchedAt: list.fetchedAt)
        return KeySet(entries, origin: origin, ageSeconds: max(0, now - list.fetchedAt))
    }
}
