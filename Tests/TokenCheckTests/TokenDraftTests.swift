import JOSE
import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct TokenDraftTests {
    private static func report(on claims: [(String, JSONOutput)], _ policy: Policy) -> Report {
        let payload = JSONWriter.text(.object(claims), layout: .line)
        let token = Array(
            [#"{"alg":"RS256","kid":"k"}"#, payload, "x"].map {
                Base64URL.encode(Array($0.utf8))
            }.joined(separator: ".").utf8)
        return Report(
            on: token.span, keys: .none, policy: policy, now: Instant(secondsSince1970: 0))
    }

    @Test(arguments: [71, 72, 73] as [UInt64])
    func `a manifest of a token asks for what the token holds`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tenant = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
        for round in 0..<40 {
            let resource = Resource.all[Int.random(in: 0..<Resource.all.count, using: &random)]
            let kind = random.once(in: 2) ? TokenKind.application : .delegated
            let names = resource.permissions.filter { $0.kind == kind }.map(\.name)
                .shuffled(using: &random).prefix(Int.random(in: 1...6, using: &random))
            let held = Array(names) + (random.once(in: 2) ? ["Own.Thing"] : [])
            let audience = try #require(resource.canonicalAudience(in: .public))
            let claims: [(String, JSONOutput)] = [
                ("aud", .string(audience)), ("iss", .string("https://sts.windows.net/\(tenant)/")),
                ("tid", .string(tenant)), ("ver", .string("1.0")), ("oid", .string("o")),
                ("sub", .string("s")), ("appid", .string(tenant)),
                ("idtyp", .string(kind == .application ? "app" : "user")),
                kind == .application
                    ? ("roles", .array(held.map(JSONOutput.string)))
                    : ("scp", .string((held + ["openid"]).joined(separator: " "))),
            ]
            let draft = try ManifestDraft(
                of: Self.report(on: claims, Policy()), fingerprint: "0123456789ab")
            var policy = Policy()
            policy.tenants = .any
            policy.audiences = .any
            let report = Self.report(on: claims, try draft.manifest.narrowing(policy))
            let place: Comment = "seed \(seed), round \(round): \(held)\n\(draft.writer.text)"
            let checks = [
                "permissions-held", "kind-accepted", "caller-accepted", "aud-accepted",
                "tid-accepted",
            ]
            for code in checks {
                let statuses = report.statuses(of: code)
                #expect(!statuses.isEmpty && statuses.allSatisfy { $0 == .satisfied }, place)
            }
            // Everything that is held is named by some operation.
            let named = Set(
                draft.manifest.operations.compactMap { $0.need(of: kind) }.flatMap(\.names))
            #expect(held.allSatisfy(named.contains), place)
            #expect(draft.writer.text.contains("NOT VERIFIED"))
        }
    }
}
