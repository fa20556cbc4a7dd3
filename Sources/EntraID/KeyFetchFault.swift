public import JOSE
public import Transport

/// Why no new keys came.
public enum KeyFetchFault: Error, Equatable, Sendable {
    /// What was asked for.
    public enum Document: String, Sendable {
        /// The authority's metadata.
        case metadata
        /// The key list.
        case keys = "key list"
    }

    /// There was no whole answer.
    case exchange(Document, HTTPFault)
    /// The answer was not 200; for 3xx with where it pointed, which is not followed.
    case status(Document, Int, location: String?)
    /// The metadata cannot be used.
    case metadata(DiscoveryDefect)
    /// The key list cannot be read.
    case keys(KeyFileDefect)
    /// The key list holds no key that could be used.
    case noUsableKey
    /// Another process holds the right to fetch and does not give it back.
    case heldUp

    /// The step that failed, in one word.
    public var step: String {
        switch self {
        case .exchange(_, let fault): fault.step
        case .status: "HTTP"
        case .metadata(.json): "JSON"
        case .metadata: "metadata"
        case .keys: "JSON"
        case .noUsableKey: "key"
        case .heldUp: "cache"
        }
    }
}

/// What else is to be said of keys.
public enum KeyNote: Equatable, Sendable {
    /// New keys could not be fetched; what there is goes on serving.
    case fetchFailed(KeyFetchFault)
    /// The authority was asked so recently that it is not asked again.
    case askedRecently(secondsAgo: Int64)
    /// The network may not be used.
    case offline
    /// The file of the cache was set aside: it is not to be trusted.
    case cacheSetAside(KeyCacheDefect)
    /// The cache could not be written; the next run begins from nothing.
    case cacheNotWritten(KeyCacheDefect)
}

/// Why the disk cache cannot be used.
public enum KeyCacheDefect: Error, Equatable, Sendable {
    /// The folder or file belongs to somebody else.
    case otherOwner
    /// Others may write to the folder or file.
    case writableByOthers
    /// It is a link, or no plain file.
    case notPlainFile
    /// Its content is damaged.
    case damaged
    /// It speaks of another authority.
    case otherAddress
    /// It is dated in the future.
    case future
    /// The system refuses, with the number of its error.
    case system(Int32)
}
