internal import TokenCheck

// For whom the token is.
extension CauseWords {
    static func audience(
        _ code: CauseCode, expected: [String], actual: String, resource: Resource?
    ) -> CauseWords {
        let wanted = names(expected)
        let audience = Escaping.quoted(actual)
        let first = expected.first ?? ""
        switch code {
        case "aud-blank":
            return CauseWords(
                "The same audience but for a blank or an invisible character: the token says "
                    + "\(audience), expected is \(wanted).",
                do: first.utf8.count > actual.utf8.count
                    ? "remove the character from what is expected"
                    : "remove the character from the resource that the client requests")
        case "aud-slash":
            return CauseWords(
                "The audience differs only by the last slash: the token says \(audience), expected "
                    + "is \(wanted).",
                do: "request \(Escaping.plain(first))/.default"
                    + (first.hasSuffix("/") ? " (yes, with two slashes)" : ""))
        case "aud-spn":
            return CauseWords(
                "The same application, written as a service principal: the token says \(audience), "
                    + "expected is \(wanted).",
                do: actual.hasPrefix("spn:")
                    ? "request the token for \(wanted), without spn:"
                    : "leave spn: out of what is expected")
        case "aud-case":
            return CauseWords(
                "The audience differs only in the case of letters: the token says \(audience), "
                    + "expected is \(wanted), and audiences are compared byte for byte.",
                do: "expect exactly the text that the token has")
        case "aud-appuri":
            return CauseWords(
                "The same application in another spelling: the token says \(audience), expected is "
                    + "\(wanted). v1 tokens carry the App ID URI, v2 tokens the GUID.",
                do: "accept exactly this spelling too, or change the token version of the API "
                    + "(tokcheck help iss-version)")
        case "aud-alias":
            let name = resource?.displayName ?? "the resource"
            return CauseWords(
                "\(audience) is another name of \(name), which some of its hosts refuse.",
                do: "request \(Escaping.plain(first.isEmpty ? "the documented name" : first))"
                    + "/.default")
        case "aud-graph":
            return CauseWords(
                "The token is for Microsoft Graph (\(audience)), not for \(wanted). The scope in the "
                    + "token request decides the audience; User.Read or openid alone give Graph.",
                do: "request a scope of your own API, such as its App ID URI and /.default")
        default:
            let known = resource.map { ", which is \($0.displayName)" } ?? ""
            return CauseWords(
                "The token is for \(audience)\(known), not for \(wanted).",
                do: expected.isEmpty
                    ? "request a token for the API that is called"
                    : "request a token for it: scope \(Escaping.plain(scopeName(first)))/.default")
        }
    }

    /// How a token is requested for an audience that may be a bare GUID.
    private static func scopeName(_ audience: String) -> String {
        GUID.isCanonical(audience) ? "api://\(audience)" : audience
    }

    static func door(_ door: CauseFacts.Door) -> CauseWords {
        let wanted = door.wanted
        let name = wanted.canonicalAudience(in: door.cloud) ?? wanted.applicationID
        let operation = door.operation.map { "\(Escaping.plain($0)) goes" } ?? "the request goes"
        let permission =
            door.permissions.isEmpty
            ? ""
            : ", which wants \(names(door.permissions)) of \(wanted.servicePrincipalName)"
        let instead =
            door.instead.map { "call \($0) of \(door.actual.displayName) with this token, or " }
            ?? ""
        return CauseWords(
            "This token opens \(door.actual.displayName) (\(Escaping.quoted(door.audience))), but "
                + "\(operation) to \(wanted.displayName)\(permission).",
            do: instead + "request a token for \(name)/.default")
    }
}
