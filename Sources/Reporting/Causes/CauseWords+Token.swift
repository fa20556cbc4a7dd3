internal import JOSE
internal import TokenCheck

// Form, signature, keys, issuer.
extension CauseWords {
    static func opaque(_ text: OpaqueText) -> CauseWords {
        switch text {
        case .personalAccountTicket:
            CauseWords(
                "Not a JWT: this looks like the ticket of a personal Microsoft account. It may be "
                    + "valid, and nobody except Microsoft can read it.",
                do: "sign in with a work or school account to get a token that can be read")
        case .refreshToken:
            CauseWords(
                "Not an access token: this looks like a refresh token or an authorisation code, "
                    + "which gets tokens and is none. Keep it secret.",
                do: "redeem it at the token endpoint and pass the access_token of the answer")
        case .html, .json, .other:
            CauseWords(TokenWords.sentence(.opaque(text)) + ".", do: "pass the access token itself")
        }
    }

    static func graphNonce(isVerified: Bool, audience: String?) -> CauseWords {
        let isGraph = audience.flatMap(Resource.named(byAudience:)) == .graph
        let whose = isGraph ? "Microsoft Graph" : "the API it was issued for"
        return CauseWords(
            "The header holds a nonce, the private signature form of Microsoft's own APIs, which "
                + "only \(whose) is meant to verify."
                + (isVerified
                    ? " Undone, the signature is genuine: nothing is wrong with the token." : ""),
            do: "if your own API is to accept tokens, request one for it "
                + "(scope api://<application id>/.default); else leave the check to \(whose)")
    }

    static func applicationKey(keyID: String, application: String?) -> CauseWords {
        guard let application else {
            return CauseWords(
                "Key \(Escaping.quoted(keyID)) is not in the tenant's list, which was fetched just "
                    + "now. Applications with claims mapping or SAML sign-on have keys of their "
                    + "own.",
                do: "if the token's API is such an application, try again with "
                    + "--appid and its application id")
        }
        return CauseWords(
            "Key \(Escaping.quoted(keyID)) is not in the tenant's general list but in that of "
                + "application \(Escaping.plain(application)), which signs with keys of its own.",
            do: "add ?appid=\(Escaping.plain(application)) to the metadata address of the API; "
                + "here use --appid \(Escaping.plain(application))")
    }

    static func unlistedKey(
        keyID: String, source: KeySet.Origin.Source, ageSeconds: Int64, isInNewList: Bool
    ) -> CauseWords {
        let key = "Key \(Escaping.quoted(keyID))"
        guard !isInNewList else {
            return CauseWords(
                key + " is newer than the stored key list"
                    + (source == .file ? "" : " (\(TimeText.duration(ageSeconds)) old)")
                    + ": the authority's list of just now has it.",
                do: "use the current key list, and let your API fetch keys anew for a key "
                    + "that it does not know")
        }
        switch source {
        case .file:
            return CauseWords(
                key + " is not in the key file. Keys change without notice, so the file may be "
                    + "older than the key, or of another tenant. Undecided, not invalid.",
                do: "write a new file with tokcheck keys fetch --out, or leave out --keys")
        case .cache, .authority:
            return CauseWords(
                key + " is not in the stored key list (\(TimeText.duration(ageSeconds)) old) and "
                    + "may be newer. Undecided, not invalid.",
                do: "run tokcheck keys fetch, or drop --offline")
        }
    }

    static func keysUnreachable(_ faults: [KeyListFault]) -> CauseWords {
        let host = faults.first.map { Escaping.plain($0.host) } ?? ""
        let words = faults.map {
            "from \(Escaping.plain($0.host)): \($0.step) failed (\(Escaping.plain($0.detail)))"
        }
        return CauseWords(
            "No verdict: keys could not be fetched " + words.joined(separator: "; ")
                + ". The signature was not judged.",
            do: "allow \(host), set HTTPS_PROXY, or give the keys with --keys FILE")
    }

    static func version(expected: [TokenVersion], actual: TokenVersion) -> CauseWords {
        let wanted = expected.map { "v\($0.rawValue.prefix(1))" }.joined(separator: " or ")
        let number = actual == .v1 ? "2" : "1"
        return CauseWords(
            "Right tenant, other token version: this is a v\(actual.rawValue.prefix(1)) token, and "
                + "you expect \(wanted.isEmpty ? "another" : wanted). The API's registration "
                + "decides the version, not the endpoint that the client used.",
            do: "set requestedAccessTokenVersion to \(number) in the registration of the API, "
                + "or accept this version as well")
    }

    static func tenant(expected: [String], actual: String) -> CauseWords {
        let whose =
            actual == ClaimDictionary.personalAccounts
            ? ", that of personal Microsoft accounts" : ""
        return CauseWords(
            "Issued by tenant \(actual)\(whose); expected is "
                + (expected.isEmpty ? "another issuer" : expected.joined(separator: " or ")) + ".",
            do: "sign in at the expected tenant; metadata of common only gives a template, so name "
                + "every tenant that you trust (--tenant, repeatable)")
    }

    static func clock(ahead: Int64, behind: Int64?) -> CauseWords {
        guard let behind else {
            return CauseWords(
                "Not valid for another \(TimeText.duration(ahead)) by this computer's clock. Tokens "
                    + "are dated back five minutes, so that clock is probably behind.",
                do: "compare the clock with a time server; a wider leeway would only hide it")
        }
        let direction = behind > 0 ? "behind" : "ahead of"
        return CauseWords(
            "This computer's clock is \(TimeText.duration(behind)) \(direction) the server's; by "
                + "the server's time the token is valid.",
            do: "correct the clock; a wider leeway would only hide it")
    }
}
