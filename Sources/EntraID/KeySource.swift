public import JOSE
public import Transport

/// The signing keys of one authority: from memory, from the disk cache, or fetched; never fetched too often.
///
/// A list is fresh for 12 hours. An older one, or one without the key that is wanted, is fetched anew, but not within
/// 300 s of the last attempt, so that invented key names cannot make anybody ask the authority again and again. A fetch
/// that fails leaves the good list where it is. Callers that come meanwhile wait for the same fetch.
public actor KeySource {
    /// The keys and what is to be said of them.
    public struct Answer: Sendable {
        /// The keys, perhaps none; how old they are, the set itself says.
        public let keys: KeySet
        /// The tenant that the metadata named.
        public let tenant: String?
        /// The key list as it was fetched.
        public let document: [UInt8]?
        /// What else is to be said.
        public let notes: [KeyNote]
    }

    /// Whether a fetch is asked for.
    public enum Wish: Sendable {
        /// Only if it is needed.
        case ifNeeded
        /// Also when the list is fresh; the spacing holds all the same.
        case refresh
    }

    private let authority: Authority
    private let exchange: (any HTTPExchange)?
    private let cache: KeyCache?
    private let clock: KeyClock
    private let times: KeyTimes
    private var record: KeyRecord?
    /// Whether the record was fetched by this process rather than read.
    private var isOwnRecord = false
    private var lastAttempt: Int64?
    private var lastFault: KeyFetchFault?
    private var hasReadCache = false
    private var flight: Task<Void, Never>?
    private var cacheNotes: [KeyNote] = []

    /// Makes a source.
    /// - Parameters:
    ///   - authority: Whose keys.
    ///   - exchange: The way to the network; nil: nothing is fetched.
    ///   - cache: Where lists are kept between runs; nil: nowhere.
    ///   - clock: The clocks.
    ///   - times: For how long keys serve.
    public init(
        authority: Authority, exchange: (any HTTPExchange)?, cache: KeyCache?, clock: KeyClock,
        times: KeyTimes = KeyTimes()
    ) {
        self.authority = authority
        self.exchange = exchange
        self.cache = cache
        self.clock = clock
        self.times = times
    }

    /// The keys of the authority.
    /// - Parameters:
    ///   - keyID: The key that a token names; a list without it may be fetched anew.
    ///   - wish: Whether a fetch is asked for.
    /// - Returns: Keys, perhaps none; never an error, so that a verdict can always be given.
    public func keys(wanting keyID: String?, _ wish: Wish = .ifNeeded) async -> Answer {
        readCacheOnce()
        guard needsFetch(keyID, wish) else { return answer([]) }
        guard exchange != nil else { return answer([.offline]) }
        if flight == nil, let secondsAgo = secondsSinceAttempt, secondsAgo < times.spacingSeconds {
            return answer(
                (lastFault.map { [.fetchFailed($0)] } ?? [])
                    + [.askedRecently(secondsAgo: secondsAgo)])
        }
        let flight = flight ?? Task { await self.fetch() }
        self.flight = flight
        await flight.value
        if let lastFault { return answer([.fetchFailed(lastFault)]) }
        guard record?.list == nil, let secondsAgo = secondsSinceAttempt else { return answer([]) }
        // Another process asked, in vain.
        return answer([.askedRecently(secondsAgo: secondsAgo)])
    }

    private func needsFetch(_ keyID: String?, _ wish: Wish) -> Bool {
        guard let record, let list = record.list, wish == .ifNeeded else { return true }
        let age = clock.wall() - list.fetchedAt
        guard (0..<times.freshSeconds).contains(age) else { return true }
        return keyID.map { !record.names($0) } ?? false
    }

    private var secondsSinceAttempt: Int64? {
        if let lastAttempt { return clock.monotonic() - lastAttempt }
        // Another run's attempt is known by the wall clock only; one in the future says nothing.
        guard let record else { return nil }
        let seconds = clock.wall() - record.attemptedAt
        return seconds >= 0 ? seconds : nil
    }

    private func answer(_ notes: [KeyNote]) -> Answer {
        let keys = record.flatMap {
            $0.keys(source: isOwnRecord ? .authority : .cache, now: clock.wall())
        }
        return Answer(
            keys: keys ?? .none, tenant: record?.list?.tenant,
            document: record?.list?.bytes, notes: cacheNotes + notes)
    }

    private func readCacheOnce() {
        guard !hasReadCache, let cache else { return }
        hasReadCache = true
        do throws(KeyCacheDefect) {
            record = try cache.record(of: authority.metadata.text, now: clock.wall())
        } catch {
            cacheNotes.append(.cacheSetAside(error))
        }
    }

    private func fetch() async {
        defer { flight = nil }
        guard let exchange else { return }
        // Waiting for others and asking share one span. Whole seconds are rounded down: one less keeps it.
        let end = clock.monotonic() + times.fetchSeconds - 1
        let turn = await turnAmongProcesses(until: end)
        defer { withExtendedLifetime(turn) {} }
        if adoptsWhatAnotherProcessFetched() { return }
        lastAttempt = clock.monotonic()
        if case .ofAnother = turn {
            lastFault = .heldUp
            return
        }
        let fetch = KeyFetch(
            authority: authority, exchange: exchange, clock: clock, times: times, end: end)
        do throws(KeyFetchFault) {
            let list = try await fetch.list()
            guard let fetched = KeyRecord(list: list, attemptedAt: list.fetchedAt) else { return }
            record = fetched
            isOwnRecord = true
            lastFault = nil
        } catch {
            lastFault = error
            // What there is stays; only that somebody asked is new.
            record = KeyRecord(list: record?.list, attemptedAt: clock.wall())
        }
        store()
    }

    /// Waits while another process fetches for the same authority.
    private func turnAmongProcesses(until end: Int64) async -> KeyCacheTurn {
        // Without a place for a lock everybody fetches for himself.
        guard let cache else { return .noPlace }
        while true {
            let turn = cache.lock(of: authority.metadata.text)
            guard case .ofAnother = turn, clock.monotonic() < end else { return turn }
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return turn }
        }
    }

    /// Takes over a newer record of the cache, if there is one.
    private func adoptsWhatAnotherProcessFetched() -> Bool {
        guard let cache,
            let other = try? cache.record(of: authority.metadata.text, now: clock.wall())
        else { return false }
        let isNewer = record.map { other.attemptedAt > $0.attemptedAt } ?? true
        guard isNewer, clock.wall() - other.attemptedAt < times.spacingSeconds else { return false }
        record = other
        isOwnRecord = false
        lastAttempt = clock.monotonic() - max(0, clock.wall() - other.attemptedAt)
        lastFault = nil
        return true
    }

    private func store() {
        guard let cache, let record else { return }
        do throws(KeyCacheDefect) {
            try cache.store(record, of: authority.metadata.text)
        } catch {
            if !cacheNotes.contains(.cacheNotWritten(error)) {
                cacheNotes.append(.cacheNotWritten(error))
            }
        }
    }
}
