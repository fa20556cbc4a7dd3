internal import JOSE
public import TokenCheck

/// A cause in words: what is wrong, with both values, and the one thing to do.
public struct CauseWords: Sendable {
    /// What is wrong and why, one or two sentences; claim values are in quotes and escaped.
    public let message: String
    /// What to do, one instruction without a full stop; never to check less.
    public let fix: String

    init(_ message: String, do fix: String) {
        self.message = message
        self.fix = fix
    }

    /// Puts a cause into words.
    /// - Parameters:
    ///   - cause: The cause.
    ///   - localTime: The zone in which times are told beside UTC.
    public init(_ cause: Cause, localTime: LocalTime = .utc) {
        switch cause.facts {
        case .opaque(let text): self = .opaque(text)
        case .identityToken(let markers, let client):
            self.init(
                "This is an ID token (\(markers.joined(separator: ", "))): it tells your client"
                    + (client.map { ", \(Escaping.quoted($0))," } ?? "")
                    + " who signed in and must not be sent to an API.",
                do: "send the access_token of the same response instead")
        case .graphNonce(let isVerified, let audience):
            self = .graphNonce(isVerified: isVerified, audience: audience)
        case .applicationKey(let keyID, let application):
            self = .applicationKey(keyID: keyID, application: application)
        case .unlistedKey(let keyID, let source, let age, let isInNewList):
            self = .unlistedKey(
                keyID: keyID, source: source, ageSeconds: age, isInNewList: isInNewList)
        case .oldKeys(let age, let limit):
            self.init(
                "The key list is \(TimeText.duration(age)) old, and one older than "
                    + "\(TimeText.duration(limit)) proves nothing: keys change without notice.",
                do: "get the current list: drop --offline, or run tokcheck keys fetch")
        case .keysUnreachable(let faults): self = .keysUnreachable(faults)
        case .version(let expected, let actual, _):
            self = .version(expected: expected, actual: actual)
        case .tenant(let expected, let actual): self = .tenant(expected: expected, actual: actual)
        case .cloud(let expected, let actual):
            self.init(
                "Issued by the cloud \(actual.rawValue), and you check against "
                    + "\(expected.rawValue); the clouds share neither keys nor audiences.",
                do: "use --cloud \(actual.rawValue) if tokens of that cloud are meant, "
                    + "else sign in at \(expected.authorityHost)")
        case .customerIssuer(let issuer):
            self.init(
                "\(Escaping.quoted(issuer)) is an issuer of Azure AD B2C or External ID, which "
                    + "signs customers in and is no tenant's own issuer.",
                do: "accept exactly this address with --issuer, if these customers are meant")
        case .audience(let expected, let actual, let resource):
            self = .audience(cause.code, expected: expected, actual: actual, resource: resource)
        case .door(let door): self = .door(door)
        case .clock(let ahead, let behind): self = .clock(ahead: ahead, behind: behind)
        case .expired(let instant, let ago):
            self.init(
                "Expired \(TimeText.duration(ago)) ago, at \(Self.time(instant, localTime)).",
                do: "request a new token; tokens live about an hour")
        case .expiresSoon(let left, let needed):
            self.init(
                "Valid for another \(TimeText.duration(left)), less than the "
                    + "\(TimeText.duration(needed)) that this job asks for.",
                do: "request a new token right before the job")
        case .kind(let expected, let actual, let operation):
            self = .kind(expected: expected, actual: actual, operation: operation)
        case .permissions(let shortage): self = .permissions(cause.code, shortage)
        case .keptToken(let shortage, let isManaged, let issued, let expiry, let age):
            self = .kept(
                shortage, isManaged: isManaged, issued: Self.time(issued, localTime),
                expiry: Self.time(expiry, localTime), ageSeconds: age)
        case .directoryRoles(let need, let held, let isShown):
            self = .directoryRoles(need, held: held, isShown: isShown)
        case .groups:
            self.init(
                "The user is in too many groups to list, so the token has none of them and only "
                    + "points to Graph. That does not mean that there are none.",
                do: "use app roles, or look the groups up at Graph")
        case .openPolicy(let tenants):
            self.init(
                "This accepts every application of "
                    + (tenants.isEmpty
                        ? "every tenant"
                        : (tenants.count == 1 ? "tenant " : "the tenants ")
                            + tenants.joined(separator: ", "))
                    + ": it names neither permissions nor callers.",
                do: "name what is needed with --role, --scope or --manifest, "
                    + "or who may call with --client")
        case .answer(let facts): self = .answer(facts, localTime)
        }
    }

    static func time(_ seconds: Int64, _ localTime: LocalTime) -> String {
        let (offset, _) = localTime.zone(seconds)
        let local = offset == 0 ? "" : " (\(TimeText.local(seconds, in: localTime)))"
        return TimeText.utc(seconds) + local
    }

    /// Names in a row, the last joined by a word.
    static func names(_ names: [String], _ word: String = "or") -> String {
        let quoted = names.prefix(6).map { Escaping.quoted($0) }
        guard names.count <= 6 else {
            return quoted.joined(separator: ", ") + " \(word) \(names.count - 6) more"
        }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
