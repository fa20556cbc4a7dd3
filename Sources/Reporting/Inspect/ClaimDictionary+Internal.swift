internal import StrictJSON
internal import TokenCheck

// Identifiers of a sign-in, and what Entra ID writes for itself.
extension ClaimDictionary {
    static let signInClaims: [ClaimEntry] = [
        ClaimEntry("uti", "the token's own id, for logs and against replay (Entra ID has no jti)"),
        ClaimEntry("jti", "the token's own id, by the name other issuers use"),
        ClaimEntry("sid", "the session of the sign-in"),
        ClaimEntry(
            "nonce", "ties an ID token to the request for it; unusual in an access token"),
        ClaimEntry("at_hash", "binds an ID token to an access token; only ID tokens have it"),
        ClaimEntry("c_hash", "binds an ID token to a code; only ID tokens have it"),
        ClaimEntry("deviceid", "the device from which the user signed in"),
        ClaimEntry("platf", "the platform of that device, by a number that is not documented"),
        ClaimEntry(
            "signin_state", "what is known of the sign-in and its device",
            reading: .texts { states, _ in
                Phrase.known(
                    states,
                    in: [
                        "kmsi": "stays signed in", "dvc_mngd": "managed device",
                        "dvc_cmp": "compliant device", "dvc_dmjd": "device joined to a domain",
                    ])
            }),
        ClaimEntry("ztdid", "the device in Windows Autopilot"),
        ClaimEntry("vnet", "the virtual network of the client"),
        ClaimEntry(
            "idp_access_token", "a token of the identity provider, never shown here",
            privacy: .credential),
        ClaimEntry("actort", "a token of the acting party, never shown here", privacy: .credential),
    ]

    static let internalClaims: [ClaimEntry] = [
        ClaimEntry(
            "rh", "internal to Entra ID; no decision may rest on it",
            reading: .text { text, _ in
                guard let hint = ResourceHint(text) else { return nil }
                return "it seems to name the resource \(hint.name)"
            }),
        ClaimEntry("aio", "internal to Entra ID, opaque; no decision may rest on it"),
        ClaimEntry(
            "xms_st", "a second subject (undocumented)",
            reading: .value { value, _ in
                value["sub"] == nil ? nil : "the subject under another name"
            }),
        undocumented("xms_ftd"),
        undocumented("xms_tdbr"),
        undocumented("xms_rd"),
        undocumented("xms_spcu"),
        undocumented("xms_ssm"),
        undocumented("xms_cae"),
        undocumented("xms_filter_index"),
    ]

    /// A claim that Microsoft's own resources receive and nobody explains.
    private static func undocumented(_ name: String) -> ClaimEntry {
        ClaimEntry(name, "internal to Microsoft's resources, not documented")
    }
}
