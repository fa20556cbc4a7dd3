internal import StrictJSON
internal import TokenCheck

// The signed-in user. Names can be changed and, in part, chosen by outsiders: never a reason to grant anything.
extension ClaimDictionary {
    static let userClaims: [ClaimEntry] = [
        person("name", "the user's display name; it can change"),
        person("given_name", "the user's first name"),
        person("family_name", "the user's last name"),
        person("preferred_username", "the name the user signs in with; it can change"),
        person("unique_name", "a readable name of the user, not unique in spite of its name"),
        ClaimEntry(
            "upn", "the user principal name; it can change", privacy: .personal,
            reading: .text { name, _ in
                name.contains("#EXT#") ? "the form of a guest" : nil
            }),
        person("email", "an e-mail address; it may be unverified, so never match users by it"),
        person("emails", "e-mail addresses that the user gave to Azure AD B2C"),
        person("verified_primary_email", "the user's verified e-mail address"),
        person("verified_secondary_email", "further verified e-mail addresses of the user"),
        ClaimEntry(
            "xms_edov", "whether the owner of the e-mail domain was verified",
            reading: .value { value, _ in
                value.boolean.map { $0 ? "yes" : "no" }
            }),
        ClaimEntry("email_verified", "whether the issuer verified the e-mail address"),
        person("phone_number", "the user's telephone number"),
        person("nickname", "the user's nickname"),
        person("middle_name", "the user's middle name"),
        person("birthdate", "the user's date of birth"),
        person("picture", "the address of a picture of the user"),
        person("streetAddress", "the user's street"),
        person("postalCode", "the user's postal code"),
        person("city", "the user's town"),
        person("jobTitle", "the user's job title"),
        ClaimEntry(
            "acct", "whether the user is a member of the tenant",
            reading: .value { value, _ in
                guard let number = value.number else { return "not a number, as it must be" }
                switch number.integer {
                case 0: return "a member"
                case 1: return "a guest"
                default: return "not a known value"
                }
            }),
        ClaimEntry(
            "acr", "whether the sign-in met the level of ISO/IEC 29115 (version 1.0)",
            reading: .text { level, _ in
                Phrase.known([level], in: ["0": "no", "1": "yes"])
            }),
        ClaimEntry(
            "amr", "how the user signed in",
            reading: .texts { methods, _ in Phrase.known(methods, in: methodNames) }),
        person("ipaddr", "the address from which the user signed in"),
        person("fwd", "the address of the client inside a virtual network"),
        person("login_hint", "a hint that spares the user to choose an account"),
        person("onprem_sid", "the user's security identifier in the local directory"),
        person("puid", "an older identifier of the user"),
        person("onprem_sam_account_name", "the user's account name in the local directory"),
        person("onprem_user_principal_name", "the user's principal name in the local directory"),
        ClaimEntry("ctry", "the user's country"),
        ClaimEntry("country", "the user's country, by the name Azure AD B2C uses"),
        ClaimEntry("xms_pl", "the user's preferred language"),
        ClaimEntry("locale", "the user's language"),
        ClaimEntry("xms_pdl", "where the user's data should be kept"),
        ClaimEntry("in_corp", "the client is inside the network of the organisation"),
        ClaimEntry("pwd_url", "where the user can change the password"),
        ClaimEntry("newUser", "the user has just signed up at Azure AD B2C"),
    ]

    private static func person(_ name: String, _ meaning: String) -> ClaimEntry {
        ClaimEntry(name, meaning, privacy: .personal)
    }

    private static let methodNames = [
        "pwd": "password", "rsa": "key or certificate, such as in an authenticator app",
        "otp": "one-time passcode", "fed": "federated sign-in",
        "wia": "integrated Windows authentication", "mfa": "several factors",
        "ngcmfa": "several factors, to set up a strong credential",
        "wiaormfa": "Windows or several factors", "none": "no authentication",
        "hwk": "hardware key", "swk": "software key", "pin": "PIN", "sms": "text message",
        "tel": "telephone call", "kba": "security questions",
    ]
}
