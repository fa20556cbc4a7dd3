import JOSE
import StrictJSON
import TokenCheck

private let policy: Policy = {
    var policy = Policy()
    policy.tenants = .any
    policy.audiences = .any
    policy.operations = [
        Operation(
            name: "a", application: .permission("Incident.Read.All"),
            delegated: .permission("Incident.Read"))
    ]
    return policy
}()

/// A list with a key of random numbers, for which nobody can sign: nothing may be accepted.
private let keys: KeySet = {
    var state: UInt64 = 7
    let modulus = (0..<256).map { place -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33) | (place == 0 || place == 255 ? 0x81 : 0)
    }
    let text = Array(#"{"kty":"RSA","n":"\#(Base64URL.encode(modulus))","e":"AQAB"}"#.utf8)
    guard let keys = try? KeySet(parsing: text.span, origin: KeySet.Origin(source: .file)) else {
        return .none
    }
    return keys
}()

/// Of another issuer, with everything asked that flags can ask.
private let strict: Policy = {
    var policy = policy
    policy.issuers = ["https://issuer.example/"]
    policy.tenants = .only(["1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"])
    policy.audiences = .resource(.defenderXDR)
    policy.clients = ["2f1e0d3c-4b5a-4968-8776-655443322110"]
    policy.callerAuthentication = .secret
    policy.minimumRemainingSeconds = 60
    policy.maximumLifetimeSeconds = 90_000
    return policy
}()

/// Lives as long as the fuzzer, so that what it keeps from one token meets many others.
private final class Judge {
    private var inspector: Inspector
    private let policy: Policy
    private let now = Instant(secondsSince1970: 1_795_425_000)

    init(_ policy: Policy) {
        self.policy = policy
        inspector = Inspector(policy: policy)
    }

    func judge(_ token: [UInt8]) {
        let report = Report(on: token.span, keys: keys, policy: policy, now: now)
        if case .accepted = report.verdict { fatalError("accepted without a signature") }
        if report.findings.count != Check.all.count { fatalError("a check is missing") }
        let other = inspector.report(on: token.span, keys: keys, now: now)
        if !report.findings.map(\.status).elementsEqual(other.findings.map(\.status)) {
            fatalError("an inspector says something else")
        }
        _ = report.kind
        _ = report.unverifiedClaims.payload?.root.members
    }
}

nonisolated(unsafe) private let judges = [Judge(policy), Judge(strict)]

/// No text traps, and none is accepted.
///
/// A text that begins with `{` is taken for claims and put into a token; what follows a NUL is then the header.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReport(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    var token = input
    if input.first == UInt8(ascii: "{") {
        let parts = input.split(separator: 0, maxSplits: 1)
        let header = parts.count > 1 ? Array(parts[1]) : Array(#"{"alg":"RS256","typ":"JWT"}"#.utf8)
        let claims = Base64URL.encode(parts[0])
        let signature = String(repeating: "A", count: 342)
        token = Array("\(Base64URL.encode(header)).\(claims).\(signature)".utf8)
    }
    for judge in judges { judge.judge(token) }
    return 0
}
