internal import ArgumentParser

/// Which token is asked for, and of whom.
struct SignInOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How to sign in; `token get` takes device on a terminal.",
            valueName: "grant"))
    var grant: GrantArgument?

    @Option(
        help: ArgumentHelp(
            "The tenant, by GUID or domain; for users of several tenants organizations or common.",
            valueName: "tenant"))
    var tenant: String?

    @Option(
        help: ArgumentHelp(
            "The application; with a managed identity the identity, if there are several.",
            valueName: "guid"))
    var clientID: String?

    @Option(help: ArgumentHelp("The cloud: public, usgov, usgov-dod, china.", valueName: "cloud"))
    var cloud: String?

    @Option(
        help: ArgumentHelp(
            "For a built-in resource: defender-xdr, defender-endpoint, graph.", valueName: "name"))
    var resource: String?

    @Option(
        help: ArgumentHelp(
            "For these scopes instead, such as api://GUID/.default; may be repeated.",
            valueName: "text"))
    var oauthScope: [String] = []

    @Option(
        help: ArgumentHelp(
            "The version of the endpoints, v2 if not named; v1 takes one resource.",
            valueName: "v1|v2"))
    var endpoint: EndpointArgument?

    @Option(
        help: ArgumentHelp(
            "Claims that an API asked for in a challenge, as JSON or as its base64.",
            valueName: "text"))
    var claims: String?

    @Flag(help: "Take what other flags leave out from AZURE_TENANT_ID, AZURE_CLIENT_ID and so on.")
    var azureEnv = false

    @Flag(help: "Ignore every TOKCHECK_ environment variable.")
    var noEnv = false
}

/// How a user signs in.
struct UserOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the page asks of the user.", valueName: "what"))
    var prompt: PromptArgument?

    @Option(help: ArgumentHelp("The account that the page proposes.", valueName: "name"))
    var loginHint: String?

    @Option(
        help: ArgumentHelp(
            "The port on which the browser comes back; one that is free.", valueName: "number"))
    var redirectPort: Int?

    @Flag(help: "Open no browser; its address is printed in any case.")
    var noBrowser = false

    @Option(
        help: ArgumentHelp(
            "The file of a refresh token: read with --grant refresh, written by the others.",
            valueName: "file"), completion: .file())
    var refreshTokenFile: String?
}

/// How an application proves itself.
struct ProofOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The file of the client secret.", valueName: "file"),
        completion: .file())
    var clientSecretFile: String?

    @Flag(help: "Read the client secret from standard input.")
    var clientSecretStdin = false

    @Option(
        help: ArgumentHelp(
            "The environment variable of the client secret.", valueName: "name"))
    var clientSecretEnv: String?

    @Option(
        help: ArgumentHelp(
            "A certificate with its private key, PEM or PKCS#12.", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp(
            "The file of the passphrase that opens the key.", valueName: "file"),
        completion: .file())
    var certificatePassphraseFile: String?

    @Option(
        help: ArgumentHelp(
            "The environment variable of that passphrase.", valueName: "name"))
    var certificatePassphraseEnv: String?

    @Option(
        help: ArgumentHelp(
            "How the assertion is signed: PS256, or RS256 for older authorities.",
            valueName: "alg"))
    var certificateAlg: AssertionArgument?

    @Flag(help: "Send the certificate itself: the registration trusts its subject and issuer.")
    var certificateChain = false

    @Option(
        help: ArgumentHelp(
            "The file of an assertion that the registration trusts.", valueName: "file"),
        completion: .file())
    var federatedTokenFile: String?

    @Flag(help: "Ask GitHub for that assertion, in a job that may (id-token: write).")
    var githubActions = false

    @Option(help: ArgumentHelp("The managed identity, by its object id.", valueName: "guid"))
    var objectID: String?

    @Option(
        help: ArgumentHelp(
            "The managed identity, by its resource id in Azure.", valueName: "path"))
    var resourceID: String?
}

/// What the token must be good for, and where it goes.
struct HandoutOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A permissions manifest: what the token must be good for.", valueName: "file"),
        completion: .file())
    var manifest: String?

    @Option(
        help: ArgumentHelp(
            "An operation of the manifest that must be possible; may be repeated.",
            valueName: "name"))
    var operation: [String] = []

    @Flag(help: "Hand the token out without looking at it.")
    var noCheck = false

    @Option(
        help: ArgumentHelp(
            "Write the token to this file, which only you may read.", valueName: "file"),
        completion: .file())
    var out: String?

    @Flag(help: "Write the token to standard output even if that is a terminal.")
    var show = false
}
