// What the token endpoint's numbers mean. The numbers are for people: programs should branch on `error`.
extension CauseWords {
    /// The words for a refusal of the token endpoint.
    /// - Parameters:
    ///   - number: The number behind AADSTS.
    ///   - error: The OAuth error.
    /// - Returns: What it means and what to do; for an unknown number where to look it up.
    public static func signIn(number: Int, error: String?) -> CauseWords {
        let what = error.map { " (\(Escaping.quoted($0)))" } ?? ""
        let known = table.first { $0.numbers.contains(number) }
        return CauseWords(
            "Entra ID issued no token: AADSTS\(number)\(what)"
                + (known.map { ", \($0.meaning)." } ?? "."),
            do: known?.fix
                ?? "look it up at https://login.microsoftonline.com/error?code=\(number)")
    }

    private static let table: [(numbers: Set<Int>, meaning: String, fix: String)] = [
        (
            [50001, 500_011], "the API is not known in this tenant",
            "check the resource's name, the tenant and the cloud; the API may have to be added first"
        ),
        (
            [50011], "the redirect address is not registered",
            "register exactly this redirect address, letter for letter"
        ),
        (
            [50012, 700_027], "the certificate or its assertion was refused",
            "compare the certificate with the one uploaded, its expiry, and the clock"
        ),
        (
            [50013, 500_133, 700_024], "the assertion is outside its time",
            "request a new assertion; check the clock"
        ),
        ([50020], "the user is not in this tenant", "sign in at the user's tenant, or invite them"),
        (
            [50034, 50053, 50055, 50057, 50126],
            "the account is unknown, locked or disabled, or the password is wrong",
            "check the account in the tenant"
        ),
        ([50058], "there is no session to use", "sign in interactively"),
        (
            [50196], "the same token is requested over and over",
            "use a token for as long as it is valid before requesting the next"
        ),
        (
            [50002, 500_021, 500_022], "a proxy of the network lets only some tenants through",
            "ask who runs the network (tenant restrictions)"
        ),
        (
            [50027], "the assertion is no JWT that can be read, or lacks claims",
            "compare its header and claims with what the registration trusts"
        ),
        (
            [50146, 501_461],
            "the application maps claims, for which it needs a signing key of its own",
            "give the application a signing key, or take the mapping away"
        ),
        (
            [50147, 501_481, 501_491],
            "the code's challenge and its verifier do not belong together", "sign in again"
        ),
        (
            [65002], "an application of Microsoft has no permission for this API",
            "register an application of your own, and sign in with it"
        ),
        (
            [50059, 50128, 90019], "no tenant was named",
            "use the tenant's own address instead of common"
        ),
        (
            [50072, 50074, 50076, 50078, 50079], "a second factor is needed",
            "sign in interactively, with a device code or a browser"
        ),
        ([50105], "the user is not assigned to the application", "assign the user or group to it"),
        (
            [50132, 50133, 50173, 700_082, 70008, 70043, 700_084],
            "the session has ended or was revoked", "sign in again"
        ),
        (
            [50194], "the application is registered for one tenant only",
            "use that tenant's address instead of common"
        ),
        (
            [53000, 53001, 53002, 53003, 53004, 530_032, 530_035],
            "Conditional Access refused the sign-in",
            "ask who administers the tenant which policy applies"
        ),
        (
            [65001, 90094, 90095], "nobody has consented to these permissions",
            "have an administrator grant consent for the application"
        ),
        (
            [65004], "the user declined to consent", "sign in again and accept, or ask for less"
        ),
        (
            [65005, 650_052, 650_054, 650_056, 650_057],
            "the API is missing from the application's registration",
            "add the API's permission to the registration"
        ),
        (
            [70001, 700_016, 7_000_112], "the application is unknown in this tenant",
            "check the client id and the tenant"
        ),
        (
            [7_000_215], "the client secret is wrong",
            "use the secret's value, not its id"
        ),
        (
            [70002], "the application could not prove itself",
            "check its secret or certificate, and the client id"
        ),
        (
            [70003], "the application may not use this grant",
            "use another grant, or allow it in the registration"
        ),
        ([7_000_222], "the client secret has expired", "make a new secret, or use a certificate"),
        (
            [7_000_218], "a secret or assertion is missing",
            "allow public client flows in the registration, or send the secret"
        ),
        ([700_025], "a public client must not send a secret", "leave the secret out"),
        (
            [70011, 28002, 28003, 700_022, 700_023], "the scope is not valid",
            "request one resource's scope, such as https://api.security.microsoft.com/.default"
        ),
        (
            [70016], "the user has not signed in yet", "go on polling until the code expires"
        ),
        (
            [70018, 70019, 70020, 90119, 90120], "the device code is wrong or has expired",
            "start again with a new code"
        ),
        (
            [70021, 700_211, 700_212, 7_002_121, 700_213, 7_002_131],
            "no federated credential matches the assertion",
            "compare issuer, subject and audience of the assertion with the credential"
        ),
        ([90002], "the tenant does not exist", "check the tenant's name and the cloud"),
        (
            [90038, 900_432, 900_382, 900_439], "the account belongs to another cloud",
            "sign in at that cloud's host (--cloud)"
        ),
        (
            [54005, 70000], "the code was used before, has expired, or is another's",
            "sign in again"
        ),
        (
            [700_005], "the code is of another tenant", "use one tenant for the whole sign-in"
        ),
        (
            [7_000_229], "the application has no service principal in this tenant",
            "have an administrator of the tenant consent to the application"
        ),
        (
            [900_144, 90013, 90014, 9_002_313],
            "the request lacks something, or has it in another form",
            "read the server's own words, which name it"
        ),
        (
            [9_002_326, 9_002_327], "the redirect address is registered for web pages (spa)",
            "register http://localhost for mobile and desktop applications"
        ),
        (
            [700_222, 700_229],
            "the assertion is of Entra ID, and not of an application for this use",
            "use an application's token for the audience api://AzureADTokenExchange"
        ),
        (
            [700_227], "the assertion of a version 1.0 issuer has an audience that is not allowed",
            "use an assertion of the issuer's version 2.0"
        ),
        (
            [90027], "version 1.0 issues no tokens for personal accounts",
            "use version 2.0 of the endpoints"
        ),
        (
            [90124, 90130, 9_001_023, 9_002_332],
            "this grant or application is not allowed at common, organizations or consumers",
            "use the tenant's own address, by GUID or domain"
        ),
        ([901_002], "version 2.0 takes no resource", "send scope instead of resource"),
    ]
}
