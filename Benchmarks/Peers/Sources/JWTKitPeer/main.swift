import Foundation
import JWTKit

// JWTKitPeer KEY TOKENS: tokens a second that jwt-kit verifies, with issuer, audience and times.

struct Claims: JWTPayload {
    var iss: IssuerClaim
    var aud: AudienceClaim
    var exp: ExpirationClaim
    var nbf: NotBeforeClaim

    func verify(using algorithm: some JWTAlgorithm) throws {
        let now = Date(timeIntervalSince1970: 1_795_425_600)
        try exp.verifyNotExpired(currentDate: now)
        try nbf.verifyNotBefore(currentDate: now)
        try aud.verifyIntendedAudience(includes: "https://api.security.microsoft.com")
        guard iss.value == "https://sts.windows.net/1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801/" else {
            throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "issuer")
        }
    }
}

let pem = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
let tokens = try String(contentsOfFile: CommandLine.arguments[2], encoding: .utf8)
    .split(separator: "\n").map(String.init)
let keys = JWTKeyCollection()
await keys.add(
    rsa: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha256,
    kid: "0GFWt6lE8VIJBIV0--V5LUYVGpg")
let start = ContinuousClock.now
for token in tokens { _ = try await keys.verify(token, as: Claims.self) }
let seconds = (ContinuousClock.now - start) / .seconds(1)
print(Int(Double(tokens.count) / seconds))
