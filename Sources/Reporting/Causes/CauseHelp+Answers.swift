internal import TokenCheck

// What only a server knows.
extension CauseHelp {
    static let answers: [CauseCode: Entry] = [
        "live-revoked": Entry(
            "the API asks for a fresh token though this one is in order: the session was revoked",
            "a claims challenge in WWW-Authenticate, or a token issued before a revocation",
            do: "request a new token with the claims of the challenge",
            "error=\"insufficient_claims\" after a change of password"),
        "live-licence": Entry(
            "the tenant has no active licence for the product, or it is not set up",
            "the API's own words, such as account mode is inactive",
            do: "check the tenant's licences, and that the right product is asked",
            "advanced hunting of Defender for Endpoint in a tenant without it"),
        "live-foreign": Entry(
            "the answer belongs to another token",
            "it speaks of roles, times or an audience that this token does not have",
            do: "save the answer to a request that carries exactly this token",
            "a 403 that lists roles of last week's token"),
        "live-refused": Entry(
            "the API refuses for a reason that the token does not show",
            "an error code that nothing in the token explains, too many requests, or keys and "
                + "issuers that the API does not accept",
            do: "read the API's own code and message; the token is as checked",
            "429, or an API that looks for keys in another tenant"),
        "live-page": Entry(
            "a web page came instead of an API's answer",
            "the body is HTML",
            do: "check the address, and what stands between: a proxy, a firewall, a portal",
            "a captive portal's sign-in page"),
        "grant-refused": Entry(
            "Entra ID refused to issue a token",
            "the number behind AADSTS in the token endpoint's answer",
            do: "what the number asks for; tokcheck says it for the common ones",
            "AADSTS7000215: the secret's id was sent instead of its value"),
    ]
}
