import DefenderXDR
import Synchronization
import Testing
import TokenCheck
import Transport

@Suite struct RenewalTests {
    /// A client whose clock a test turns, with a way to other tokens.
    private final class Scene: Sendable {
        private let wall = Mutex(FakeClient.now)
        private let renewals = Mutex(0)
        private let next: @Sendable () throws -> String

        init(_ next: @escaping @Sendable () throws -> String) { self.next = next }

        /// How often another token was wanted.
        var count: Int { renewals.withLock { $0 } }

        func pass(_ seconds: Int64) { wall.withLock { $0 += seconds } }

        func client(_ token: String, _ api: FakeAPI) throws -> DefenderClient {
            try DefenderClient(
                token: Array(token.utf8),
                renewal: { [self] in
                    renewals.withLock { $0 += 1 }
                    return Array(try next().utf8)
                },
                exchange: api, pace: DefenderPace(wall: { [self] in wall.withLock { $0 } }))
        }
    }

    private struct Fault: Error, Equatable {}

    @Test func `a list that outlives its token goes on with another`() async throws {
        let (old, new) = (
            try FakeClient.token(.xdr, expires: 200), try FakeClient.token(.xdr, expires: 7_200)
        )
        let scene = Scene { new }
        let api = FakeAPI { _, number in
            scene.pass(100)
            return number < 4 ? .page(number * 100..<number * 100 + 100) : .page([400])
        }
        var count = 0
        for try await _ in try scene.client(old, api).incidents() { count += 1 }
        #expect(count == 401)
        #expect(scene.count == 1)
        let sent = api.asked.map { $0.bearer?.fieldValue == "Bearer \(old)" }
        #expect(sent == [true, true, false, false, false])
    }

    @Test(arguments: [(61, 0), (59, 1), (-10, 1)] as [(Int64, Int)])
    func `what has less than a minute left is renewed before it is sent`(
        _ left: Int64, _ renewals: Int
    ) async throws {
        let new = try FakeClient.token(.xdr)
        let scene = Scene { new }
        let api = FakeAPI([.json(#"{"incidentId":1}"#)])
        let token = try FakeClient.token(.xdr, expires: left)
        let id = try #require(IncidentID("1"))
        _ = try await scene.client(token, api).incident(id)
        #expect(scene.count == renewals)
        #expect(api.asked.count == 1)
        #expect(api.asked.first?.bearer?.fieldValue == "Bearer \(renewals == 0 ? token : new)")
    }

    @Test func `when no other comes that is told, and nothing is sent`() async throws {
        let scene = Scene { throw Fault() }
        let api = FakeAPI([.page([1])])
        let client = try scene.client(try FakeClient.token(.xdr, expires: 30), api)
        do throws(DefenderFault) {
            _ = try await client.hunt("T")
            Issue.record("it was sent")
        } catch {
            guard case .noNewToken(let inner) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(inner is Fault && !error.leavesChangeOpen)
        }
        #expect(api.asked.isEmpty)
    }

    @Test func `another token is held against the request as the first was`() async throws {
        let scene = Scene { try FakeClient.token(.xdr, roles: ["Incident.Read.All"]) }
        let api = FakeAPI([.page([1])])
        let client = try scene.client(try FakeClient.token(.xdr, expires: 30), api)
        do throws(DefenderFault) {
            _ = try await client.hunt("T")
            Issue.record("it was sent")
        } catch {
            guard case .stopped(let preflight) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(preflight.rejection == .permission)
        }
        #expect(api.asked.isEmpty && scene.count == 1)
    }

    @Test func `a token that is refused for another reason is not renewed`() async throws {
        let scene = Scene { try FakeClient.token(.xdr) }
        let token = try FakeClient.token(.xdr, expires: 30, audience: "https://graph.microsoft.com")
        let client = try scene.client(token, FakeAPI([.page([1])]))
        await #expect(throws: DefenderFault.self) { _ = try await client.hunt("T") }
        #expect(scene.count == 0)
    }
}
