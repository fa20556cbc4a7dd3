internal import StrictJSON
internal import TokenCheck

/// The short part of an inspect report: what the token seems to be, and what to know about it.
struct InspectSummary: Sendable {
    /// Labels with their words.
    private(set) var rows: [(label: String, text: String)] = []
    /// Remarks, the gravest first.
    private(set) var notes: [String] = []

    /// The most characters of a text that are quoted here: more than the 36 of an id, and the line still fits.
    private static let mostOfText = 40

    init(_ report: Report, localTime: LocalTime) {
        let unverified = report.unverifiedClaims
        guard let payload = unverified.payload?.root else {
            rows = [("kind", "not readable")]
            return
        }
        let nature = TokenNature(payload, header: unverified.header?.root, kind: report.kind)
        rows.append(("kind", nature.kind))
        notes = nature.notes
        if let audience = payload["aud"] { rows.append(("for", Self.audience(audience))) }
        rows.append(("from", Self.origin(payload)))
        if let client = payload["appid"]?.string ?? payload["azp"]?.string {
            rows.append(("client", Self.identifier(client)))
        }
        let context = ClaimContext(
            object: payload, kind: report.kind, now: report.now, localTime: localTime)
        rows.append(("time", Self.time(report, context)))
    }

    private static func audience(_ audience: JSONValue) -> String {
        let texts = audience.string.map { [$0] } ?? audience.elements.compactMap(\.string)
        guard let first = texts.first else { return "no audience that can be used" }
        let words = KnownAudience(first)?.name ?? Escaping.quoted(first, limit: Self.mostOfText)
        return texts.count > 1 ? "\(words), and \(texts.count - 1) more" : words
    }

    private static func origin(_ payload: JSONValue) -> String {
        let issuer = payload["iss"]?.string
        let form = issuer.flatMap(EntraIssuer.init)
        var words: [String] = []
        if let tenant = payload["tid"]?.string ?? form?.tenant {
            words.append("tenant \(identifier(tenant))")
        }
        if let form {
            words.append(ClaimDictionary.cloudWords(form.clouds))
        } else if let issuer {
            words.append(
                ClaimDictionary.otherIssuer(issuer)
                    ?? "issuer \(Escaping.quoted(issuer, limit: Self.mostOfText))")
        } else {
            words.append("no issuer")
        }
        if let version = payload["ver"]?.string {
            let isKnown = TokenVersion(rawValue: version) != nil
            words.append("version \(isKnown ? version : Escaping.quoted(version, limit: 20))")
        }
        return words.joined(separator: ", ")
    }

    /// An id as it stands if it has the form of one, else in quotes.
    private static func identifier(_ text: String) -> String {
        GUID.isCanonical(text) ? text : Escaping.quoted(text, limit: Self.mostOfText)
    }

    private static func time(_ report: Report, _ context: ClaimContext) -> String {
        let now = report.now.secondsSince1970
        guard let end = report.times.expiresAt?.floor else {
            return "no exp that can be used, so nothing says when it ends"
        }
        if end <= now {
            return end == now
                ? "expired in this second" : "expired \(TimeText.duration(now - end)) ago"
        }
        if let start = report.times.notBefore?.floor, start > now {
            return "not yet valid, in \(TimeText.duration(start - now))"
        }
        return "valid for another \(TimeText.duration(end - now)), if nobody revokes it"
    }
}
