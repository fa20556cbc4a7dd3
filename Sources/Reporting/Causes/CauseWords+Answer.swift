internal import TokenCheck

// What a server said.
extension CauseWords {
    static func answer(_ facts: AnswerFacts, _ localTime: LocalTime) -> CauseWords {
        switch facts {
        case .fresh(let error, let claims, let notBefore):
            return fresh(error: error, claims: claims, notBefore: notBefore, localTime)
        case .unlicensed(let reason):
            return CauseWords(
                "The tenant has no active licence for the product, says the API: "
                    + "\(Escaping.quoted(reason)). The token has no part in it.",
                do: "check the licence of the tenant, and that the token is for the product that "
                    + "it has")
        case .notProvisioned:
            return CauseWords(
                "The product is not set up in the tenant, says the API. The token has no part in "
                    + "it.",
                do: "open the product's portal once as an administrator, or ask the right tenant")
        case .foreign(let mismatch):
            return CauseWords(
                "This answer does not fit this token: " + words(mismatch, localTime) + ".",
                do: "save the answer to a request that carries exactly this token")
        case .refused(let code, let message):
            let own = [code, message].compactMap(\.self).map { Escaping.quoted($0) }
            return CauseWords(
                "The API refused for a reason that the token does not show"
                    + (own.isEmpty ? "." : ": \(own.joined(separator: ", "))."),
                do: "look the code up in the API's documentation; the token is as checked above")
        case .signatureRefused:
            return CauseWords(
                "The API says that the signature is not valid, and it is. The API looks for keys in "
                    + "another tenant or version, or has an old list.",
                do: "compare the API's metadata address with the token's issuer")
        case .issuerRefused(let issuer):
            return CauseWords(
                "The API does not accept the issuer \(Escaping.quoted(issuer ?? "")).",
                do: "compare it with the issuers that the API accepts; v1 and v2 differ")
        case .throttled(let seconds):
            return CauseWords(
                "Too many requests; the token has no part in it.",
                do: seconds.map { "try again in \(TimeText.duration($0))" }
                    ?? "wait, then try again more slowly")
        case .page(let status):
            return CauseWords(
                "A web page" + (status.map { " (status \($0))" } ?? "")
                    + " came instead of an API's answer: a proxy, a firewall or a portal answered.",
                do: "check the address that is called, and what stands between")
        case .signIn(let number, let error):
            return signIn(number: number, error: error)
        }
    }

    private static func fresh(
        error: String?, claims: String?, notBefore: Int64?, _ localTime: LocalTime
    ) -> CauseWords {
        let reason = notBefore.map { ", issued after \(time($0, localTime))" } ?? ""
        return CauseWords(
            "The API asks for a fresh token\(reason)"
                + (error.map { " (\(Escaping.quoted($0)))" } ?? "")
                + ": the session was revoked, or a condition changed. No check can see that from "
                + "the token.",
            do: claims.map { "request a new token with claims=\(shellQuoted($0))" }
                ?? "sign in again to get a new token")
    }

    /// In single quotes, ready to be copied, as long as nothing in it would end them.
    private static func shellQuoted(_ text: String) -> String {
        text.contains("'") || text.utf8.count > 400
            ? Escaping.quoted(text, limit: 400) : "'\(Escaping.plain(text))'"
    }

    private static func words(_ mismatch: AnswerFacts.Mismatch, _ localTime: LocalTime) -> String {
        switch mismatch {
        case .permissions(let said, let actual):
            "the server saw \(names(said, "and")), the token has \(names(actual, "and"))"
        case .heldPermissions(let held):
            "the server misses \(names(held)), and the token has it"
        case .kind(let kind):
            kind == .application
                ? "the server speaks of application roles, and this is a user's token"
                : "the server speaks of a user's scopes, and this is an application's token"
        case .claim(let name, let said, let actual):
            "the server speaks of \(name) \(Escaping.quoted(said)), the token has "
                + (actual.map { Escaping.quoted($0) } ?? "none")
        case .notExpired(let until):
            "the server calls the token expired, and it is valid until \(time(until, localTime))"
        case .freshEnough(let since):
            "the server asks for a token issued after \(time(since, localTime)), and this one was"
        case .readable: "the server found no readable token, and this one can be read"
        }
    }
}
