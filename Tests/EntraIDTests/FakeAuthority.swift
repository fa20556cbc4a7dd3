import EntraID
import StrictJSON
import Synchronization
import TestSupport
import TokenCheck
import Transport

/// Clocks that a test turns by hand.
final class HandClock: Sendable {
    private let seconds: Mutex<(monotonic: Int64, wall: Int64)>

    init(wall: Int64 = 1_795_425_000) { seconds = Mutex((1_000, wall)) }

    var wall: Int64 { seconds.withLock { $0.wall } }
    var monotonic: Int64 { seconds.withLock { $0.monotonic } }

    /// Lets time pass on both clocks.
    func pass(_ span: Int64) {
        seconds.withLock { $0 = ($0.monotonic + span, $0.wall + span) }
    }

    /// Sets the wall clock only, as people and time servers do.
    func setWall(_ wall: Int64) { seconds.withLock { $0.wall = wall } }

    var clock: KeyClock {
        KeyClock(
            monotonic: { self.seconds.withLock { $0.monotonic } },
            wall: { self.seconds.withLock { $0.wall } })
    }
}

/// The public cloud's authority of one tenant, with recorded answers.
struct FakeAuthority {
    static let tenant = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
    static let metadata =
        "https://login.microsoftonline.com/\(tenant)/v2.0/.well-known/openid-configuration"
    static let keys = "https://login.microsoftonline.com/\(tenant)/discovery/v2.0/keys"

    let exchange: ReplayExchange
    let authority: Authority

    init() throws {
        authority = try Authority(tenant: Self.tenant, cloud: .public)
        exchange = ReplayExchange([
            Self.metadata: .answer(Self.answer(Self.metadataText())),
            Self.keys: .answer(
                HTTPAnswer(status: 200, body: try TestFiles.bytes("Fixtures/keys/entra-v2.json"))),
        ])
    }

    static func metadataText(issuer: String? = nil, keys: String? = nil) -> String {
        let issuer = issuer ?? "https://login.microsoftonline.com/\(tenant)/v2.0"
        return
            #"{"issuer":"\#(issuer)","jwks_uri":"\#(keys ?? Self.keys)","cloud_instance_name":"microsoftonline.com"}"#
    }

    static func answer(_ text: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status: status, body: Array(text.utf8))
    }

    /// How often keys were fetched, successfully or not.
    var fetches: Int { exchange.asked.count { $0 == Self.metadata } }
}
