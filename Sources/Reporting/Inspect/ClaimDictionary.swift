public import StrictJSON
public import TokenCheck

/// What the claims and header parameters of Entra ID's tokens, and of their neighbours, mean.
///
/// Nothing here judges a token: the meanings are what the issuer's documentation says of a genuine one.
public enum ClaimDictionary {
    /// Explains every member of a payload, grouped by what it answers.
    ///
    /// Within a group known claims stand in the dictionary's order; unknown ones follow as the token has them. A name
    /// that is repeated is explained each time.
    /// - Parameters:
    ///   - payload: The token's claims, a JSON object.
    ///   - kind: For whom the token was issued.
    ///   - now: The time from which its times are seen.
    ///   - localTime: The zone in which its times are told beside UTC.
    /// - Returns: The groups that have claims.
    public static func groups(
        of payload: JSONDocument, kind: TokenKind, now: Instant, localTime: LocalTime
    ) -> [ClaimGroup] {
        let context = ClaimContext(
            object: payload.root, kind: kind, now: now, localTime: localTime)
        var ranked: [(rank: Int, subject: ClaimSubject, claim: ExplainedClaim)] = []
        for (name, value) in payload.root.members {
            let place = claims.place(of: name)
            let claim = explain(name, value, as: place?.entry, in: context)
            ranked.append((place?.rank ?? .max, place?.subject ?? .rest, claim))
        }
        return ClaimSubject.allCases.compactMap { subject in
            let found = ranked.enumerated().filter { $0.element.subject == subject }
                .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
                .map(\.element.claim)
            return found.isEmpty ? nil : ClaimGroup(subject: subject, claims: found)
        }
    }

    /// Explains every member of a header, in the token's order.
    public static func parameters(of header: JSONDocument) -> [ExplainedClaim] {
        let context = ClaimContext(
            object: header.root, kind: .unknown, now: Instant(secondsSince1970: 0),
            localTime: .utc)
        return header.root.members.map { name, value in
            explain(name, value, as: headerParameters.place(of: name)?.entry, in: context)
        }
    }

    /// What a claim means whatever its value; nil for one that is not documented.
    public static func meaning(ofClaim name: String) -> String? {
        claims.place(of: name)?.entry.meaning
    }

    /// What a header parameter means whatever its value; nil for one that is not documented.
    public static func meaning(ofHeaderParameter name: String) -> String? {
        headerParameters.place(of: name)?.entry.meaning
    }

    private static func explain(
        _ name: String, _ value: JSONValue, as entry: ClaimEntry?, in context: ClaimContext
    ) -> ExplainedClaim {
        ExplainedClaim(
            name: name, value: value,
            meaning: entry?.meaning(of: value, in: context) ?? "not documented",
            privacy: ClaimPrivacy(of: value, as: entry))
    }

    private static let claims = ClaimTable([
        (.issuer, issuerClaims), (.audience, audienceClaims), (.caller, callerClaims),
        (.user, userClaims), (.permissions, permissionClaims), (.time, timeClaims),
        (.rest, signInClaims), (.rest, internalClaims), (.rest, workflowClaims),
    ])
    private static let headerParameters = ClaimTable([(.rest, headerEntries)])
}

/// Entries by name.
private struct ClaimTable: Sendable {
    private var places: [String: (rank: Int, subject: ClaimSubject, entry: ClaimEntry)] = [:]

    init(_ parts: [(ClaimSubject, [ClaimEntry])]) {
        for (subject, entries) in parts {
            for entry in entries {
                places[entry.name] = (places.count, subject, entry)
            }
        }
    }

    /// What is known under a name; all names are ASCII, and no other text may pass for one of them.
    func place(of name: String) -> (rank: Int, subject: ClaimSubject, entry: ClaimEntry)? {
        name.isASCII ? places[name] : nil
    }
}

extension ClaimPrivacy {
    /// Judges a value by its claim, and where that says nothing by what it looks like.
    ///
    /// Custom claims may carry anything, so a text with an `@` in a claim that nobody documented counts as an e-mail
    /// address. A text that looks like a token is one, whatever the claim's name.
    init(of value: JSONValue, as entry: ClaimEntry?) {
        if let privacy = entry?.privacy, privacy != .open {
            self = privacy
        } else if value.holds(where: \.looksLikeToken) {
            self = .credential
        } else if entry == nil, value.holds(where: { $0.utf8.contains(UInt8(ascii: "@")) }) {
            self = .personal
        } else if entry?.name == "sub", value.string?.looksLikeAddress == true {
            self = .personal
        } else {
            self = .open
        }
    }
}

extension JSONValue {
    /// Whether a string in the value, or in anything below it, meets the condition; no deeper than a document nests.
    fileprivate func holds(where condition: (String) -> Bool) -> Bool {
        if let string { return condition(string) }
        return elements.contains { $0.holds(where: condition) }
            || members.contains { $0.value.holds(where: condition) }
    }
}

extension String {
    /// Whether this is three parts between dots of which the first begins like an encoded JSON object.
    fileprivate var looksLikeToken: Bool {
        let text = utf8.drop { $0 == UInt8(ascii: " ") }
        let bare = text.starts(with: "Bearer ".utf8) ? text.dropFirst(7) : text
        return bare.starts(with: "eyJ".utf8)
            && bare.lazy.filter { $0 == UInt8(ascii: ".") }.count >= 2
    }

    /// Other issuers write an e-mail address into `sub`; GitHub's has an `@` in it, too, but also colons.
    fileprivate var looksLikeAddress: Bool {
        utf8.contains(UInt8(ascii: "@")) && !utf8.contains(UInt8(ascii: ":"))
    }
}
