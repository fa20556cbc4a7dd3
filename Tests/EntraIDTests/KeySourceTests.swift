import EntraID
import JOSE
import TestSupport
import Testing
import Transport

@Suite struct KeySourceTests {
    private let known = "LxYLFxGpbBqQhBsRmLQH2Wy87vE"
    private let clock = HandClock()

    private func source(_ fake: FakeAuthority) -> KeySource {
        KeySource(
            authority: fake.authority, exchange: fake.exchange, cache: nil, clock: clock.clock)
    }

    @Test func `the first call takes two requests, the next none`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        let first = await source.keys(wanting: known)
        #expect(first.keys.keys.count > 1)
        #expect(first.notes == [])
        #expect(first.tenant == FakeAuthority.tenant)
        #expect(fake.exchange.asked == [FakeAuthority.metadata, FakeAuthority.keys])
        clock.pass(43_199)
        #expect(await source.keys(wanting: known).keys.ageSeconds == 43_199)
        #expect(fake.fetches == 1)
    }

    @Test func `a list of twelve hours is fetched anew`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        _ = await source.keys(wanting: known)
        clock.pass(43_200)
        #expect(await source.keys(wanting: known).keys.ageSeconds == 0)
        #expect(fake.fetches == 2)
    }

    @Test func `two hundred callers cause one fetch`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask { await source.keys(wanting: known).keys.keys.count }
            }
            for await count in group { #expect(count > 1) }
        }
        #expect(fake.fetches == 1)
    }

    @Test func `a thousand invented key names cause one fetch in 300 s`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        for number in 0..<1_000 { _ = await source.keys(wanting: "invented-\(number)") }
        #expect(fake.fetches == 1)
        clock.pass(299)
        #expect(
            await source.keys(wanting: "invented").notes == [.askedRecently(secondsAgo: 299)])
        #expect(fake.fetches == 1)
        clock.pass(1)
        _ = await source.keys(wanting: "invented")
        #expect(fake.fetches == 2)
    }

    @Test func `after a rollover one fetch brings the new key`() async throws {
        let fake = try FakeAuthority()
        let old = try TestFiles.bytes("Fixtures/keys/entra-1-bare.json")
        let new = try TestFiles.bytes("Fixtures/keys/entra-v2.json")
        fake.exchange.reply(
            .answer(HTTPAnswer(status: 200, body: old)), at: FakeAuthority.keys)
        let source = source(fake)
        _ = await source.keys(wanting: nil)
        fake.exchange.reply(
            .answer(HTTPAnswer(status: 200, body: new)), at: FakeAuthority.keys)
        clock.pass(301)
        let answer = await source.keys(wanting: known)
        #expect(answer.keys.entries.contains { $0.keyID == known })
        #expect(fake.fetches == 2)
    }

    @Test func `a key that the authority withdraws is gone after twelve hours`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        _ = await source.keys(wanting: known)
        let rest = try TestFiles.bytes("Fixtures/keys/entra-1-bare.json")
        fake.exchange.reply(
            .answer(HTTPAnswer(status: 200, body: rest)), at: FakeAuthority.keys)
        clock.pass(43_199)
        #expect(await source.keys(wanting: known).keys.entries.contains { $0.keyID == known })
        clock.pass(1)
        #expect(await !source.keys(wanting: known).keys.entries.contains { $0.keyID == known })
        #expect(fake.fetches == 2)
    }

    @Test func `a failed fetch keeps the good list and says so`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        let count = await source.keys(wanting: known).keys.keys.count
        fake.exchange.reply(.fault(.deadline), at: FakeAuthority.metadata)
        clock.pass(50_000)
        let answer = await source.keys(wanting: known)
        #expect(answer.keys.keys.count == count)
        #expect(answer.keys.ageSeconds == 50_000)
        #expect(answer.notes == [.fetchFailed(.exchange(.metadata, .deadline))])
        // A deadline may pass: it was tried twice, and not again within 300 s.
        #expect(fake.fetches == 3)
        _ = await source.keys(wanting: known)
        #expect(fake.fetches == 3)
    }

    @Test func `without a network what there is serves`() async throws {
        let fake = try FakeAuthority()
        let source = KeySource(
            authority: fake.authority, exchange: nil, cache: nil, clock: clock.clock)
        let answer = await source.keys(wanting: known)
        #expect(answer.keys.entries.isEmpty)
        #expect(answer.notes == [.offline])
    }

    @Test func `a clock that jumps back does not make a list younger than it is fetched`()
        async throws
    {
        let fake = try FakeAuthority()
        let source = source(fake)
        _ = await source.keys(wanting: known)
        clock.setWall(clock.wall - 100_000)
        _ = await source.keys(wanting: known)
        #expect(fake.fetches == 1)
        clock.pass(300)
        #expect(await source.keys(wanting: known).keys.ageSeconds == 0)
        #expect(fake.fetches == 2)
    }

    @Test func `a refresh is one fetch, and never within 300 s`() async throws {
        let fake = try FakeAuthority()
        let source = source(fake)
        _ = await source.keys(wanting: known)
        let answer = await source.keys(wanting: known, .refresh)
        #expect(answer.notes == [.askedRecently(secondsAgo: 0)])
        clock.pass(300)
        #expect(await source.keys(wanting: known, .refresh).notes == [])
        #expect(fake.fetches == 2)
    }
}

/// Each thing that can go wrong with an answer, and what is said of it.
@Suite struct KeyFetchTests {
    private static let anotherTenant =
        "https://login.microsoftonline.com/00000000-5f60-4718-92a3-b4c5d6e7f801/v2.0"

    static let faults: [(name: String, at: String, reply: ReplayExchange.Reply, step: String)] = [
        ("no such name", FakeAuthority.metadata, .fault(.nameNotFound), "DNS"),
        ("nobody listens", FakeAuthority.metadata, .fault(.notConnected("refused")), "HTTP"),
        ("the proxy refuses", FakeAuthority.metadata, .fault(.proxy("407")), "proxy"),
        ("another name in the certificate", FakeAuthority.metadata, .fault(.tls("name")), "TLS"),
        ("silence", FakeAuthority.keys, .fault(.deadline), "HTTP"),
        ("a body cut in the middle", FakeAuthority.keys, .fault(.cut), "HTTP"),
        ("an encoded body", FakeAuthority.keys, .fault(.encoded("gzip")), "HTTP"),
        ("404", FakeAuthority.metadata, .answer(FakeAuthority.answer("", status: 404)), "HTTP"),
        ("500", FakeAuthority.keys, .answer(FakeAuthority.answer("", status: 500)), "HTTP"),
        ("429", FakeAuthority.keys, .answer(FakeAuthority.answer("", status: 429)), "HTTP"),
        (
            "a redirect", FakeAuthority.metadata, .answer(FakeAuthority.answer("", status: 302)),
            "HTTP"
        ),
        ("a page", FakeAuthority.keys, .answer(FakeAuthority.answer("<html>")), "JSON"),
        (
            "a page as metadata", FakeAuthority.metadata, .answer(FakeAuthority.answer("<html>")),
            "JSON"
        ),
        (
            "half a list", FakeAuthority.keys, .answer(FakeAuthority.answer(#"{"keys":[{"kty""#)),
            "JSON"
        ),
        (
            "a list without keys", FakeAuthority.keys,
            .answer(FakeAuthority.answer(#"{"keys":[]}"#)), "key"
        ),
        (
            "keys of which none can be used", FakeAuthority.keys,
            .answer(FakeAuthority.answer(#"{"keys":[{"kty":"EC","kid":"a"}]}"#)), "key"
        ),
        (
            "more than a mebibyte", FakeAuthority.keys,
            .answer(HTTPAnswer(status: 200, body: [UInt8](repeating: 0x20, count: 1_048_577))),
            "HTTP"
        ),
        (
            "metadata of another tenant", FakeAuthority.metadata,
            .answer(FakeAuthority.answer(FakeAuthority.metadataText(issuer: anotherTenant))),
            "metadata"
        ),
        (
            "a key list at another host", FakeAuthority.metadata,
            .answer(
                FakeAuthority.answer(FakeAuthority.metadataText(keys: "https://login.example/keys"))
            ),
            "metadata"
        ),
        (
            "a key list without TLS", FakeAuthority.metadata,
            .answer(
                FakeAuthority.answer(
                    FakeAuthority.metadataText(keys: "http://login.microsoftonline.com/keys"))),
            "metadata"
        ),
    ]

    @Test func `each fault leaves no keys, names its step and is asked for twice at most`()
        async throws
    {
        for (name, address, reply, step) in Self.faults {
            let fake = try FakeAuthority()
            fake.exchange.reply(reply, at: address)
            let source = KeySource(
                authority: fake.authority, exchange: fake.exchange, cache: nil,
                clock: HandClock().clock)
            let answer = await source.keys(wanting: "any")
            #expect(answer.keys.entries.isEmpty, "\(name)")
            guard case .fetchFailed(let fault) = try #require(answer.notes.first) else {
                Issue.record("\(name): \(answer.notes)")
                continue
            }
            #expect(fault.step == step, "\(name)")
            #expect(fake.exchange.asked.count { $0 == address } <= 2, "\(name)")
            let asked = fake.exchange.asked.count
            _ = await source.keys(wanting: "any")
            #expect(fake.exchange.asked.count == asked, "\(name): asked again at once")
        }
    }

    @Test func `one impossible key does not spoil the others`() async throws {
        let fake = try FakeAuthority()
        fake.exchange.reply(
            .answer(HTTPAnswer(status: 200, body: try TestFiles.bytes("Fixtures/keys/zoo.json"))),
            at: FakeAuthority.keys)
        let source = KeySource(
            authority: fake.authority, exchange: fake.exchange, cache: nil, clock: HandClock().clock
        )
        let keys = await source.keys(wanting: nil).keys
        #expect(!keys.keys.isEmpty)
        #expect(!keys.skipped.isEmpty)
    }
}
