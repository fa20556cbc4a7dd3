internal import TokenCheck

// For whom the token is.
extension CauseHelp {
    static let audience: [CauseCode: Entry] = [
        "aud-blank": Entry(
            "one of two audiences that look alike has a blank or an invisible character too many",
            "both are the same without it; proved by taking the token's spelling",
            do: "remove it from what is expected, or from what the client requests",
            "an audience copied from a document with a trailing blank"),
        "aud-slash": Entry(
            "the audience differs by the slash at its end",
            "both are the same but for it; proved by taking the token's spelling",
            do: "request the expected name and /.default, even if that makes two slashes",
            "https://management.azure.com/ against https://management.azure.com"),
        "aud-spn": Entry(
            "one side writes the application as a service principal, with spn: before it",
            "both are the same without it; proved by taking the token's spelling",
            do: "request the token for the name that the API expects",
            "spn:6dae42f8-4368-4678-94ff-3960e28e3630 from an older client"),
        "aud-case": Entry(
            "the audience differs only in the case of letters",
            "both are the same in lower case; proved by taking the token's spelling",
            do: "expect exactly the text that the token has",
            "api://Contoso against api://contoso"),
        "aud-appuri": Entry(
            "the same application, once as App ID URI and once as GUID",
            "the same GUID in both; proved by taking the token's spelling",
            do: "accept both spellings, or change the token version of the API",
            "api://a9b8c7d6-… in a v1 token where the bare GUID is expected"),
        "aud-alias": Entry(
            "another registered name of the right resource, which some of its hosts refuse",
            "the table of the names that Entra ID knows each resource by",
            do: "request the documented name and /.default",
            "https://securitycenter.onmicrosoft.com/windowsatpservice for Defender for Endpoint"),
        "aud-door": Entry(
            "Defender XDR, Defender for Endpoint and Graph offer the same to different tokens, and "
                + "this one opens another of them",
            "the table of resources; proved by accepting the token's own",
            do: "request a token for the API that is called, or call the one that the token opens",
            "a token with AdvancedQuery.Read.All sent to /api/advancedhunting/run"),
        "aud-graph": Entry(
            "the token is for Microsoft Graph and was sent to another API",
            "aud names Graph; proved by accepting it",
            do: "request a scope of your own API instead of User.Read or openid",
            "a web application that sends its Graph token to its own backend"),
        "aud-other": Entry(
            "the token is for another API",
            "aud names neither what is expected nor another spelling of it",
            do: "request a token for the API that is called",
            "a token for Azure Resource Manager sent to Key Vault"),
    ]
}
