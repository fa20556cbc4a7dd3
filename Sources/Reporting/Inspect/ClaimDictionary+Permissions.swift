internal import StrictJSON
internal import TokenCheck

// What a token allows.
extension ClaimDictionary {
    static let permissionClaims: [ClaimEntry] = [
        ClaimEntry(
            "scp", "what the client may do on behalf of the user, separated by blanks",
            reading: .text(scopes)),
        ClaimEntry("roles", "roles at the resource", reading: .texts(roles)),
        ClaimEntry(
            "wids", "directory roles in the whole tenant, by template id",
            reading: .texts(directoryRoles)),
        ClaimEntry(
            "groups", "the groups of the subject, by object id",
            reading: .texts { groups, _ in Phrase.count(groups.count, "group") }),
        ClaimEntry(
            "hasgroups", "there are groups, and they are not listed",
            reading: .value { value, _ in
                value.boolean == false ? "here false" : "membership is unknown, not empty"
            }),
        ClaimEntry(
            "_claim_names", "which claims are kept elsewhere",
            reading: .value { value, _ in
                value["groups"] == nil
                    ? nil : "groups, as there are too many; membership is unknown, not empty"
            }),
        ClaimEntry(
            "_claim_sources", "where such claims are kept; an address in a token is never called"),
        ClaimEntry(
            "acrs", "authentication contexts that the sign-in met, for step-up",
            reading: .texts { contexts, _ in contexts.isEmpty ? "none" : nil }),
        ClaimEntry("scope", "what the client may do, by the name other issuers use"),
        ClaimEntry("entitlements", "what the subject may do, by the name other issuers use"),
    ]

    @Sendable private static func scopes(_ scopes: String, _ context: ClaimContext) -> String? {
        if scopes.isEmpty || scopes.isExactly("/") {
            return "none; application tokens of agent identities carry this"
        }
        let count = scopes.split(separator: " ").count
        return Phrase.count(count, "delegated permission")
    }

    @Sendable private static func roles(_ roles: [String], _ context: ClaimContext) -> String? {
        switch context.kind {
        case .application: Phrase.count(roles.count, "application permission")
        case .delegated: "\(Phrase.count(roles.count, "role")) of the user, not of the client"
        case .unknown: Phrase.count(roles.count, "role")
        }
    }

    @Sendable private static func directoryRoles(
        _ roles: [String], _ context: ClaimContext
    ) -> String? {
        guard !roles.isEmpty else { return "none" }
        let unknown = roles.filter { !$0.isASCII || RoleTemplates.names[$0] == nil }.count
        var words = Phrase.known(roles, in: RoleTemplates.names).map { [$0] } ?? []
        if unknown > 0 { words.append("\(unknown) without a name here") }
        return words.joined(separator: ", ")
    }
}

/// Built-in directory roles of Entra ID by template id (Entra ID built-in roles).
enum RoleTemplates {
    /// On every member; no role of an administrator.
    static let member = "b79fbf4d-3ef9-4689-8143-76b194e85509"
    /// On application tokens for Graph; no role of an administrator.
    static let application = "0997a1d0-0d1d-4acb-b408-d5ca73121e90"

    static let names = [
        member: "the mark of every member, which grants nothing",
        application: "the mark of an application token, which grants nothing",
        "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451": "Global Reader",
        "194ae4cb-b126-40b2-bd5b-6091b380977d": "Security Administrator",
        "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f": "Security Operator",
        "5d6b6bb7-de71-4623-b4af-96380a352509": "Security Reader",
        "e8611ab8-c189-46e8-94e1-60213ab1f814": "Privileged Role Administrator",
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13": "Privileged Authentication Administrator",
        "c4e39bd9-1100-46d3-8c65-fb160da0071f": "Authentication Administrator",
        "0526716b-113d-4c15-b2c8-68e3c22b9f80": "Authentication Policy Administrator",
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9": "Conditional Access Administrator",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
        "158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
        "cf1c38e5-3621-4004-a7cb-879624dced7c": "Application Developer",
        "fe930be7-5e62-47db-91af-98c3a49a38b1": "User Administrator",
        "fdd7a751-b60b-444a-984c-02652fe8fa1c": "Groups Administrator",
        "729827e3-9c14-49f7-bb1b-9608f156bbb8": "Helpdesk Administrator",
        "966707d0-3269-4727-9be2-8c3a10f19b9d": "Password Administrator",
        "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2": "Hybrid Identity Administrator",
        "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e": "Identity Governance Administrator",
        "7698a772-787b-4ac8-901f-60d6b08affd2": "Cloud Device Administrator",
        "3a2c62db-5318-420d-8d74-23affee5d9d5": "Intune Administrator",
        "892c5842-a9a6-463a-8041-72aa08ca3cf6": "Cloud App Security Administrator",
        "17315797-102d-40b4-93e0-432062caca18": "Compliance Administrator",
        "e6d1a23a-da11-4be4-9570-befc86d067a7": "Compliance Data Administrator",
        "29232cdf-9323-42fd-ade2-1d097af3e4de": "Exchange Administrator",
        "f28a1f50-f6e7-4571-818b-6a12f2af6b6c": "SharePoint Administrator",
        "69091246-20e8-4a56-aa4d-066075b2a7a8": "Teams Administrator",
        "b0f54661-2d74-4c50-afa3-1ec803f12efe": "Billing Administrator",
        "88d8e3e3-8f55-4a1e-953a-9b9898b8876b": "Directory Readers",
        "9360feb5-f418-4baa-8175-e2a00bac4301": "Directory Writers",
        "d29b2b05-8046-44ba-8758-1e26182fcf32": "Directory Synchronization Accounts",
        "95e79109-95c0-4d8e-aee3-d01accf2d47b": "Guest Inviter",
        "4a5d8f65-41da-4de4-8968-e035b65339cf": "Reports Reader",
        "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b": "Message Center Reader",
        "f023fd81-a637-4b56-95fd-791ac0226033": "Service Support Administrator",
        "db506228-d27e-4b7d-95e5-295956d6615f": "Agent ID Administrator",
    ]
}
