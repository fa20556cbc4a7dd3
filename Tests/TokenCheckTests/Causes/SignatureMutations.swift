import JOSE
import StrictJSON
import Testing
import TokenCheck

// A key that is not there, and a signature in Graph's private form.
extension Mutation {
    private static func signature(
        _ name: String, _ code: CauseCode, _ certainty: Cause.Certainty,
        explaining explains: Set<CheckCode>,
        of applies: @escaping @Sendable (GoodToken) -> Bool = { _ in true },
        _ change: @escaping @Sendable (inout Scenario, GoodToken) -> Void
    ) -> Mutation {
        Mutation(name, [.signature], code, certainty, explaining: explains, of: applies, change)
    }

    /// A key's name that no list has, fitting none of the keys.
    private static let unknownKeyID = "aaaaaaaaaaaaaaaaaaaaaaaaaaA"
    private static let applicationKeyID = "icl9sy5k1sD2WXNUd4QlhrtatmE"
    private static let fault = KeyListFault(
        host: "login.microsoftonline.com", step: "DNS", detail: "no such host")

    /// The header in Graph's form: before the nonce, the nonce as it stands there, its text, after it.
    private static func nonce(
        _ name: String, _ certainty: Cause.Certainty = .proof, before: String,
        written: String = nonce, read: String = nonce, after: String
    ) -> Mutation {
        signature(name, "sig-nonce", certainty, explaining: ["signing-input-plain"]) {
            scenario, _ in
            let hash = Base64URL.encode(Digest.sha256(Array(read.utf8).span))
            scenario.headerText = before + written + after
            scenario.signedHeaderText = before + hash + after
        }
    }

    private static let nonce = "q3p0cSeOcz3Kp4N-2mO0bq3IvJ9m2aL1fEoT0c1hQxw"
    private static let kid = GoodToken.keyID

    private static let nonces: [Mutation] = [
        nonce(
            "a nonce, first", before: #"{"nonce":""#,
            after: #"","typ":"JWT","alg":"RS256","kid":"\#(kid)"}"#),
        nonce(
            "a nonce between", before: #"{"typ":"JWT","nonce":""#,
            after: #"","alg":"RS256","x5t":"\#(kid)","kid":"\#(kid)"}"#),
        nonce(
            "a nonce, last", before: #"{"typ":"JWT","alg":"RS256","kid":"\#(kid)","nonce":""#,
            after: #""}"#),
        nonce(
            "a nonce among white space",
            before: "{ \n\t\"kid\" : \"\(kid)\" ,\r\n \"nonce\" :  \"",
            after: "\" , \"alg\" : \"RS256\" }"),
        nonce(
            "a nonce whose text stands elsewhere, too",
            before: #"{"x":"\#(nonce)","nonce":""#, after: #"","alg":"RS256","kid":"\#(kid)"}"#),
        nonce(
            "a short nonce", before: #"{"alg":"RS256","nonce":""#, written: "a", read: "a",
            after: #"","kid":"\#(kid)"}"#),
        nonce(
            "a nonce that is not ASCII", before: #"{"alg":"RS256","nonce":""#, written: "ä€𝄞",
            read: "ä€𝄞", after: #"","kid":"\#(kid)"}"#),
        nonce(
            "an escaped name of the nonce", before: #"{"alg":"RS256","n\u006fnce":""#,
            after: #"","kid":"\#(kid)"}"#),
        nonce(
            "a nonce with escapes", .hint, before: #"{"alg":"RS256","nonce":""#,
            written: #"abc\/def\u0041"#, read: "abc/defA", after: #"","kid":"\#(kid)"}"#),
        signature(
            "a nonce, and a signature of neither form", "sig-nonce", .hint,
            explaining: ["signing-input-plain"]
        ) { scenario, _ in
            scenario.header["nonce"] = nonce.quoted
            scenario.signedHeaderText = #"{"alg":"RS256"}"#
        },
        signature("a nonce and no keys", "sig-nonce", .hint, explaining: ["keys-available"]) {
            scenario, _ in
            scenario.header["nonce"] = nonce.quoted
            scenario.keys = KeySet([], origin: .init(source: .file))
        },
    ]

    static let signature: [Mutation] =
        nonces + [
            signature(
                "an unknown key, list from a cache", "key-stale", .strong,
                explaining: ["key-found"]
            ) { scenario, _ in
                scenario.header["kid"] = unknownKeyID.quoted
            },
            signature(
                "an unknown key, list from a file", "key-stale", .hint, explaining: ["key-found"]
            ) { scenario, _ in
                scenario.header["kid"] = unknownKeyID.quoted
                scenario.keys = scenario.keys.with(from: .file, age: 0)
            },
            signature(
                "an unknown key, list fetched a while ago", "key-stale", .strong,
                explaining: ["key-found"]
            ) { scenario, _ in
                scenario.header["kid"] = unknownKeyID.quoted
                scenario.keys = scenario.keys.with(from: .authority, age: 301)
            },
            signature(
                "an unknown key, list fetched just now", "key-app", .hint,
                explaining: ["key-found"], of: { $0.api.resource == nil }
            ) { scenario, _ in
                scenario.header["kid"] = unknownKeyID.quoted
                scenario.keys = scenario.keys.with(from: .authority, age: 100)
            },
            signature("a key of the application", "key-app", .proof, explaining: ["key-found"]) {
                scenario, _ in
                scenario.signer = "application-1"
                scenario.header["kid"] = applicationKeyID.quoted
                scenario.surroundings.applicationKeys = KeyLists.application
                scenario.surroundings.applicationID = GoodToken.ownID
            },
            signature(
                "a key of the application, lists fetched just now", "key-app", .proof,
                explaining: ["key-found"]
            ) { scenario, _ in
                scenario.signer = "application-1"
                scenario.header["kid"] = applicationKeyID.quoted
                scenario.keys = scenario.keys.with(from: .authority, age: 1)
                scenario.surroundings.newKeys = scenario.keys
                scenario.surroundings.applicationKeys = KeyLists.application
            },
            signature("a key of a new list", "key-stale", .proof, explaining: ["key-found"]) {
                scenario, _ in
                scenario.keys = KeyLists.withoutKey
                scenario.surroundings.newKeys = KeyLists.entra.with(from: .authority, age: 1)
            },
            signature(
                "a key of a new list, none of the application's", "key-stale", .proof,
                explaining: ["key-found"]
            ) { scenario, _ in
                scenario.keys = KeyLists.withoutKey
                scenario.surroundings.newKeys = KeyLists.entra.with(from: .authority, age: 1)
                scenario.surroundings.applicationKeys = KeyLists.application
            },
            signature("an old list", "key-stale", .strong, explaining: ["keys-fresh"]) {
                scenario, _ in
                scenario.keys = scenario.keys.with(from: .cache, age: 90_000)
            },
            signature(
                "no list, and why", "key-fetch", .proof, explaining: ["keys-available"]
            ) { scenario, _ in
                scenario.keys = KeySet([], origin: .init(source: .authority))
                scenario.surroundings.keyFaults = [fault]
            },
            signature(
                "an old list, and why", "key-fetch", .proof, explaining: ["keys-fresh"]
            ) { scenario, _ in
                scenario.keys = scenario.keys.with(from: .cache, age: 90_000)
                scenario.surroundings.keyFaults = [fault]
            },
        ]
}
