import DefenderXDR
import Testing
import TokenCheck
import Transport

@Suite struct PagingTests {
    private static let first = "\(FakeClient.host)/api/incidents?$top=100"

    @Test func `pages go on behind what came, until one is not full`() async throws {
        let client = try FakeClient(
            FakeAPI { _, number in
                number < 2 ? .page(number * 100..<number * 100 + 100) : .page([200])
            })
        let list = try await client.list()
        #expect(list.map(\.id.text) == (0...200).map(String.init))
        #expect(
            client.api.asked.map(\.address.text) == [
                Self.first, Self.first + "&$skip=100", Self.first + "&$skip=200",
            ])
    }

    @Test func `a hundred linked pages are followed, each when somebody wants it`() async throws {
        let api = FakeAPI { request, _ in Self.linkedPage(request) }
        let client = try FakeClient(api)
        var iterator = client.client.incidents().makeAsyncIterator()
        for asked in [1, 1, 2, 2, 3] {
            _ = try await iterator.next()
            #expect(api.asked.count == asked)
        }
        let whole = FakeAPI { request, _ in Self.linkedPage(request) }
        #expect(try await FakeClient(whole).list().count == 200)
        #expect(whole.asked.count == 100)
    }

    /// Two incidents by the number in an address, and a link to the next of a hundred pages.
    private static func linkedPage(_ request: HTTPRequest) -> HTTPAnswer {
        let parts = request.address.text.split(separator: "page=")
        let page = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let next = page < 99 ? "\(FakeClient.host)/api/incidents?page=\(page + 1)" : nil
        return .page([page * 2, page * 2 + 1], next: next)
    }

    @Test func `a limit asks for no more than it needs`() async throws {
        let client = try FakeClient(FakeAPI([.page(0..<7)]))
        var query = IncidentQuery()
        query.limit = 7
        #expect(try await client.list(query).count == 7)
        #expect(client.api.asked.map(\.address.text) == ["\(FakeClient.host)/api/incidents?$top=7"])
    }

    @Test func `an incident that slides onto the next page is given once`() async throws {
        let client = try FakeClient(FakeAPI([.page(0..<100), .page(99..<150)]))
        #expect(try await client.list().map(\.id.text) == (0..<150).map(String.init))
    }

    @Test(arguments: [
        ("\(first)", "itself"), ("\(FakeClient.host)/api/incidents?$skiptoken=a", "a ring"),
    ])
    func `a link in a circle ends the list`(_ link: String, _ name: String) async throws {
        let client = try FakeClient(FakeAPI { _, number in .page([number], next: link) })
        let fault = await client.fault { _ = try await client.list() }
        guard case .nextPage(.loop)? = fault else {
            Issue.record("\(name): \(String(describing: fault))")
            return
        }
        #expect(client.api.asked.count <= 2)
    }

    @Test func `an API that forgets to skip does not go on for ever`() async throws {
        let client = try FakeClient(FakeAPI([.page(0..<100)]))
        guard case .nextPage(.loop)? = await client.fault({ _ = try await client.list() }) else {
            Issue.record("no loop was seen")
            return
        }
        #expect(client.api.asked.count == 2)
    }

    @Test(arguments: [
        "https://evil.example/api/incidents", "http://api.security.microsoft.com/api/incidents",
        "https://api.security.microsoft.com.evil.example/", "//evil.example/",
        "/api/incidents?$skip=1",
        "https://api.security.microsoft.com@evil.example/", "",
        "https://graph.microsoft.com/v1.0/security/incidents",
    ])
    func `a link that leaves the host is not followed, and what came before is given`(
        _ link: String
    )
        async throws
    {
        let client = try FakeClient(FakeAPI([.page([1], next: link)]))
        guard case .nextPage(.elsewhere)? = await client.fault({ _ = try await client.list() })
        else {
            Issue.record("not refused: \(link)")
            return
        }
        #expect(client.api.asked.count == 1)
    }

    @Test func `behind a fault there is nothing more`() async throws {
        let client = try FakeClient(
            FakeAPI([.page([1], next: "https://evil.example/"), .page([2])]))
        var iterator = client.client.incidents().makeAsyncIterator()
        #expect(try await iterator.next()?.id.text == "1")
        await #expect(throws: DefenderFault.self) { _ = try await iterator.next() }
        #expect(try await iterator.next() == nil)
        #expect(client.api.asked.count == 1)
    }

    @Test func `filters are written in the words of each API`() async throws {
        var query = IncidentQuery()
        query.statuses = ["active", "InProgress"]
        query.assignedTo = "o'neil@contoso.example"
        query.updatedSince = Instant(secondsSince1970: 1_793_491_200)
        let xdr = try FakeClient(FakeAPI([.page([])]))
        _ = try await xdr.list(query)
        #expect(
            xdr.api.asked.first?.address.text.removingPercent
                == "\(FakeClient.host)/api/incidents?$top=100&$filter=(status eq 'Active' or status eq "
                + "'InProgress') and assignedTo eq 'o''neil@contoso.example' and lastUpdateTime ge "
                + "2026-11-01T00:00:00Z")
        query.severities = ["High"]
        let graph = try FakeClient(FakeAPI([.page([])]), backend: .graph)
        _ = try await graph.list(query)
        #expect(
            graph.api.asked.first?.address.text.removingPercent
                == "https://graph.microsoft.com/v1.0/security/incidents?$top=50&$filter=(status eq "
                + "'active' or status eq 'inProgress') and severity eq 'high' and assignedTo eq "
                + "'o''neil@contoso.example' and lastUpdateDateTime ge 2026-11-01T00:00:00Z")
        guard
            case .unsupportedFilter("severity", .xdr)? = await xdr.fault({
                _ = try await xdr.list(query)
            })
        else {
            Issue.record("Defender XDR cannot filter by severity")
            return
        }
        #expect(xdr.api.asked.count == 1)
    }
}

extension String {
    /// The text with `%XX` read, for comparison.
    fileprivate var removingPercent: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
