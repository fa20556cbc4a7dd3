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

/// No text traps, and none is accepted.
///
/// A text that begins with `{` is taken for claims and put into a token.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReport(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    var token = input
    if input.first == UInt8(ascii: "{") {
        let header = Base64URL.encode(#"{"alg":"RS256","typ":"JWT"}"#.utf8)
        token = Array(
            "\(header).\(Base64URL.encode(input)).\(String(repeating: "A", count: 342))".utf8)
    }
    let report = Report(
        on: token.span, keys: keys, policy: policy, now: Instant(secondsSince1970: 1_795_425_000))
    if case .accepted = report.verdict { fatalError("accepted without a signature") }
    if report.findings.count != Check.all.count { fatalError("a check is missing") }
    _ = report.kind
    _ = report.unverifiedClaims.payload?.root.members
    return 0
}
