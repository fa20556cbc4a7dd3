internal import ArgumentParser
internal import DefenderXDR
internal import JOSE
internal import TokenCheck
internal import Transport

/// One of the two APIs on the command line.
enum BackendArgument: String, ExpressibleByArgument, CaseIterable {
    case xdr, graph

    /// The API.
    var backend: DefenderBackend {
        switch self {
        case .xdr: .xdr
        case .graph: .graph
        }
    }
}

/// Which API is asked, and of whom the token must be.
struct DefenderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The API: xdr or graph.", valueName: "xdr|graph"))
    var backend: BackendArgument?

    @Option(
        help: ArgumentHelp(
            "Another host of the API, such as one near the tenant's data.", valueName: "host"))
    var host: String?

    /// Where to, and for whom.
    struct Target {
        let backend: DefenderBackend
        /// The host that a flag names.
        let host: String?
        var cloud: Cloud
        /// Nil: any, or whatever tenant the sign-in is at.
        var tenant: String?
        /// For each part of what is expected where it came from.
        var origins: [(part: String, origin: String)]

        /// The host that is asked, for people.
        var namedHost: String { host ?? backend.resource.apiHost(in: cloud) ?? "the API" }

        /// Takes the cloud of a sign-in, which a variable of Azure may have named.
        mutating func take(_ plan: SignInPlan) {
            guard plan.cloud != cloud else { return }
            cloud = plan.cloud
            origins = origins.map {
                $0.part == "cloud" ? (part: $0.part, origin: "AZURE_AUTHORITY_HOST") : $0
            }
        }
    }

    /// Puts flags and environment together; a flag replaces its variable.
    /// - Throws: ``CommandFault`` (64) for what makes no sense.
    func target(
        for operation: DefenderOperation, _ signIn: SignInOptions, in program: Program
    ) throws(CommandFault) -> Target {
        // Defender XDR's hunting ends first; its incidents do not.
        let usual: DefenderBackend = operation == .hunt ? .graph : .xdr
        let variables = try PolicyVariables(signIn.noEnv ? [:] : program.environment)
        let name = signIn.cloud ?? variables.cloud
        let cloudOrigin =
            signIn.cloud != nil ? "--cloud" : name == nil ? "default" : PolicyVariables.cloudName
        let known =
            try name.map { name throws(CommandFault) in
                try Cloud.named(name, by: cloudOrigin)
            } ?? .public
        let tenants = signIn.tenant.map { [$0] } ?? variables.tenants ?? []
        guard tenants.count <= 1 else {
            throw .usage(
                "\(PolicyVariables.tenantName): several tenants, and one token",
                hint: "name the token's with --tenant")
        }
        var tenant = tenants.first?.lowercased()
        if let text = tenant, !GUID.isCanonical(text) {
            // Where somebody signs in the authority tells the tenant of a domain.
            guard let grant = signIn.grant, grant != .managedIdentity else {
                throw .usage(
                    "--tenant: not a GUID: \(Redaction.quoted(text))",
                    hint:
                        "the token names its tenant by GUID; see `tokcheck keys fetch --tenant DOMAIN`"
                )
            }
            tenant = nil
        }
        var origins = [("cloud", cloudOrigin), ("leeway", "default")]
        if tenant != nil {
            origins.append(
                ("tenants", signIn.tenant == nil ? PolicyVariables.tenantName : "--tenant"))
        }
        return Target(
            backend: backend?.backend ?? usual, host: host?.lowercased(), cloud: known,
            tenant: tenant,
            origins: origins.map { (part: $0.0, origin: $0.1) })
    }
}
