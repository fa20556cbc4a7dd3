import DefenderXDR
import Synchronization
import Testing
import TokenCheck
import Transport

@Suite struct PreflightCallTests {
    @Test(arguments: DefenderBackend.allCases)
    func `every operation is in the catalogue, with somebody whom it opens to`(
        _ backend: DefenderBackend
    ) {
        for operation in DefenderOperation.allCases
        where operation != .commentIncident || backend == .graph {
            let known = operation.catalogued(at: backend)
            #expect(known?.application.isEmpty == false && known?.delegated.isEmpty == false)
        }
        #expect(DefenderOperation.hunt.catalogued(at: .xdr)?.retires == "2027-02-01")
        #expect(DefenderOperation.hunt.catalogued(at: .graph)?.retires == nil)
    }

    @Test func `a role that is missing is told, and nothing is sent`() async throws {
        let token = try FakeClient.token(.xdr, roles: ["Incident.Read.All"])
        let client = try FakeClient(FakeAPI([.page([1])]), token: token)
        #expect(try await client.list().count == 1)
        guard
            case .stopped(let preflight)? = await client.fault({
                _ = try await client.client.hunt("T")
            })
        else {
            Issue.record("not stopped")
            return
        }
        #expect(preflight.rejection == .permission)
        #expect(preflight.blocking.first?.code == "permissions-held")
        #expect(client.api.asked.count == 1)
    }

    @Test func `a token for another door is told`() async throws {
        for audience in ["https://api.securitycenter.microsoft.com", "https://graph.microsoft.com"]
        {
            let token = try FakeClient.token(.xdr, audience: audience)
            let client = try FakeClient(FakeAPI([.page([1])]), token: token)
            guard
                case .stopped(let preflight)? = await client.fault({ _ = try await client.list() })
            else {
                Issue.record("not stopped: \(audience)")
                return
            }
            #expect(preflight.rejection == .trust)
            #expect(client.api.asked.isEmpty)
        }
    }

    @Test(arguments: ["", "eyJ.x", "a b\r\nx: y"])
    func `what is no token is not sent`(_ token: String) async throws {
        let client = try FakeClient(FakeAPI([.page([1])]), token: token)
        guard case .stopped(let preflight)? = await client.fault({ _ = try await client.list() })
        else {
            Issue.record("not stopped")
            return
        }
        #expect(preflight.rejection == .form)
        #expect(client.api.asked.isEmpty)
    }

    @Test func `the token goes along as a bearer, and shows itself nowhere`() async throws {
        let token = try FakeClient.token(.graph)
        let client = try FakeClient(FakeAPI([.page([])]), backend: .graph, token: token)
        _ = try await client.list()
        let request = try #require(client.api.asked.first)
        #expect(request.bearer?.fieldValue == "Bearer \(token)")
        #expect(request.fields == [HTTPAnswer.Field("prefer", "include-unknown-enum-members")])
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped, "\(request.bearer as Any)"]
        {
            #expect(!text.contains(token.prefix(30)))
        }
    }

    @Test func `Graph's private signature is no obstacle`() async throws {
        let token = try FakeClient.token(.graph, header: #","nonce":"x""#)
        let client = try FakeClient(FakeAPI([.page([])]), backend: .graph, token: token)
        #expect(try await client.list().isEmpty && client.api.asked.count == 1)
    }

    @Test func `a token that expires between two pages ends the list before the second`()
        async throws
    {
        let token = try FakeClient.token(.xdr, expires: 100)
        let wall = Mutex(FakeClient.now)
        let api = FakeAPI { _, number in
            wall.withLock { $0 += 200 }
            return .page(number * 100..<number * 100 + 100)
        }
        let client = try DefenderClient(
            token: Array(token.utf8), exchange: api,
            pace: DefenderPace(wall: { wall.withLock { $0 } }))
        var count = 0
        do throws(DefenderFault) {
            for try await _ in client.incidents() { count += 1 }
            Issue.record("the list went on")
        } catch {
            guard case .stopped(let preflight) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(preflight.rejection == .time)
        }
        #expect(count == 100 && api.asked.count == 1)
    }

    @Test func `another host must be one of the API's`() throws {
        let regional = try FakeClient(
            FakeAPI([]), host: "eu.api.security.microsoft.com")
        #expect(regional.client.host == "eu.api.security.microsoft.com")
        for host in ["evil.example", "graph.microsoft.com", "api.security.microsoft.com:8443", ""] {
            #expect(throws: DefenderFault.self) { try FakeClient(FakeAPI([]), host: host) }
        }
    }

    @Test func `a cloud without the API is told`() {
        #expect(throws: DefenderFault.self) {
            try DefenderClient(token: [], cloud: .china, exchange: FakeAPI([]))
        }
    }

    @Test(arguments: [401, 403])
    func `a refusal brings the API's answer along`(_ status: Int) async throws {
        let client = try FakeClient(
            FakeAPI([
                .error(
                    status, "Forbidden",
                    "Missing application roles. API required roles: A, application roles: B.")
            ]))
        guard case .refused(let refusal)? = await client.fault({ _ = try await client.list() })
        else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.status == status && refusal.answer.status == status)
        #expect(refusal.answer.statements.first == .missingRoles(anyOf: ["A"], seen: ["B"]))
        #expect(client.api.asked.count == 1)
    }

    @Test func `a redirect is not followed`() async throws {
        let client = try FakeClient(
            FakeAPI([.json("", status: 302, ("location", "https://evil.example/"))]))
        guard case .redirected(302)? = await client.fault({ _ = try await client.list() }) else {
            Issue.record("not told")
            return
        }
        #expect(client.api.asked.count == 1)
    }
}
