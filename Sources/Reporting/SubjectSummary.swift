internal import JOSE
internal import StrictJSON
internal import TokenCheck

/// What is said of a subject that is in order.
struct SubjectSummary {
    let report: Report
    let localTime: LocalTime

    init(_ report: Report, localTime: LocalTime) {
        self.report = report
        self.localTime = localTime
    }

    /// The words, or nil for subjects of which nothing needs to be said.
    func words(for subject: Subject) -> String? {
        switch subject {
        case .token, .type, .policy: nil
        case .signature: signature
        case .issuer: issuer
        case .audience: Escaping.quoted(claim("aud") ?? "")
        case .time: time
        case .caller: caller
        case .permissions: permissions
        }
    }

    /// One sentence on a token that was accepted.
    func accepted(_ claims: AcceptedClaims) -> String {
        let left = claims.expiresAt.map { $0.floor - report.now.secondsSince1970 } ?? 0
        return "\(TokenWords.kind(claims.kind)), "
            + (left >= 0
                ? "valid for another \(TimeText.duration(left))"
                : "expired \(TimeText.duration(left)) ago, within the leeway")
    }

    private var signature: String {
        let name = report.key?.keyID.map { "key \(Escaping.quoted($0))" } ?? "the only key"
        let place = report.keys.origin.name.map { " of \(Escaping.quoted($0))" } ?? ""
        switch report.keys.origin.source {
        case .file: return name + place
        case .cache, .authority:
            return name + ", fetched \(TimeText.duration(report.keys.ageSeconds)) ago"
        }
    }

    private var issuer: String {
        let issuer = claim("iss") ?? ""
        let version = EntraIssuer(issuer).map { " (v\($0.version.rawValue.prefix(1)))" } ?? ""
        return Escaping.quoted(issuer) + version
    }

    private var time: String? {
        guard let expiry = report.times.expiresAt else { return nil }
        let left = expiry.floor - report.now.secondsSince1970
        let state =
            left >= 0
            ? "\(TimeText.duration(left)) left"
            : "\(TimeText.duration(left)) over, within the leeway"
        let (offset, _) = localTime.zone(expiry.floor)
        let local = offset == 0 ? "" : " (\(TimeText.local(expiry.floor, in: localTime)))"
        return "\(state), until \(TimeText.utc(expiry.floor))" + local
    }

    private var caller: String? {
        guard let client = claim("appid") ?? claim("azp") else { return nil }
        return "application \(Escaping.quoted(client))"
    }

    private var permissions: String {
        let held =
            report.kind == .application
            ? texts("roles") : (claim("scp") ?? "").split(separator: " ").map(String.init)
        let names =
            held.isEmpty ? "nothing" : held.map { Escaping.quoted($0) }.joined(separator: ", ")
        return "\(TokenWords.kind(report.kind)) with \(names)" + operations
    }

    /// The operations that the permissions are enough for.
    private var operations: String {
        let names = report.findings
            .filter { $0.code == "permissions-held" && $0.status == .satisfied }
            .compactMap(\.operation)
        guard !names.isEmpty else { return "" }
        let few = names.prefix(3).map(Escaping.plain).joined(separator: ", ")
        return ", enough for " + few + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }

    private func claim(_ name: String) -> String? {
        guard let value = report.unverifiedClaims.payload?.root[name] else { return nil }
        return value.string ?? texts(name).joined(separator: ", ")
    }

    private func texts(_ name: String) -> [String] {
        report.unverifiedClaims.payload?.root[name]?.elements.compactMap(\.string) ?? []
    }
}
