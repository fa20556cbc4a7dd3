internal import ArgumentParser

/// The flags that say what is expected of a token.
struct ExpectationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("An accepted tenant; may be repeated.", valueName: "guid"))
    var tenant: [String] = []

    @Option(help: ArgumentHelp("The cloud: public, usgov, usgov-dod, china.", valueName: "cloud"))
    var cloud: String?

    @Option(
        help: ArgumentHelp("An accepted audience, exactly; may be repeated.", valueName: "text"))
    var audience: [String] = []

    @Option(
        help: ArgumentHelp(
            "A built-in resource as audience: defender-xdr, defender-endpoint, graph.",
            valueName: "name"))
    var resource: String?

    @Option(
        help: ArgumentHelp(
            "An accepted issuer, exactly, beside or instead of tenants; may be repeated.",
            valueName: "url"))
    var issuer: [String] = []

    @Option(
        help: ArgumentHelp(
            "An accepted calling application (appid, azp); may be repeated.", valueName: "guid"))
    var client: [String] = []

    @Flag(help: "Accept every tenant of the cloud.")
    var anyTenant = false

    @Flag(help: "Accept every audience.")
    var anyAudience = false

    @Option(
        help: ArgumentHelp(
            "A permission that an application's token must hold: NAME, any:A,B or all:A,B.",
            valueName: "need"))
    var role: [String] = []

    @Option(
        help: ArgumentHelp(
            "A permission that a user's token must hold: NAME, any:A,B or all:A,B.",
            valueName: "need"))
    var scope: [String] = []

    @Option(
        help: ArgumentHelp(
            "A permissions manifest, YAML or JSON: operations and what each needs.",
            valueName: "file"), completion: .file())
    var manifest: String?

    @Option(
        help: ArgumentHelp(
            "An operation of the manifest that must be possible; may be repeated.",
            valueName: "name"))
    var operation: [String] = []

    @Option(
        help: ArgumentHelp("The SHA-256 that the manifest must have.", valueName: "hex"))
    var manifestSha256: String?

    @Option(
        help: ArgumentHelp(
            "How long the token must still be valid, such as 10m.", valueName: "time"))
    var minRemaining: DurationArgument?

    @Option(
        help: ArgumentHelp("How long a token may live in all, such as 25h.", valueName: "time"))
    var maxLifetime: DurationArgument?

    @Option(
        help: ArgumentHelp("How far a clock may be wrong; 60s, at most 300s.", valueName: "time"))
    var leeway: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "Judge as of another time: RFC 3339 or seconds since 1970.", valueName: "time"))
    var at: TimeArgument?

    @Flag(help: "Ignore every TOKCHECK_ environment variable.")
    var noEnv = false

    /// The file that is read, if there is one.
    func files(_ environment: [String: String]) -> [String] {
        [manifest ?? (noEnv ? nil : environment[PolicyVariables.manifestName])].compactMap(\.self)
    }

    /// Whether any of these flags was given that a proposed command would have to repeat.
    var saysAnything: Bool {
        !(tenant.isEmpty && audience.isEmpty && issuer.isEmpty && client.isEmpty && role.isEmpty
            && scope.isEmpty && operation.isEmpty)
            || [cloud, resource, manifest, manifestSha256].contains { $0 != nil }
            || anyTenant || anyAudience || minRemaining != nil || maxLifetime != nil
            || leeway != nil || at != nil || noEnv
    }
}
