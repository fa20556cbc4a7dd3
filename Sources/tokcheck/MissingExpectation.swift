internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// What a policy lacks, and the command that would do.
struct MissingExpectation {
    let lacksIssuer: Bool
    let lacksAudience: Bool
    /// Whether other flags were given.
    var isBeside = false

    /// Describes what is lacking; nil when nothing is.
    init?(lacksIssuer: Bool, lacksAudience: Bool) {
        guard lacksIssuer || lacksAudience else { return nil }
        self.lacksIssuer = lacksIssuer
        self.lacksAudience = lacksAudience
    }

    /// What `why` says of it, for which nothing need be expected.
    var note: String {
        let things = [lacksIssuer ? "tenant or issuer" : nil, lacksAudience ? "audience" : nil]
        return "no \(things.compactMap(\.self).joined(separator: " and no ")) is expected, "
            + "so the token cannot be accepted"
    }

    /// The usage error; it quotes what the token claims, ready to be copied once somebody has judged it.
    func fault(token: FoundToken?) -> CommandFault {
        let lacks = [
            lacksIssuer ? "a tenant or issuer" : nil, lacksAudience ? "an audience" : nil,
        ].compactMap(\.self).joined(separator: " and ")
        let sentence = "a check needs \(lacks) to expect"
        let flags = [
            lacksIssuer ? "--tenant GUID" : nil, lacksAudience ? "--audience TEXT" : nil,
        ].compactMap(\.self).joined(separator: " ")
        guard let token, let claimed = ClaimedExpectation(token, beside: self) else {
            return .usage(sentence, hint: "add \(flags)")
        }
        return .usage(
            sentence,
            hint: isBeside
                ? "add what the token claims (not verified), if it is right:\n  \(claimed.command)"
                : "the token claims (not verified) what this would accept:\n  \(claimed.command)")
    }
}

/// The command that would accept what a token says of itself.
struct ClaimedExpectation {
    /// The command, quoted for a shell.
    let command: String

    init?(_ token: FoundToken, beside missing: MissingExpectation) {
        let report = Report(
            on: token.bytes.span, keys: .none, policy: Policy(), now: Instant(secondsSince1970: 0))
        guard let payload = report.unverifiedClaims.payload?.root,
            let issuer = payload["iss"]?.string, let audience = payload["aud"]?.string,
            Self.isPlain(issuer), Self.isPlain(audience)
        else { return nil }
        // Beside flags that were given only what is missing is proposed: a command that leaves one out would widen.
        var words = missing.isBeside ? [] : ["tokcheck check @FILE"]
        if !missing.lacksIssuer {
            // A flag says it already.
        } else if let entra = EntraIssuer(issuer) {
            words.append("--tenant \(entra.tenant)")
            if let cloud = entra.clouds.first, cloud != .public {
                words.append("--cloud \(cloud.rawValue)")
            }
        } else {
            words.append("--issuer '\(issuer)'")
        }
        if !missing.lacksAudience {
            // The manifest, or a flag, says it already.
        } else if let resource = Resource.named(byAudience: audience) {
            words.append("--resource \(resource.name)")
        } else {
            words.append("--audience '\(audience)'")
        }
        command = words.joined(separator: " ")
    }

    /// Whether a claimed value can be shown in a command without harm: printable ASCII, no quote, not long.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "'") }
    }
}
