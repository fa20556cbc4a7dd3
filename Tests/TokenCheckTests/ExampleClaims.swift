import StrictJSON
import TokenCheck

/// The claims of a token that `manifest diff` gives as an example.
enum ExampleClaims {
    private static let anyone = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"

    /// The claims as JSON; what the example leaves open is what is usual.
    static func payload(_ token: ExampleToken, now: Int64) -> String {
        let tenant = token.tenant ?? anyone
        let issuer =
            token.version == .v1
            ? "https://sts.windows.net/\(tenant)/"
            : "https://login.microsoftonline.com/\(tenant)/v2.0"
        let life = token.lifetimeSeconds ?? 3_600
        let left = token.remainingSeconds ?? min(life, 3_000)
        var claims: [(String, JSONOutput)] = [
            ("iss", .string(issuer)), ("tid", .string(tenant)),
            ("ver", .string(token.version.rawValue)), ("aud", .string(token.audience)),
            (
                token.version == .v1 ? "appid" : "azp",
                .string(token.client ?? "2f1e0d3c-4b5a-4968-8776-655443322110")
            ),
            ("oid", .string("o")), ("sub", .string("s")), ("exp", .integer(now + left)),
            ("iat", .integer(now + left - life)), ("nbf", .integer(now + left - life)),
        ]
        switch token.kind {
        case .application, .unknown:
            claims += [
                ("idtyp", .string("app")),
                ("roles", .array(token.permissions.map(JSONOutput.string))),
            ]
        case .delegated:
            claims += [
                ("idtyp", .string("user")),
                ("scp", .string(token.permissions.joined(separator: " "))),
                ("wids", .array(token.directoryRoles.map(JSONOutput.string))),
            ]
        }
        return JSONWriter.text(.object(claims), layout: .line)
    }
}
