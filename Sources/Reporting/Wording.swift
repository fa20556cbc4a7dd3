public import TokenCheck

/// What people are told about a check beyond its meaning: its subject, and what to do when it fails.
public struct Wording: Sendable {
    /// What the check speaks of.
    public let subject: Subject
    /// What to do when the check fails: one sentence, an instruction, never to check less.
    public let remedy: String

    init(_ subject: Subject, _ remedy: String) {
        self.subject = subject
        self.remedy = remedy
    }

    /// The words for a check.
    /// - Parameter code: The check's name.
    /// - Returns: Its words; a test makes sure that every check has its own.
    public static func of(_ code: CheckCode) -> Wording {
        table[code] ?? Wording(.policy, "read `tokcheck help \(code.name)`")
    }

    /// What to do about a finding.
    static func remedy(for finding: Finding) -> String {
        switch finding.detail {
        case .otherResource:
            "request a token for that resource, or name operations of this token's resource only"
        case .kindNotServed(let kind):
            kind == .application
                ? "sign a user in for this operation; it serves no application by itself"
                : "use an application's own token for this operation; it serves no user"
        default: of(finding.code).remedy
        }
    }

    /// The checks that have words.
    static var codes: [CheckCode] { Array(table.keys) }

    private static let table: [CheckCode: Wording] = form.merging(trust) { first, _ in first }
        .merging(claims) { first, _ in first }

    private static let form: [CheckCode: Wording] = [
        "token-present": Wording(
            .token, "pass the token: pipe it in, or name its file as @FILE"),
        "token-size": Wording(
            .token, "check that only the token was passed; real tokens have 1 to 8 KiB"),
        "token-not-opaque": Wording(
            .token, "pass the access token of a work or school account, which begins with \"eyJ\""),
        "token-not-encrypted": Wording(
            .token, "ask the resource that the token is for; only it can open the token"),
        "token-segments": Wording(
            .token, "copy the whole token again: three parts with two dots between them"),
        "segment-encoding": Wording(
            .token, "copy the token again, without line breaks, padding or changed characters"),
        "header-json": Wording(.token, "copy the token again; its first part is damaged"),
        "payload-json": Wording(.token, "copy the token again; its second part is damaged"),
        "names-unique": Wording(
            .token, "do not use this token: readers would disagree about what it says"),
        "policy-narrow": Wording(
            .policy, "name what the job needs with --role or --scope, or who calls with --client"),
    ]

    private static let trust: [CheckCode: Wording] = [
        "alg-allowed": Wording(
            .signature, "request a token from Entra ID; it signs with RS256 and nothing else"),
        "typ-accepted": Wording(.signature, "pass an access token, not another kind of JWT"),
        "crit-absent": Wording(
            .signature, "request a token without extensions; Entra ID issues no others"),
        "kid-present": Wording(
            .signature, "request a token from Entra ID; it always names its key"),
        "key-hints-ignored": Wording(
            .signature, "ask where the token comes from; Entra ID never puts keys into a token"),
        "keys-available": Wording(
            .signature,
            "let tokcheck ask the authority, or give the tenant's key list with --keys FILE"),
        "keys-fresh": Wording(.signature, "get the tenant's current key list"),
        "key-found": Wording(
            .signature, "get the tenant's current key list; keys change without notice"),
        "key-unambiguous": Wording(
            .signature, "use a key list in which each key has a name of its own"),
        "key-usable": Wording(
            .signature, "use a key list that holds the public RSA key of this name"),
        "signing-input-plain": Wording(
            .signature, "if your own API should accept it, request a token for your API instead"),
        "signature-valid": Wording(
            .signature,
            "copy the token again; if it fails still, it was changed or another key signed it"),
        "iss-accepted": Wording(
            .issuer, "request the token from an accepted tenant, or name its tenant with --tenant"),
        "tid-accepted": Wording(
            .issuer, "request the token from an accepted tenant, or name its tenant with --tenant"),
        "ver-accepted": Wording(
            .issuer, "set requestedAccessTokenVersion in the registration of the API"),
        "iss-tid-agree": Wording(
            .issuer, "do not use this token; Entra ID never writes two tenants into one"),
        "iss-ver-agree": Wording(
            .issuer, "do not use this token; Entra ID never mixes the forms of two versions"),
        "key-issuer": Wording(
            .issuer,
            "check that --cloud and the key list are the tenant's; if they are, do not use it"),
        "key-cloud": Wording(
            .issuer, "check against the cloud that issued it: --cloud usgov, usgov-dod or china"),
    ]

    private static let claims: [CheckCode: Wording] = [
        "aud-accepted": Wording(
            .audience, "request a token for the expected audience; its scope in the request decides"
        ),
        "aud-canonical": Wording(
            .audience, "request the token for the documented name; some hosts refuse others"),
        "aud-single": Wording(
            .audience, "ask the issuer for one audience; Entra ID never writes a list"),
        "access-token": Wording(
            .type, "send the access_token from the same response, never the id_token"),
        "exp-present": Wording(.time, "request a token from an issuer that limits its life"),
        "iat-present": Wording(.time, "request a token from Entra ID; it always says when"),
        "nbf-shape": Wording(.time, "request a token from Entra ID; it writes times as numbers"),
        "times-ordered": Wording(.time, "do not use this token; it ends before it begins"),
        "exp-not-passed": Wording(.time, "request a new token"),
        "nbf-reached": Wording(
            .time, "compare this computer's clock with the right time, and wait if it is right"),
        "iat-not-future": Wording(
            .time, "compare this computer's clock with the right time"),
        "remaining-enough": Wording(.time, "request a new token before the job starts"),
        "lifetime-limited": Wording(
            .time, "request a token with a shorter life, or allow the life that is meant"),
        "leeway-unused": Wording(.time, "compare this computer's clock with the right time"),
        "subject-present": Wording(
            .caller, "request a token from Entra ID; it always says for whom"),
        "caller-accepted": Wording(
            .caller, "call from an accepted application, or add this one to those that are accepted"
        ),
        "caller-authentication": Wording(
            .caller, "let the calling application prove itself with a certificate or secret"),
        "proof-of-possession": Wording(
            .caller, "let the resource check it; only it sees the proof that belongs to the token"),
        "groups-complete": Wording(
            .caller, "look the groups up in Graph, or use app roles; do not read this as no groups"),
        "kind-known": Wording(
            .permissions, "add the optional claim idtyp to the registration of the API"),
        "kind-accepted": Wording(
            .permissions, "sign in the way the job expects: an application's own, or a user's"),
        "roles-shape": Wording(.permissions, "do not use this token; roles is an array of strings"),
        "scopes-shape": Wording(.permissions, "do not use this token; scp is one string"),
        "permissions-held": Wording(
            .permissions,
            "add the permission to the calling application, grant consent, request a new token"),
        "permissions-forbidden": Wording(
            .permissions, "take the forbidden permission from the calling application"),
        "permissions-minimal": Wording(
            .permissions, "take what is not needed from the calling application"),
        "directory-roles-held": Wording(
            .permissions, "assign the directory role to the user, then sign in again"),
    ]
}
