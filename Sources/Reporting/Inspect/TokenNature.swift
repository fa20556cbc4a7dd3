internal import StrictJSON
internal import TokenCheck

/// What sort of token somebody pasted, and what is special about it.
///
/// Told from claims alone; no decision may rest on it.
struct TokenNature: Sendable {
    /// The sort in a few words.
    let kind: String
    /// What to know about it, the gravest first.
    let notes: [String]

    init(_ payload: JSONValue, header: JSONValue?, kind: TokenKind) {
        let signs = TokenSigns(payload: payload, header: header)
        var notes: [String] = []
        if signs.issuer.map(ClaimDictionary.isGitHub) ?? false {
            self.kind = "GitHub Actions token, to be exchanged for one of Entra ID"
        } else if signs.isClientAssertion {
            self.kind = "client assertion, by which an application proves itself"
            notes.append("treat it as a secret: whoever has it can be that application")
        } else if signs.isIdentityToken {
            self.kind = "ID token of a sign-in, not an access token"
            notes.append("its audience is the client itself: no API may accept it")
        } else {
            switch kind {
            case .application: self.kind = "application token, without a user"
            case .delegated: self.kind = "delegated token, an application on behalf of a user"
            case .unknown: self.kind = Self.unknownKind(signs)
            }
        }
        self.notes = notes + signs.notes(kind: kind)
    }

    private static func unknownKind(_ signs: TokenSigns) -> String {
        if signs.text("idtyp") != nil {
            return signs.hasScopes
                ? "unclear: idtyp and scp contradict each other"
                : "unclear: idtyp has no known value"
        }
        // Roles alone prove nothing, as users have some, too; without any sign of a user they make it likely.
        return signs.hasRoles && !signs.hasUser
            ? "probably an application token: it has roles and no sign of a user"
            : "unclear: the claims do not tell whether there is a user"
    }
}

/// The signs in a token's claims from which its nature is told.
struct TokenSigns: Sendable {
    let payload: JSONValue
    let header: JSONValue?

    func text(_ name: String) -> String? { payload[name]?.string }
    private func has(_ name: String) -> Bool { payload[name] != nil }

    var issuer: String? { text("iss") }
    var hasRoles: Bool { payload["roles"]?.elements.isEmpty == false }
    var hasScopes: Bool { text("scp").map { !$0.isEmpty && !$0.isExactly("/") } ?? has("scp") }
    var hasUser: Bool {
        ["name", "upn", "unique_name", "preferred_username", "amr"].contains(where: has)
    }

    /// Made by an application for the token endpoint (RFC 7523 §3): issuer and subject are the application.
    var isClientAssertion: Bool {
        guard let issuer, let subject = text("sub"), issuer.isExactly(subject) else { return false }
        return !issuer.contains("://") && !["tid", "ver", "scp", "roles"].contains(where: has)
    }

    var isIdentityToken: Bool {
        if has("at_hash") || has("c_hash") { return true }
        guard !["scp", "appid", "azp"].contains(where: has) else { return false }
        return has("nonce") || hasUser
    }

    /// The sort of account and of subject, and what limits the token's use.
    func notes(kind: TokenKind) -> [String] {
        var notes: [String] = []
        if header?["alg"]?.string?.lowercased() == "none" {
            notes.append("alg is none: nothing is signed, anybody can have written it")
        }
        if header?["nonce"]?.string != nil {
            notes.append("Graph's private signature form: only the resource itself can verify it")
        }
        if has("cnf") { notes.append("bound to a key that the caller must prove to have") }
        notes += subjectNotes(kind: kind)
        if payload["_claim_names"]?["groups"] != nil
            || payload["hasgroups"].map({ $0.boolean != false }) ?? false
        {
            notes.append("the groups are left out: membership is unknown, not empty")
        }
        if let note = lifetimeNote { notes.append(note) }
        return notes
    }

    private func subjectNotes(kind: TokenKind) -> [String] {
        var notes: [String] = []
        let personal = ClaimDictionary.personalAccounts
        let tenants = [text("tid"), issuer.flatMap(EntraIssuer.init)?.tenant].compactMap(\.self)
        if tenants.contains(where: { $0.isExactly(personal) }) {
            notes.append("personal Microsoft account")
        }
        if kind != .application, isGuest { notes.append("guest: the user's home is elsewhere") }
        if has("xms_mirid") || relation("33") { notes.append("managed identity") }
        if has("xms_par_app_azp")
            || ["xms_act_fct", "xms_sub_fct"].contains(where: {
                text($0).map(Facets.marksAgent) ?? false
            })
        {
            notes.append("agent identity")
        }
        if relation("11") || relation("31") { notes.append("user of a partner") }
        if text("appid")?.isExactly(ClaimDictionary.changeTracking) == true {
            notes.append("sent by Microsoft Graph with change notifications")
        }
        return notes
    }

    private func relation(_ number: String) -> Bool {
        text("xms_idrel").map { NumberedClaim.holds(number, in: $0) } ?? false
    }

    private var isGuest: Bool {
        if payload["acct"]?.number?.integer == 1 || relation("5") { return true }
        // Customers of External ID sign in elsewhere, too, and are no guests: only Entra ID's own issuers count.
        guard issuer.flatMap(EntraIssuer.init) != nil, let provider = text("idp"),
            let tenant = text("tid")
        else { return false }
        if let home = EntraIssuer(provider)?.tenant { return !home.isExactly(tenant) }
        return !tenant.isExactly(ClaimDictionary.personalAccounts)
    }

    /// Beyond 20 hours a token is either a managed identity's or watched by the resource.
    private var lifetimeNote: String? {
        guard let begin = date("iat"), let end = date("exp"), !has("xms_mirid"),
            end - begin >= 72_000, end - begin <= 104_400
        else { return nil }
        return "long-lived (\(TimeText.duration(end - begin))): the resource may refuse it earlier"
    }

    private func date(_ name: String) -> Int64? {
        payload[name]?.number.flatMap { try? NumericDate($0) }?.floor
    }
}
