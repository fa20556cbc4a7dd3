import DefenderXDR
import Testing
import TokenCheck
import Transport

@Suite struct RetryTests {
    private let good = HTTPAnswer.page([1])
    private let id = IncidentID("1")

    @Test(
        arguments: [
            (("retry-after", "7"), 7_000),
            (("retry-after", "Mon, 23 Nov 2026 09:10:30 GMT"), 30_000),
            (("retry-after", "Mon, 23 Nov 2026 08:00:00 GMT"), 0), (("retry-after", "soon"), 1_000),
            (("x-other", "1"), 1_000),
        ] as [((String, String), Int64)])
    func `what the API says is waited, else a second`(_ field: (String, String), _ wait: Int64)
        async throws
    {
        let client = try FakeClient(
            FakeAPI([.error(429, "TooManyRequests", "slow down", field), good]))
        #expect(try await client.list().count == 1)
        #expect(client.waits == [wait])
    }

    @Test func `the time may stand in the body`() async throws {
        let client = try FakeClient(
            FakeAPI([
                .error(429, "TooManyRequests", "Too many requests: try again in 2 minutes."), good,
            ]))
        #expect(try await client.list().count == 1)
        #expect(client.waits == [120_000])
    }

    @Test(arguments: [429, 500, 503])
    func `a storm ends after three tries`(_ status: Int) async throws {
        let client = try FakeClient(FakeAPI([.error(status, "X", "no")]))
        let fault = await client.fault { _ = try await client.list() }
        #expect(client.api.asked.count == 3)
        #expect(client.waits == [1_000, 2_000])
        switch fault {
        case .throttled(nil, 3)?: #expect(status == 429)
        case .status(let refusal)?: #expect(refusal.status == status && status != 429)
        default: Issue.record("\(String(describing: fault))")
        }
    }

    @Test func `who is to wait longer than two minutes is told so at once`() async throws {
        let client = try FakeClient(
            FakeAPI([.error(429, "TooManyRequests", "no", ("retry-after", "121"))]))
        guard case .throttled(121, 1)? = await client.fault({ _ = try await client.list() }) else {
            Issue.record("not told")
            return
        }
        #expect(client.waits.isEmpty)
    }

    @Test(arguments: [HTTPFault.cut, .notConnected("refused"), .deadline])
    func `a read is asked again when the connection fails`(_ fault: HTTPFault) async throws {
        let client = try FakeClient(
            FakeAPI { _, number in
                if number == 0 { throw fault }
                return .page([1])
            })
        #expect(try await client.list().count == 1)
    }

    @Test(arguments: [HTTPFault.tls("no"), .nameNotFound, .proxy("no"), .tooLarge(limit: 1)])
    func `what a second try cannot mend is told at once`(_ fault: HTTPFault) async throws {
        let client = try FakeClient(FakeAPI { _, _ in throw fault })
        guard case .exchange(fault)? = await client.fault({ _ = try await client.list() }) else {
            Issue.record("another fault")
            return
        }
        #expect(client.api.asked.count == 1)
    }

    @Test func `a query that took too long is not asked again`() async throws {
        let client = try FakeClient(FakeAPI { _, _ in throw HTTPFault.deadline })
        guard
            case .exchange(.deadline)? = await client.fault({
                _ = try await client.client.hunt("T")
            })
        else {
            Issue.record("another fault")
            return
        }
        #expect(client.api.asked.count == 1)
    }

    @Test(arguments: DefenderBackend.allCases, [429, 500, 503])
    func `a change is sent once`(_ backend: DefenderBackend, _ status: Int) async throws {
        let id = try #require(id)
        let client = try FakeClient(
            FakeAPI([.error(status, "X", "no", ("retry-after", "1")), .page([1])]), backend: backend
        )
        var change = IncidentChange()
        change.status = .resolved
        let fault = await client.fault { _ = try await client.client.update(id, change) }
        #expect(client.api.asked.count == 1 && client.waits.isEmpty)
        #expect(fault?.leavesChangeOpen == (status != 429))
    }

    @Test(arguments: [(HTTPFault.cut, true), (.deadline, true), (.notConnected("refused"), false)])
    func `whether a change may have been made is told`(_ fault: HTTPFault, _ isOpen: Bool)
        async throws
    {
        let id = try #require(id)
        let client = try FakeClient(FakeAPI { _, _ in throw fault })
        var change = IncidentChange()
        change.comment = "done"
        let outcome = await client.fault { _ = try await client.client.update(id, change) }
        #expect(outcome?.leavesChangeOpen == isOpen)
        #expect(client.api.asked.count == 1)
    }
}
