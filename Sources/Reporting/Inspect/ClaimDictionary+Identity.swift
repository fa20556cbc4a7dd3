internal import StrictJSON
internal import TokenCheck

// Who issued a token, and for which resource.
extension ClaimDictionary {
    static let issuerClaims: [ClaimEntry] = [
        ClaimEntry("iss", "who issued the token", reading: .text(issuer)),
        ClaimEntry("tid", "the tenant in which the token is valid", reading: .text(tenant)),
        ClaimEntry("ver", "the version of the token's form", reading: .text(version)),
        ClaimEntry(
            "idp", "who signed the user in, where that is not the issuer",
            reading: .text(identityProvider)),
        ClaimEntry("tfp", "the user flow or policy of Azure AD B2C that signed the user in"),
        ClaimEntry("tenant_ctry", "the country of the tenant"),
        ClaimEntry("tenant_region_scope", "the region of the tenant", reading: .text(region)),
        ClaimEntry(
            "tenant_region_sub_scope", "the part of the government cloud",
            reading: .text { part, _ in
                Phrase.known([part], in: ["GCC": "GCC", "DODCON": "GCC High", "DOD": "DoD"])
            }),
        ClaimEntry("xms_tpl", "the preferred language of the tenant"),
        ClaimEntry("xms_tcdt", "when the tenant was created (undocumented)", reading: .time),
        ClaimEntry(
            "xms_tnt_fct", "facets of the tenant, by number", reading: .text(Facets.words)),
    ]

    static let audienceClaims: [ClaimEntry] = [
        ClaimEntry(
            "aud", "the resource the token is for; every other must refuse it",
            reading: .value { value, _ in
                if let text = value.string { return audience(text) }
                guard value.kind == .array else { return "neither a string nor an array" }
                let count = Phrase.count(value.elements.count, "audience")
                return "\(count) in an array, which Entra ID never writes"
            })
    ]

    /// The tenant of personal Microsoft accounts.
    static let personalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"

    private static func audience(_ audience: String) -> String? {
        guard let known = KnownAudience(audience) else {
            if GUID.isCanonical(audience) {
                return "the application id of a resource that is not in the catalogue"
            }
            return "not in the catalogue"
        }
        switch known.form {
        case .documented: return "\(known.name), by its documented name"
        case .alias(let name):
            return "\(known.name), by an alias of \(name) that its hosts may refuse"
        case .applicationID: return "\(known.name), by its application id"
        case .other: return known.name
        }
    }

    @Sendable private static func issuer(_ issuer: String, _ context: ClaimContext) -> String? {
        guard let form = EntraIssuer(issuer) else { return otherIssuer(issuer) }
        var words = "Entra ID, \(cloudWords(form.clouds)), form of version \(form.version.rawValue)"
        if let tenant = context.text("tid"), !tenant.isExactly(form.tenant) {
            words += "; it names another tenant than tid"
        }
        if let version = context.text("ver"), !version.isExactly(form.version.rawValue) {
            words += "; ver says another version"
        }
        return words
    }

    /// Issuers beside Entra ID's own, told by their host.
    static func otherIssuer(_ issuer: String) -> String? {
        if isGitHub(issuer) {
            return "GitHub Actions, for a run of a workflow"
        }
        let host = Array(issuer.utf8.dropFirst(8).prefix { $0 != UInt8(ascii: "/") })
        guard issuer.utf8.starts(with: "https://".utf8) else { return nil }
        func ends(with suffix: String) -> Bool {
            host.count > suffix.utf8.count
                && host.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
        }
        if ends(with: ".ciamlogin.com") { return "External ID, a tenant of customers" }
        if [".b2clogin.com", ".b2clogin.cn", ".b2clogin.us"].contains(where: ends) {
            return "Azure AD B2C, a tenant of customers"
        }
        return nil
    }

    /// Whether an issuer is GitHub Actions; enterprises may have a path of their own behind the host.
    static func isGitHub(_ issuer: String) -> Bool {
        let host = "https://token.actions.githubusercontent.com"
        return issuer.isExactly(host) || issuer.utf8.starts(with: "\(host)/".utf8)
    }

    /// The clouds whose issuers have the same form.
    static func cloudWords(_ clouds: [Cloud]) -> String {
        var words: [String] = []
        for cloud in clouds {
            let word =
                switch cloud {
                case .public: "public cloud"
                case .usgov, .usgovDoD: "US Government cloud"
                case .china: "cloud in China"
                }
            if !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: " or ")
    }

    @Sendable private static func tenant(_ tenant: String, _ context: ClaimContext) -> String? {
        if tenant.isExactly(personalAccounts) { return "the one of personal Microsoft accounts" }
        return GUID.isCanonical(tenant) ? nil : "not a GUID in lower case, as it must be"
    }

    @Sendable private static func version(_ version: String, _ context: ClaimContext) -> String? {
        // Azure AD B2C writes 1.0, too, and follows neither form.
        guard context.text("iss").flatMap(EntraIssuer.init) != nil else { return nil }
        switch TokenVersion(rawValue: version) {
        case .v1: return "the client is in appid, and aud may be an address"
        case .v2: return "the client is in azp, and aud is an application id"
        case nil: return "not a version of Entra ID"
        }
    }

    @Sendable private static func identityProvider(
        _ provider: String, _ context: ClaimContext
    ) -> String? {
        if provider.isExactly("live.com") { return "a personal Microsoft account" }
        guard let home = EntraIssuer(provider)?.tenant else { return "not a tenant of Entra ID" }
        if home.isExactly(personalAccounts) { return "a personal Microsoft account" }
        guard let tenant = context.text("tid") else { return nil }
        return tenant.isExactly(home)
            ? "the same tenant" : "another tenant, so the user is a guest"
    }

    @Sendable private static func region(_ region: String, _ context: ClaimContext) -> String? {
        Phrase.known(
            [region],
            in: [
                "AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "North America",
                "OC": "Oceania", "SA": "South America", "WW": "worldwide",
                "USG": "US Government", "USGov": "US Government",
            ])
    }
}
