internal import TokenCheck

// Form, signature, keys, issuer, time.
extension CauseHelp {
    static let token: [CauseCode: Entry] = [
        "form-opaque": Entry(
            "what was pasted is a personal account's ticket, a refresh token or a code, and no JWT",
            "its first characters: personal tickets begin EwB, refresh tokens 0.A, 1.A or M.",
            do: "pass the access_token of a work or school account, which begins with eyJ",
            "a token for Graph that a personal Microsoft account got"),
        "type-id": Entry(
            "an ID token, which tells a client who signed in, was sent to an API",
            "at_hash, c_hash or nonce in it, and neither scp nor appid nor azp; aud is the client",
            do: "send the access_token of the same response",
            "an application that sends id_token as its bearer token"),
        "sig-nonce": Entry(
            "the token is in the private signature form that Microsoft's own APIs get",
            "nonce in the header; proved by hashing it in the header's bytes, after which the "
                + "signature verifies",
            do: "request a token for your own API; leave the check of this one to its API",
            "a Graph token that every library calls wrongly signed"),
        "key-app": Entry(
            "the API signs with keys of its own, which are in the list of its application only",
            "proved by fetching that list: the key is there and verifies the signature",
            do: "add ?appid= and the application id to the metadata address; here --appid",
            "an API with claims mapping, or one with SAML sign-on"),
        "key-stale": Entry(
            "the stored key list is older than the key, or too old to prove anything",
            "no key of this name in a list whose age is known; proved when a new list has it",
            do: "fetch the list anew: tokcheck keys fetch, or drop --offline",
            "a key file from last month, after Entra ID has changed its keys"),
        "key-fetch": Entry(
            "the key list could not be fetched, so the signature was not judged",
            "the step that failed: DNS, connection, proxy, TLS, HTTP, JSON or key",
            do: "allow the host, set HTTPS_PROXY, or give the keys with --keys FILE",
            "a build machine behind a proxy that nobody named"),
        "iss-version": Entry(
            "a token of the other version of the same tenant",
            "tenant and cloud agree, ver does not; proved by accepting both versions",
            do: "set requestedAccessTokenVersion in the registration of the API, or accept both",
            "a v1 token from sts.windows.net where login.microsoftonline.com is expected"),
        "iss-tenant": Entry(
            "the token was issued by another tenant of the same cloud",
            "the GUID in iss; proved by naming that tenant as well",
            do: "sign in at the expected tenant, or name every tenant that you trust",
            "an account of the home tenant where a customer's tenant is expected"),
        "iss-cloud": Entry(
            "the token was issued by another of Microsoft's clouds",
            "the host in iss, or cloud_instance_name of the key; proved when everything else fits "
                + "that cloud",
            do: "use --cloud, or sign in at the expected cloud's host",
            "a token of US Government checked against the public cloud"),
        "iss-b2c": Entry(
            "the token was issued by Azure AD B2C or External ID, which sign customers in",
            "an issuer at b2clogin.com or ciamlogin.com",
            do: "accept exactly this issuer with --issuer, if these customers are meant",
            "a customer's token sent to an API for employees"),
        "time-clock": Entry(
            "the clock of this computer is wrong",
            "the token lies in the future, or a server's Date differs and its time fits",
            do: "correct the clock; a wider leeway would only hide it",
            "a virtual machine that slept"),
        "time-expired": Entry(
            "the token has expired",
            "exp lies behind the time of the check; proved by an earlier time",
            do: "request a new token; they live about an hour",
            "a token from yesterday's shell"),
        "time-soon": Entry(
            "the token expires before the job will end",
            "less is left than --min-remaining asks for",
            do: "request a new token right before the job",
            "a token of 50 minutes for a job of two hours"),
    ]
}
