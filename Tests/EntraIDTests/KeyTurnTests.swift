import EntraID
import Foundation
import JOSE
import Synchronization
import TestSupport
import Testing
import Transport

/// Several processes, and the span of time that a call may take whatever the others do.
@Suite struct KeyTurnTests {
    private let known = "LxYLFxGpbBqQhBsRmLQH2Wy87vE"
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "tokcheck-\(UUID().uuidString)")

    private var cache: KeyCache { KeyCache(folder: folder.path) }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The path of the authority's lock, after a first run that has left one.
    private func lockAfterFirstRun(_ fake: FakeAuthority, _ clock: HandClock) async throws -> String
    {
        _ = await source(fake, clock.clock).keys(wanting: known)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return folder.appending(path: try #require(names.first { $0.hasSuffix(".lock") })).path
    }

    private func source(_ fake: FakeAuthority, _ clock: KeyClock) -> KeySource {
        KeySource(authority: fake.authority, exchange: fake.exchange, cache: cache, clock: clock)
    }

    @Test func `without a place for a lock nobody waits`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        let clock = HandClock()
        let lock = try await lockAfterFirstRun(fake, clock)
        try FileManager.default.removeItem(atPath: lock)
        try FileManager.default.createDirectory(atPath: lock, withIntermediateDirectories: false)
        clock.pass(50_000)
        // The clock stands still: whoever waited for its end would wait for ever.
        #expect(await source(fake, clock.clock).keys(wanting: known).keys.ageSeconds == 0)
        #expect(fake.fetches == 2)
    }

    @Test func `a process that never ends its fetch is not waited for without end`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        let hand = HandClock()
        let lock = try await lockAfterFirstRun(fake, hand)
        hand.pass(50_000)
        let file = open(lock, O_RDWR)
        defer { close(file) }
        #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
        let seconds = Mutex<Int64>(0)
        let clock = KeyClock(
            monotonic: {
                seconds.withLock {
                    $0 += 1; return $0
                }
            }, wall: { hand.wall })
        let source = source(fake, clock)
        let answer = await source.keys(wanting: known)
        // The cached keys go on serving, and nobody was asked twice.
        #expect(answer.keys.ageSeconds == 50_000)
        #expect(answer.notes == [.fetchFailed(.heldUp)])
        #expect(fake.fetches == 1)
        #expect(seconds.withLock { $0 } < 40)
        _ = await source.keys(wanting: known)
        #expect(seconds.withLock { $0 } < 45)
    }

    @Test func `metadata, key list and second attempts share twenty-five seconds`() async throws {
        for pace: Int64 in [3, 9, 10, 60] {
            let clock = HandClock()
            let fake = try FakeAuthority()
            fake.exchange.reply(.fault(.deadline), at: FakeAuthority.keys)
            if pace > 9 { fake.exchange.reply(.fault(.deadline), at: FakeAuthority.metadata) }
            let exchange = SlowExchange(fake.exchange, clock, seconds: pace)
            let source = KeySource(
                authority: fake.authority, exchange: exchange, cache: nil, clock: clock.clock)
            let begin = clock.wall
            let answer = await source.keys(wanting: known)
            #expect(answer.keys.entries.isEmpty)
            #expect(clock.wall - begin < 25, "\(pace) s an answer")
            #expect(fake.exchange.asked.count <= 4)
        }
    }
}

/// An exchange whose every answer takes its time, but never more than it is given.
private struct SlowExchange: HTTPExchange {
    private let exchange: ReplayExchange
    private let clock: HandClock
    private let seconds: Int64

    init(_ exchange: ReplayExchange, _ clock: HandClock, seconds: Int64) {
        self.exchange = exchange
        self.clock = clock
        self.seconds = seconds
    }

    func send(_ request: HTTPRequest, limit: Int, deadline: Duration) async throws(HTTPFault)
        -> HTTPAnswer
    {
        clock.pass(min(seconds, deadline.components.seconds))
        return try await exchange.send(request, limit: limit, deadline: deadline)
    }
}
