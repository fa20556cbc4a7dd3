internal import Synchronization
internal import Transport

/// The token at hand, and the way to the next one before it expires.
final class HeldToken: Sendable {
    private let current: Mutex<Pair>
    private let renewal: DefenderClient.Renewal?

    private struct Pair {
        let bytes: [UInt8]
        let bearer: BearerToken?

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            bearer = BearerToken(bytes)
        }
    }

    init(_ token: [UInt8], renewal: DefenderClient.Renewal?) {
        current = Mutex(Pair(token))
        self.renewal = renewal
    }

    /// The token.
    var bytes: [UInt8] { current.withLock { $0.bytes } }
    /// The token as it is sent; nil when it cannot be.
    var bearer: BearerToken? { current.withLock { $0.bearer } }
    /// Whether there is a way to another.
    var isRenewable: Bool { renewal != nil }

    /// Puts another token in its place; two callers at once may each bring one, and either is good.
    func renew() async throws(DefenderFault) {
        guard let renewal else { return }
        do {
            let token = try await renewal()
            current.withLock { $0 = Pair(token) }
        } catch {
            throw .noNewToken(error)
        }
    }
}
