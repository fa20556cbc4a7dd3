import DefenderXDR
import StrictJSON
import Synchronization
import TestSupport
import TokenCheck
import Transport

/// An API that answers as a test says, and keeps what it was asked.
final class FakeAPI: HTTPExchange {
    typealias Reply = @Sendable (HTTPRequest, Int) throws -> HTTPAnswer

    private let requests = Mutex<[HTTPRequest]>([])
    private let allowed = Mutex<[(limit: Int, deadline: Duration)]>([])
    private let reply: Reply

    /// Makes an API; the reply is given the request and how many came before it.
    init(_ reply: @escaping Reply) { self.reply = reply }

    /// Makes an API that gives these answers in turn, and the last of them for ever.
    convenience init(_ answers: [HTTPAnswer]) {
        self.init { _, number in answers[min(number, answers.count - 1)] }
    }

    /// What was asked, in order.
    var asked: [HTTPRequest] { requests.withLock { $0 } }

    /// How much, and for how long, each answer might have been.
    var bounds: [(limit: Int, deadline: Duration)] { allowed.withLock { $0 } }

    func send(_ request: HTTPRequest, limit: Int, deadline: Duration) async throws(HTTPFault)
        -> HTTPAnswer
    {
        let number = requests.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        allowed.withLock { $0.append((limit, deadline)) }
        do {
            let answer = try reply(request, number)
            guard answer.body.count <= limit else { throw HTTPFault.tooLarge(limit: limit) }
            return answer
        } catch let fault as HTTPFault {
            throw fault
        } catch {
            throw .other("\(error)")
        }
    }
}

/// A client whose clock stands still and whose waits take no time.
struct FakeClient {
    static let now: Int64 = 1_795_425_000
    static let host = "https://api.security.microsoft.com"

    let api: FakeAPI
    let client: DefenderClient
    private let waiting: Waits

    /// What the client waited for, in milliseconds.
    var waits: [Int64] { waiting.all }

    private final class Waits: Sendable {
        private let list = Mutex<[Int64]>([])
        var all: [Int64] { list.withLock { $0 } }
        func add(_ wait: Duration) {
            let parts = wait.components
            list.withLock {
                $0.append(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
            }
        }
    }

    init(
        _ api: FakeAPI, backend: DefenderBackend = .xdr, token: String? = nil, host: String? = nil
    ) throws {
        self.api = api
        let waits = Waits()
        waiting = waits
        let pace = DefenderPace(
            wall: { Self.now }, sleep: { waits.add($0) }, chance: { 0 })
        client = try DefenderClient(
            token: Array((try token ?? Self.token(backend)).utf8), backend: backend, host: host,
            exchange: api, pace: pace)
    }

    /// A token that opens everything at a backend; nobody asks for its signature.
    static func token(
        _ backend: DefenderBackend, roles: [String]? = nil, expires: Int64 = 3600,
        audience: String? = nil, header: String = ""
    ) throws -> String {
        let all =
            backend == .xdr
            ? ["Incident.ReadWrite.All", "AdvancedHunting.Read.All"]
            : ["SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"]
        let audience =
            audience
            ?? (backend == .xdr
                ? "https://api.security.microsoft.com" : "https://graph.microsoft.com")
        let tenant = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
        let roleList = (roles ?? all).map { "\"\($0)\"" }.joined(separator: ",")
        let payload = """
            {"aud":"\(audience)","iss":"https://sts.windows.net/\(tenant)/","iat":\(now - 60),\
            "nbf":\(now - 60),"exp":\(now + expires),"appid":"\(tenant)","oid":"\(tenant)",\
            "sub":"\(tenant)","tid":"\(tenant)","ver":"1.0","roles":[\(roleList)]}
            """
        let header = #"{"typ":"JWT","alg":"RS256","kid":"0GFWt6lE8VIJBIV0--V5LUYVGpg"\#(header)}"#
        return [header, payload, "signature"].map {
            Base64URL.encode(Array($0.utf8))
        }.joined(separator: ".")
    }

    /// Every incident that the client gives.
    func list(_ query: IncidentQuery = IncidentQuery()) async throws -> [Incident] {
        var list: [Incident] = []
        for try await incident in client.incidents(query) { list.append(incident) }
        return list
    }

    /// The fault that work ends with.
    func fault(_ work: () async throws -> Void) async -> DefenderFault? {
        do {
            try await work()
            return nil
        } catch {
            return error as? DefenderFault
        }
    }
}

extension HTTPAnswer {
    /// An answer of JSON.
    static func json(_ text: String, status: Int = 200, _ fields: (String, String)...) -> HTTPAnswer
    {
        HTTPAnswer(
            status: status, fields: fields.map { Field($0.0, $0.1) }, body: Array(text.utf8))
    }

    /// An error as Defender XDR writes it.
    static func error(
        _ status: Int, _ code: String, _ message: String, _ fields: (String, String)...
    ) -> HTTPAnswer {
        HTTPAnswer(
            status: status, fields: fields.map { Field($0.0, $0.1) },
            body: Array(#"{"error":{"code":"\#(code)","message":"\#(message)","target":"x"}}"#.utf8)
        )
    }

    /// A page of incidents with ids.
    static func page(_ ids: some Sequence<Int>, next: String? = nil) -> HTTPAnswer {
        let value = ids.map { #"{"incidentId":\#($0),"incidentName":"n"}"# }.joined(separator: ",")
        let link = next.map { #","@odata.nextLink":"\#($0)""# } ?? ""
        return json(#"{"@odata.context":"c","value":[\#(value)]\#(link)}"#)
    }
}

extension Preflight {
    /// The class of what stops the token.
    var rejection: Rejection? {
        if case .rejected(let rejection) = report.verdict { rejection } else { nil }
    }
}
