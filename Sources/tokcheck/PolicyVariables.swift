/// The environment variables that may say what is expected.
struct PolicyVariables {
    static let tenantName = "TOKCHECK_TENANT"
    static let cloudName = "TOKCHECK_CLOUD"
    static let audienceName = "TOKCHECK_AUDIENCE"
    static let manifestName = "TOKCHECK_MANIFEST"
    static let manifestPinName = "TOKCHECK_MANIFEST_SHA256"
    /// A variable of the build, which says nothing about tokens.
    private static let buildName = "TOKCHECK_CORE_ONLY"

    /// Every variable with what it says, for `help environment`.
    static let all = [
        (tenantName, "accepted tenants, separated by commas; replaced by --tenant"),
        (cloudName, "the cloud; replaced by --cloud"),
        (
            audienceName,
            "accepted audiences, separated by commas; replaced by --audience, --resource"
        ),
        (manifestName, "the permissions manifest; replaced by --manifest"),
        (manifestPinName, "the SHA-256 that the manifest must have; not replaced by the flag"),
    ]

    /// Tenants, if the variable is set.
    let tenants: [String]?
    /// The cloud, if the variable is set.
    let cloud: String?
    /// Audiences, if the variable is set.
    let audiences: [String]?
    /// The manifest's file, if the variable is set.
    let manifest: String?
    /// The SHA-256 that the manifest must have, if the variable is set.
    let manifestPin: String?

    /// Reads the variables.
    /// - Throws: ``CommandFault`` (64) for an unknown or empty one: a misspelt name must not widen what is accepted.
    init(_ environment: [String: String]) throws(CommandFault) {
        let known = Self.all.map(\.0) + [Self.buildName]
        for name in environment.keys.sorted()
        where name.hasPrefix("TOKCHECK_") && !known.contains(name) {
            throw .usage(
                "unknown environment variable \(Redaction.quoted(name))",
                hint:
                    "one of \(Self.all.map(\.0).joined(separator: ", ")); --no-env ignores them all"
            )
        }
        tenants = try Self.list(environment, Self.tenantName)
        audiences = try Self.list(environment, Self.audienceName)
        cloud = environment[Self.cloudName]
        manifest = environment[Self.manifestName]
        manifestPin = environment[Self.manifestPinName]
    }

    private static func list(_ environment: [String: String], _ name: String)
        throws(CommandFault) -> [String]?
    {
        guard let text = environment[name] else { return nil }
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !items.contains("") else {
            throw .usage(
                "\(name): an empty value in the list",
                hint: "unset it, or separate values by single commas")
        }
        return items
    }
}
