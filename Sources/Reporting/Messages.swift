internal import JOSE
internal import StrictJSON
public import TokenCheck

/// The words for what became of a check.
public enum Messages {
    /// What is wrong or open, value first; several lines where two values stand against each other.
    /// - Parameter finding: A finding that is violated or undecided.
    /// - Returns: At least one line, claim values escaped.
    public static func lines(for finding: Finding) -> [String] {
        switch finding.detail {
        case .unequal(_, .text(let expected), .text(let actual)) where finding.code == "key-cloud":
            [
                "the key is of the cloud \(Escaping.quoted(actual)), "
                    + "expected \(Escaping.quoted(expected))"
            ]
        case .unequal(_, .text(let expected), .text(let actual)) where finding.code == "key-issuer":
            [
                "the key may sign for \(Escaping.quoted(expected)),",
                "not for  \(Escaping.quoted(actual))",
            ]
        case .unequal(let at, let expected, let actual):
            comparison(at, expected: expected, actual: actual)
                + otherResource(finding.code, actual)
        case .permissions(let at, let need, let held):
            finding.code == "directory-roles-held"
                ? PermissionWords.roles(need, held: held).prefixed(operation(finding))
                : [
                    finding.operation.map { "\(Escaping.plain($0)) needs \(words(need))" }
                        ?? "needs    \(words(need))",
                    "\(claim(at)) has \(PermissionWords.list(held))",
                ]
        case .otherResource(let expected, let actual):
            PermissionWords.otherResource(expected: expected, actual: actual)
                .prefixed(operation(finding))
        case .excess(_, let smaller, let excess):
            PermissionWords.excess(smaller: smaller, excess: excess)
        case .some(let detail): [operation(finding) + sentence(detail, of: finding.code)]
        case nil: [finding.check.meaning]
        }
    }

    /// The same in one line.
    public static func line(for finding: Finding) -> String {
        lines(for: finding).map { squeezed($0) }.joined(separator: ", ")
    }

    /// A need in words.
    public static func words(_ need: Need) -> String {
        switch need {
        case .permission(let name): Escaping.quoted(name)
        case .any(let needs) where needs.count == 1: needs.map(words).joined()
        case .all(let needs) where needs.count == 1: needs.map(words).joined()
        case .any(let needs): "one of (" + needs.map(words).joined(separator: ", ") + ")"
        case .all(let needs): "all of (" + needs.map(words).joined(separator: ", ") + ")"
        }
    }

    private static func operation(_ finding: Finding) -> String {
        finding.operation.map { Escaping.plain($0) + ": " } ?? ""
    }

    private static func comparison(_ at: String, expected: Fact, actual: Fact) -> [String] {
        var lines: [String] = []
        if case .texts(let texts) = expected, !texts.isEmpty {
            for (position, text) in texts.prefix(4).enumerated() {
                lines.append((position == 0 ? "expected " : "or       ") + Escaping.quoted(text))
            }
            if texts.count > 4 { lines.append("or       one of \(texts.count - 4) more") }
        } else {
            lines.append("expected \(words(expected))")
        }
        return lines + ["got      \(words(actual)) in \(claim(at))"]
    }

    /// For which API a refused token is, if that is one that is known.
    private static func otherResource(_ code: CheckCode, _ actual: Fact) -> [String] {
        guard code == "aud-accepted", case .text(let audience) = actual,
            let resource = Resource.named(byAudience: audience)
        else { return [] }
        return ["which is \(resource.displayName)"]
    }

    private static func words(_ fact: Fact) -> String {
        switch fact {
        case .text(let text): Escaping.quoted(text)
        case .integer(let number): String(number)
        case .need(let need): words(need)
        case .texts(let texts):
            switch texts.count {
            case 0: "nothing"
            case 1...4: texts.map { Escaping.quoted($0) }.joined(separator: " or ")
            default:
                texts.prefix(4).map { Escaping.quoted($0) }.joined(separator: " or ")
                    + " or \(texts.count - 4) more"
            }
        }
    }

    /// `/payload/aud` as people say it.
    static func claim(_ place: String) -> String {
        let parts = place.split(separator: "/").dropFirst()
        let name = parts.joined(separator: ".")
        return place.hasPrefix("/header") ? "the header's \(name)" : name
    }

    private static func squeezed(_ line: String) -> String {
        line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    private static func sentence(_ detail: Detail, of code: CheckCode) -> String {
        switch detail {
        case .plain: plainSentence(code)
        case .anything: "anything is accepted"
        case .absent(let at): "\(claim(at)) is missing"
        case .present(let at): presence(at)
        case .malformed(let at, let defect): "\(claim(at)) is \(defect.rawValue)"
        case .token(let defect): TokenWords.sentence(defect)
        case .json(let segment, let defect):
            "\(segment.rawValue): byte \(defect.offset): \(defect.kind.rawValue)"
        case .repeated(let segment, let offset):
            "\(segment.rawValue): byte \(offset): name repeated"
        case .tenantSpellings(let count): "tid stands there \(count) times in different spellings"
        case .keyHints(let names): "the header offers \(names.joined(separator: ", ")), not used"
        case .leewayUsed(let names):
            "\(names.joined(separator: ", ")) passes only within the leeway for wrong clocks"
        case .idToken(let markers):
            "an ID token: it has \(markers.joined(separator: ", ")) and nothing of an access token"
        case .order(let earlier, let later): "\(later) lies before \(earlier)"
        case .kind(let expected, let actual):
            "\(TokenWords.kind(actual)), accepted: \(expected.map(TokenWords.kind).joined(separator: ", "))"
        case .kindNotServed(let kind): "does not accept \(TokenWords.kind(kind))"
        case .kindUnknown(let isContradiction):
            isContradiction
                ? "idtyp says application, and scp holds a user's permissions"
                : "neither idtyp, scp nor oid and sub tell whose token it is"
        case .alias(_, let canonical, let actual):
            "\(Escaping.quoted(actual)) is another name of \(Escaping.quoted(canonical))"
        case .time(let at, let claim, let now, let leeway):
            time(at, claim: claim, now: now, leeway: leeway)
        case .span(let at, let bound, let actual):
            span(at, bound: bound, actual: actual, code: code)
        case .stale, .unknownKey, .ambiguousKey, .unusableKey, .soleKey, .libraryUnavailable,
            .headerNonce, .signature:
            KeyWords.sentence(detail)
        case .noOperation: "no operation is left that a token for this resource could serve"
        case .forbidden(_, let names): "forbidden and held: \(PermissionWords.list(names))"
        case .unequal, .permissions, .otherResource, .excess: ""
        }
    }

    private static func plainSentence(_ code: CheckCode) -> String {
        switch code {
        case "keys-available": "no keys to verify with"
        case "key-issuer":
            "the key list does not say whose key this is, and issuers of two kinds are expected"
        case "policy-narrow":
            "every application of the tenant passes: neither permissions nor callers are asked"
        default: "could not be decided"
        }
    }

    private static func presence(_ at: String) -> String {
        switch at {
        case "/payload/cnf": "cnf binds the token to a key that only its caller can show"
        case "/payload/hasgroups", "/payload/_claim_names/groups":
            "the user is in too many groups to list, so the token has none"
        default: "\(claim(at)) must not be there"
        }
    }

    private static func time(_ at: String, claim: Int64, now: Int64, leeway: Int64) -> String {
        let numbers = "(\(self.claim(at)) \(claim), now \(now), leeway \(leeway) s)"
        let span = TimeText.duration(claim - now)
        switch at {
        case "/payload/exp": return "expired \(span) ago \(numbers)"
        case "/payload/iat": return "issued \(span) in the future \(numbers)"
        default: return "not valid for another \(span) \(numbers)"
        }
    }

    private static func span(_ at: String, bound: Int64, actual: Int64, code: CheckCode) -> String {
        switch code {
        case "aud-single": "aud is a list of \(actual)"
        case "lifetime-limited":
            "lives \(TimeText.duration(actual)), at most \(TimeText.duration(bound)) is allowed"
        default:
            actual < 0
                ? "expired \(TimeText.duration(actual)) ago, \(TimeText.duration(bound)) must be left"
                : "\(TimeText.duration(actual)) left, \(TimeText.duration(bound)) must be left"
        }
    }
}
