internal import JOSE

/// A key list that lies in the cache.
public struct CachedList: Sendable {
    /// The address of the authority's metadata.
    public let authority: String
    /// The tenant that the metadata named.
    public let tenant: String?
    /// Where the list lay; nil when no fetch has succeeded yet.
    public let address: String?
    /// The SHA-256 of its bytes, in hexadecimal.
    public let sha256: String?
    /// When it was fetched, in seconds since 1970.
    public let fetchedAt: Int64?
    /// When the authority was last asked, in seconds since 1970.
    public let attemptedAt: Int64
    /// How many keys it has.
    public let keyCount: Int
}

extension KeyCache {
    /// Every list of the cache that counts, by authority.
    /// - Parameter now: The time by the wall clock.
    /// - Returns: The lists; files that do not count are left out and left alone.
    /// - Throws: ``KeyCacheDefect`` when the folder does not count.
    public func lists(now: Int64) throws(KeyCacheDefect) -> [CachedList] {
        try records(now: now).map { authority, record in
            CachedList(
                authority: authority, tenant: record.list?.tenant, address: record.list?.address,
                sha256: record.list?.sha256, fetchedAt: record.list?.fetchedAt,
                attemptedAt: record.attemptedAt,
                keyCount: record.keys(source: .cache, now: now)?.entries.count ?? 0)
        }
        .sorted { $0.authority < $1.authority }
    }
}
