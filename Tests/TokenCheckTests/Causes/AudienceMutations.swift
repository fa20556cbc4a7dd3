import JOSE
import Testing
import TokenCheck

extension GoodToken {
    fileprivate var isOwn: Bool { api.resource == nil }
    fileprivate var hasAddress: Bool { audience.contains("://") }
}

// The right API by another name.
extension Mutation {
    private static func spelling(
        _ name: String, _ code: CauseCode, _ certainty: Cause.Certainty = .proof,
        of applies: @escaping @Sendable (GoodToken) -> Bool = { _ in true },
        expecting expected: @escaping @Sendable (GoodToken) -> String = { $0.audience },
        token actual: @escaping @Sendable (GoodToken) -> String = { $0.audience }
    ) -> Mutation {
        Mutation(name, [.audience], code, certainty, explaining: ["aud-accepted"], of: applies) {
            scenario, good in
            scenario.policy.audiences = .only([expected(good)])
            scenario.claims["aud"] = actual(good).quoted
        }
    }

    static let audience: [Mutation] = [
        spelling(
            "a slash is expected", "aud-slash", of: { $0.hasAddress },
            expecting: { $0.audience + "/" }),
        spelling(
            "a slash in the token", "aud-slash", of: { $0.hasAddress },
            token: { $0.audience + "/" }),
        spelling("spn: in the token", "aud-spn", token: { "spn:" + $0.audience }),
        spelling("spn: is expected", "aud-spn", expecting: { "spn:" + $0.audience }),
        spelling(
            "spn: and an App ID URI", "aud-spn", of: { $0.isOwn },
            expecting: { _ in "api://" + GoodToken.ownID },
            token: { _ in "spn:" + GoodToken.ownID }),
        spelling(
            "capitals in the token", "aud-case", of: { $0.audience.contains { $0.isLetter } },
            token: { $0.audience.uppercased() }),
        spelling(
            "capitals are expected", "aud-case", of: { $0.audience.contains { $0.isLetter } },
            expecting: { $0.audience.uppercased() }),
        spelling(
            "an App ID URI for a GUID", "aud-appuri", of: { $0.api == .ownByGUID },
            token: { "api://" + $0.audience }),
        spelling(
            "a GUID for an App ID URI", "aud-appuri", of: { $0.api == .ownByURI },
            token: { _ in GoodToken.ownID }),
        spelling(
            "an App ID URI with a path", "aud-appuri", of: { $0.api == .ownByGUID },
            token: { "api://\($0.audience)/orders" }),
        spelling(
            "a blank at the end of what is expected", "aud-blank", expecting: { $0.audience + " " }),
        spelling("a blank before what is expected", "aud-blank", expecting: { " " + $0.audience }),
        spelling("a tabulator in what is expected", "aud-blank", expecting: { "\t\($0.audience)" }),
        spelling(
            "a line's end in what is expected", "aud-blank", expecting: { $0.audience + "\r\n" }),
        spelling(
            "a zero-width space in what is expected", "aud-blank",
            expecting: { $0.audience + "\u{200B}" }),
        spelling(
            "a byte order mark before what is expected", "aud-blank",
            expecting: { "\u{FEFF}" + $0.audience }),
        spelling(
            "an alias for the canonical name", "aud-alias", .strong, of: { !$0.isOwn },
            expecting: { $0.api.resource?.canonicalAudience(in: .public) ?? "" },
            token: { $0.api.resource?.aliases(in: .public).last ?? "" }),
        spelling(
            "the GUID for the canonical name", "aud-alias", .strong, of: { !$0.isOwn },
            expecting: { $0.api.resource?.canonicalAudience(in: .public) ?? "" },
            token: { $0.api.resource?.applicationID ?? "" }),
        spelling(
            "a regional host for the GUID", "aud-alias", .strong,
            of: { $0.api == .defenderXDR || $0.api == .defenderEndpoint },
            expecting: { $0.api.resource?.applicationID ?? "" },
            token: {
                $0.api.resource?.aliases(in: .public).first { $0.contains("api-eu.") } ?? ""
            }),
    ]
}

// Another API: its audience, and permissions that only it knows.
extension Mutation {
    private static func other(
        _ name: String, _ code: CauseCode, audience: String,
        holding held: (application: String, delegated: String),
        of applies: @escaping @Sendable (GoodToken) -> Bool
    ) -> Mutation {
        Mutation(
            name, [.audience, .permission], code, .proof, explaining: ["aud-accepted"],
            of: applies
        ) { scenario, good in
            scenario.claims["aud"] = audience.quoted
            scenario.claims.grant(
                [good.kind == .application ? held.application : held.delegated], to: good.kind)
        }
    }

    private static let hunting = [
        GoodToken.API.defenderXDR: ("AdvancedHunting.Read.All", "AdvancedHunting.Read"),
        .defenderEndpoint: ("AdvancedQuery.Read.All", "AdvancedQuery.Read"),
        .graph: ("ThreatHunting.Read.All", "ThreatHunting.Read.All"),
    ]

    private static let doors: [Mutation] = [
        GoodToken.API.defenderXDR, .defenderEndpoint, .graph,
    ].flatMap { actual -> [Mutation] in
        let names = [
            actual.resource?.canonicalAudience(in: .public), actual.resource?.applicationID,
            actual.resource?.aliases(in: .public).last,
        ].compactMap(\.self)
        return names.map { name in
            other(
                "a token for \(actual.rawValue) (\(name)) at another door", "aud-door",
                audience: name, holding: hunting[actual] ?? ("", ""),
                of: { $0.api.resource != nil && $0.api != actual })
        }
    }

    static let otherAPI: [Mutation] =
        doors + [
            other(
                "a Graph token for an own API", "aud-graph",
                audience: "https://graph.microsoft.com", holding: ("User.Read.All", "User.Read"),
                of: { $0.api.resource == nil }),
            other(
                "a Graph token by GUID for an own API", "aud-graph",
                audience: "00000003-0000-0000-c000-000000000000",
                holding: ("User.Read.All", "openid profile User.Read"),
                of: { $0.api.resource == nil }),
            other(
                "a token for Azure Resource Manager", "aud-other",
                audience: "https://management.azure.com/",
                holding: ("Anything.Else", "user_impersonation"), of: { _ in true }),
            other(
                "a token for another own API", "aud-other",
                audience: "api://b1c2d3e4-0000-4321-9abc-def012345678",
                holding: ("Anything.Else", "user_impersonation"), of: { _ in true }),
            other(
                "a Defender token for an own API", "aud-other",
                audience: "https://api.security.microsoft.com",
                holding: ("Incident.Read.All", "Incident.Read"),
                of: { $0.api.resource == nil }),
        ]
}
