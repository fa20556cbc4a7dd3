import EntraID
import Foundation
import JOSE
import TestSupport
import Testing
import Transport

@Suite struct KeyCacheTests {
    private let known = "LxYLFxGpbBqQhBsRmLQH2Wy87vE"
    private let clock = HandClock()
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "tokcheck-\(UUID().uuidString)")

    private var cache: KeyCache { KeyCache(folder: folder.appending(path: "a/keys").path) }

    /// A source of a run of its own: nothing in memory.
    private func source(_ fake: FakeAuthority, offline: Bool = false) -> KeySource {
        KeySource(
            authority: fake.authority, exchange: offline ? nil : fake.exchange, cache: cache,
            clock: clock.clock)
    }

    /// The cache's one file, after a first run.
    private func file(_ fake: FakeAuthority) async throws -> URL {
        _ = await source(fake).keys(wanting: known)
        let names = try lists()
        #expect(names.count == 1)
        return URL(filePath: cache.folder).appending(path: try #require(names.first))
    }

    /// The names of the lists in the folder, locks left out.
    private func lists() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: cache.folder)
            .filter { !$0.hasSuffix(".lock") }
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test func `the next run asks nobody`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        let path = try await file(fake).path
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        clock.pass(100)
        for offline in [false, true] {
            let answer = await source(fake, offline: offline).keys(wanting: known)
            #expect(answer.keys.origin.source == .cache)
            #expect(answer.keys.ageSeconds == 100)
            #expect(answer.tenant == FakeAuthority.tenant)
            #expect(answer.notes == [])
        }
        #expect(fake.fetches == 1)
    }

    @Test func `what one run asked the next does not ask again within 300 s`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        fake.exchange.reply(.fault(.nameNotFound), at: FakeAuthority.metadata)
        _ = await source(fake).keys(wanting: known)
        clock.pass(20)
        let answer = await source(fake).keys(wanting: known)
        #expect(answer.notes == [.askedRecently(secondsAgo: 20)])
        #expect(fake.fetches == 1)
        clock.pass(280)
        _ = await source(fake).keys(wanting: known)
        #expect(fake.fetches == 2)
    }

    @Test func `a file that is not what was written is set aside and fetched anew`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        let file = try await file(fake)
        let whole = try Data(contentsOf: file)
        let text = String(decoding: whole, as: UTF8.self)
        let spoilt: [(Data, KeyCacheDefect)] = [
            (whole.prefix(whole.count / 2), .damaged), (Data(), .damaged),
            (Data(text.replacing("RSA", with: "RSB").utf8), .damaged),
            (Data(text.replacing("well-known", with: "unknown").utf8), .otherAddress),
            (
                Data(text.replacing("\"attemptedAt\": 1", with: "\"attemptedAt\": 2").utf8), .future
            ),
            (Data(text.replacing("\"fetchedAt\": 1", with: "\"fetchedAt\": 2").utf8), .future),
        ]
        for (number, (bytes, defect)) in spoilt.enumerated() {
            try bytes.write(to: file)
            clock.pass(400)
            let answer = await source(fake).keys(wanting: known)
            #expect(answer.notes == [.cacheSetAside(defect)])
            #expect(answer.keys.origin.source == .authority)
            #expect(fake.fetches == number + 2)
            #expect(FileManager.default.fileExists(atPath: file.path + ".aside"))
        }
    }

    @Test func `a file that others may write or that is a link does not count`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        let file = try await file(fake)
        try FileManager.default.setAttributes([.posixPermissions: 0o622], ofItemAtPath: file.path)
        #expect(
            await source(fake, offline: true).keys(wanting: known).notes == [
                .cacheSetAside(.writableByOthers), .offline,
            ])
        let elsewhere = folder.appending(path: "elsewhere")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try FileManager.default.moveItem(at: file, to: elsewhere)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: elsewhere)
        #expect(
            await source(fake, offline: true).keys(wanting: known).notes == [
                .cacheSetAside(.notPlainFile), .offline,
            ])
        // The next list replaces the link and leaves alone what it pointed to.
        clock.pass(400)
        let before = try Data(contentsOf: elsewhere)
        _ = await source(fake).keys(wanting: known)
        #expect(try Data(contentsOf: elsewhere) == before)
        #expect(await source(fake, offline: true).keys(wanting: known).notes == [])
    }

    @Test func `a folder that others may write does not count, and keys serve all the same`()
        async throws
    {
        defer { remove() }
        let fake = try FakeAuthority()
        _ = try await file(fake)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777], ofItemAtPath: cache.folder)
        clock.pass(400)
        let answer = await source(fake).keys(wanting: known)
        #expect(answer.keys.origin.source == .authority)
        #expect(
            answer.notes == [
                .cacheSetAside(.writableByOthers), .cacheNotWritten(.writableByOthers),
            ])
    }

    @Test func `a clock that jumps back costs one fetch, and trusts nothing from the future`()
        async throws
    {
        defer { remove() }
        let fake = try FakeAuthority()
        _ = try await file(fake)
        clock.setWall(clock.wall - 100_000)
        let answer = await source(fake).keys(wanting: known)
        #expect(answer.notes == [.cacheSetAside(.future)])
        #expect(answer.keys.ageSeconds == 0)
        #expect(fake.fetches == 2)
        #expect(await source(fake).keys(wanting: known).notes == [])
        #expect(fake.fetches == 2)
    }

    @Test func `runs that write at once leave one whole file`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { _ = await source(fake).keys(wanting: known) }
            }
        }
        #expect(await source(fake, offline: true).keys(wanting: known).notes == [])
        #expect(try lists().count == 1)
        #expect(fake.fetches == 1)
    }

    @Test func `clearing removes every list`() async throws {
        defer { remove() }
        let fake = try FakeAuthority()
        _ = try await file(fake)
        #expect(try cache.clear() == 1)
        #expect(try cache.clear() == 0)
        #expect(await source(fake, offline: true).keys(wanting: known).keys.entries.isEmpty)
    }
}
