internal import StrictJSON
internal import TokenCheck

// The application that calls, and the subject for which it does.
extension ClaimDictionary {
    static let callerClaims: [ClaimEntry] = [
        ClaimEntry("idtyp", "whose token it is", reading: .text(subjectType)),
        ClaimEntry(
            "appid", "the application id of the client (version 1.0)", reading: .text(application)),
        ClaimEntry(
            "azp", "the application id of the client (version 2.0)", reading: .text(application)),
        ClaimEntry("app_displayname", "the display name of the client"),
        ClaimEntry(
            "appidacr", "how the client proved itself (version 1.0)",
            reading: .text(authentication)),
        ClaimEntry(
            "azpacr", "how the client proved itself (version 2.0)",
            reading: .text(authentication)),
        ClaimEntry(
            "oid", "the object in the tenant for which the token was issued",
            reading: .text { _, context in
                switch context.kind {
                case .application: "the service principal of the client"
                case .delegated: "the user"
                case .unknown: nil
                }
            }),
        ClaimEntry("sub", "the subject of the token", reading: .text(subject)),
        ClaimEntry(
            "xms_mirid", "the Azure resource of the managed identity",
            reading: .text(managedIdentity)),
        ClaimEntry(
            "xms_az_rid", "the Azure resource on which the managed identity was used"),
        ClaimEntry(
            "xms_idrel", "how the subject relates to the tenant, by number",
            reading: .text(Relations.words)),
        ClaimEntry(
            "xms_act_fct", "facets of the calling application, by number",
            reading: .text(Facets.words)),
        ClaimEntry("xms_sub_fct", "facets of the subject, by number", reading: .text(Facets.words)),
        ClaimEntry(
            "xms_par_app_azp",
            "the parent application of an agent identity; not to be relied on for access"),
        ClaimEntry(
            "cnf", "the key that the bearer must prove to have", reading: .value(confirmation)),
        ClaimEntry(
            "xms_cc", "what the client can do",
            reading: .texts { capabilities, _ in
                capabilities.contains { $0.isExactly("cp1") || $0.isExactly("CP1") }
                    ? "it understands claims challenges" : nil
            }),
        ClaimEntry("act", "the party that acts for the subject"),
        ClaimEntry("client_id", "the client, by the name other issuers use"),
    ]

    @Sendable private static func subjectType(_ type: String, _ context: ClaimContext) -> String? {
        Phrase.known(
            [type],
            in: [
                "app": "an application's own, without a user",
                "user": "an application's on behalf of a user",
                "device": "a device's",
            ]) ?? "not a known value"
    }

    @Sendable private static func application(
        _ identifier: String, _ context: ClaimContext
    ) -> String? {
        if identifier.isExactly(changeTracking) { return "Microsoft Graph change notifications" }
        if let client = WellKnownClient.withID(identifier) { return client.displayName }
        return GUID.isCanonical(identifier) ? nil : "not a GUID in lower case, as it must be"
    }

    /// The application of Graph that sends change notifications.
    static let changeTracking = "0bf30f3b-4a52-48df-9a82-234910c4a086"

    @Sendable private static func authentication(
        _ method: String, _ context: ClaimContext
    ) -> String? {
        Phrase.known(
            [method],
            in: [
                "0": "not at all, it is a public client",
                "1": "by a client secret",
                "2": "by a certificate or another assertion, such as a federated credential",
            ]) ?? "not a known value"
    }

    @Sendable private static func subject(_ subject: String, _ context: ClaimContext) -> String? {
        if let oid = context.text("oid"), oid.isExactly(subject) { return "the same as oid" }
        switch context.kind {
        case .delegated: return "the user under a name made for this resource"
        case .application, .unknown: return nil
        }
    }

    @Sendable private static func managedIdentity(
        _ identity: String, _ context: ClaimContext
    ) -> String? {
        let isUserAssigned = identity.lowercased().contains(
            "/providers/microsoft.managedidentity/userassignedidentities/")
        return isUserAssigned
            ? "a user-assigned identity" : "the resource itself, whose identity is system-assigned"
    }

    @Sendable private static func confirmation(
        _ value: JSONValue, _ context: ClaimContext
    ) -> String? {
        guard value.kind == .object else { return "not an object, as it must be" }
        let methods = [
            ("jkt", "a DPoP key (RFC 9449)"), ("x5t#S256", "a client certificate (RFC 8705)"),
            ("jwk", "a key given here (RFC 7800)"), ("kid", "a key given by name (RFC 7800)"),
        ]
        let known = methods.filter { value[$0.0] != nil }.map(\.1)
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }
}
