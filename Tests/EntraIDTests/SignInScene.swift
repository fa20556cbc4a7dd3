import EntraID
import Foundation
import JOSE
import StrictJSON
import Synchronization
import TestSupport
import TokenCheck
import Transport

/// An authority that issues tokens, with recorded answers and a clock that only waiting moves.
struct SignInScene {
    static let tenant = FakeAuthority.tenant
    static let client = "2f1e0d3c-4b5a-4968-8776-655443322110"
    static let base = "https://login.microsoftonline.com/\(tenant)/oauth2/v2.0/"
    static let token = base + "token"
    static let deviceCode = base + "devicecode"

    let exchange: ReplayExchange
    let clock = HandClock()
    /// How long was waited, in seconds, each time.
    let waits = Waits()
    var signIn: SignIn

    final class Waits: Sendable {
        private let list = Mutex<[Int64]>([])
        var all: [Int64] { list.withLock { $0 } }
        func add(_ seconds: Int64) { list.withLock { $0.append(seconds) } }
    }

    init(version: TokenVersion = .v2, tenant: String = Self.tenant) throws {
        let authority = try Authority(tenant: tenant, cloud: .public, version: version)
        exchange = ReplayExchange([authority.metadata.text: Self.answer(Self.metadata(version))])
        signIn = SignIn(
            authority: authority, clientID: Self.client, exchange: exchange,
            pace: Self.pace(clock, waits))
    }

    static func pace(_ clock: HandClock, _ waits: Waits) -> SignInPace {
        SignInPace(
            wall: { clock.wall }, monotonic: { clock.monotonic },
            sleep: { duration in
                try Task.checkCancellation()
                waits.add(duration.components.seconds)
                clock.pass(duration.components.seconds)
            },
            random: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ count) } })
    }

    static func metadata(_ version: TokenVersion, _ more: String = "") -> String {
        let host = "https://login.microsoftonline.com/\(tenant)"
        let path = version == .v2 ? "\(host)/oauth2/v2.0" : "\(host)/oauth2"
        let issuer = version == .v2 ? "\(host)/v2.0" : "https://sts.windows.net/\(tenant)/"
        return """
            {"issuer":"\(issuer)","token_endpoint":"\(path)/token",\
            "authorization_endpoint":"\(path)/authorize",\(more)\
            "device_authorization_endpoint":"\(path)/devicecode"}
            """
    }

    static func answer(
        _ text: String, status: Int = 200, fields: [HTTPAnswer.Field] = []
    ) -> ReplayExchange.Reply {
        .answer(HTTPAnswer(status: status, fields: fields, body: Array(text.utf8)))
    }

    static let issued = answer(
        #"{"token_type":"Bearer","expires_in":3599,"access_token":"the-token"}"#)

    static func refusal(_ error: String, _ description: String = "", _ more: String = "")
        -> ReplayExchange.Reply
    {
        answer(
            #"{"error":"\#(error)","error_description":"\#(description)"\#(more)}"#, status: 400)
    }

    /// The parameters of the last request.
    var sent: [String: String] { Self.form(exchange.requests.last) }

    static func form(_ request: HTTPRequest?) -> [String: String] {
        form(String(decoding: request?.body?.bytes ?? [], as: UTF8.self)[...])
    }

    static func form(_ text: Substring) -> [String: String] {
        var form: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            form[String(parts[0])] =
                parts.count == 2 ? String(parts[1]).removingPercentEncoding ?? "" : ""
        }
        return form
    }
}

extension Secret {
    /// The text, which only tests look at.
    var text: String { withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) } }
}

/// What a sign-in throws.
func fault(of work: () async throws(SignInFault) -> IssuedToken) async -> SignInFault? {
    do throws(SignInFault) {
        _ = try await work()
        return nil
    } catch {
        return error
    }
}
