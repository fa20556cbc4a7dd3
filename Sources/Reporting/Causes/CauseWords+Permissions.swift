internal import TokenCheck

// What the token grants.
extension CauseWords {
    static func kind(expected: [TokenKind], actual: TokenKind, operation: String?) -> CauseWords {
        let what = operation.map { "\(Escaping.plain($0)) takes" } ?? "expected is"
        guard !expected.contains(.delegated) || actual == .delegated else {
            return CauseWords(
                "This is an application's own token; \(what) a user's.",
                do: "sign a user in, with a device code or a browser, and request delegated "
                    + "permissions")
        }
        return CauseWords(
            "This is a user's token; \(what) an application's own.",
            do: "request the token with the application's own secret or certificate (client "
                + "credentials) and give it application permissions")
    }

    static func permissions(_ code: CauseCode, _ shortage: CauseFacts.Shortage) -> CauseWords {
        switch code {
        case "perm-none": nothing(shortage)
        case "perm-near": nearly(shortage)
        default: missing(shortage)
        }
    }

    private static func nothing(_ shortage: CauseFacts.Shortage) -> CauseWords {
        let client = shortage.client.map { " of application \(Escaping.quoted($0))" } ?? ""
        guard shortage.kind == .application else {
            return CauseWords(
                "A user's token without any permission\(client).",
                do: "request the delegated permission \(names(shortage.missing, "and")), consent "
                    + "to it, and sign in again")
        }
        return CauseWords(
            "An application's own token with no permissions at all. Delegated permissions never "
                + "appear in such tokens.",
            do: "add the application permission \(names(shortage.missing, "and"))\(api(shortage)) "
                + "to the registration\(client), have an administrator consent, and request a new "
                + "token")
    }

    private static func nearly(_ shortage: CauseFacts.Shortage) -> CauseWords {
        let item = shortage.items.first
        let held = item?.nearly ?? ""
        let wanted = item?.missing.first ?? ""
        let other = shortage.kind == .application ? "delegated" : "application"
        let explanation =
            item?.isOtherKind == true
            ? ", which is the \(other) name"
            : ", which is nearly the same and opens nothing here"
        return CauseWords(
            "\(subject(item)) needs \(Escaping.quoted(wanted)); the token has ".capitalisedFirst
                + "\(Escaping.quoted(held))\(explanation).",
            do: "grant \(Escaping.quoted(wanted)) as \(permission(shortage.kind))\(api(shortage)) "
                + "and request a new token")
    }

    private static func missing(_ shortage: CauseFacts.Shortage) -> CauseWords {
        let needs = shortage.items.prefix(3).map {
            "\(subject($0)) needs \(Messages.words($0.need))"
        }
        let rest = shortage.items.count > 3 ? "; \(shortage.items.count - 3) more fail" : ""
        let held =
            shortage.held.isEmpty ? "none" : "only \(names(shortage.held, "and"))"
        return CauseWords(
            needs.joined(separator: "; ").capitalisedFirst + rest + "; the token has \(held).",
            do: "add \(names(shortage.missing, "and")) "
                + "(\(permission(shortage.kind))\(api(shortage))), have it consented to, and "
                + "request a new token")
    }

    static func kept(
        _ shortage: CauseFacts.Shortage, isManaged: Bool, issued: String, expiry: String,
        ageSeconds: Int64
    ) -> CauseWords {
        let needs = "\(names(shortage.missing, "and"))"
        return CauseWords(
            (isManaged ? "A managed identity's token" : "A long-lived token")
                + " issued \(TimeText.duration(ageSeconds)) ago that lacks \(needs). Such tokens "
                + "are kept for up to a day with the roles of their issue.",
            do: "grant \(needs)\(api(shortage)) if that is not done; granted after \(issued) it "
                + "appears at \(expiry) or later, so wait, or use an app registration until then")
    }

    static func directoryRoles(_ need: Need, held: [String], isShown: Bool) -> CauseWords {
        let wanted = need.names.map { DirectoryRole.withID($0)?.displayName ?? $0 }
        let lacks =
            isShown
            ? "and this user shows none of the directory roles that the API also wants"
            : "and the token shows no directory roles (wids), one of which the API also wants"
        return CauseWords(
            "The permission is there, \(lacks): \(names(wanted)).",
            do: "assign the role to the user in Entra ID, then sign in again")
    }

    private static func subject(_ item: CauseFacts.Shortage.Item?) -> String {
        item?.operation.map { Escaping.plain($0) } ?? "the request"
    }

    private static func permission(_ kind: TokenKind) -> String {
        kind == .delegated ? "a delegated permission" : "an application permission"
    }

    private static func api(_ shortage: CauseFacts.Shortage) -> String {
        shortage.resource.map { " of \($0.servicePrincipalName)" } ?? ""
    }
}

extension String {
    /// The text with a capital first letter, as sentences begin; names of operations stay as they are.
    fileprivate var capitalisedFirst: String {
        hasPrefix("the ") ? prefix(1).uppercased() + dropFirst() : self
    }
}
