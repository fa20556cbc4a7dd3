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

    @Option(help: ArgumentHelp("The tenant of which the token must be.", valueName: "guid"))
    var tenant: String?

    @Option(help: ArgumentHelp("The cloud: public, usgov, usgov-dod, china.", valueName: "cloud"))
    var cloud: String?

    @Option(
        help: ArgumentHelp(
            "Another host of the API, such as one near the tenant's data.", valueName: "host"))
    var host: String?

    @Flag(help: "Ignore every TOKCHECK_ environment variable.")
    var noEnv = false

    /// Where to, and for whom.
    struct Target {
        let backend: DefenderBackend
        let cloud: Cloud
        let tenant: String?
        /// For each part of what is expected where it came from.
        let origins: [(part: String, origin: String)]
    }

    /// Puts flags and environment together; a flag replaces its variable.
    /// - Throws: ``CommandFault`` (64) for what makes no sense.
    func target(for operation: DefenderOperation, in program: Program) throws(CommandFault)
        -> Target
    {
        // Defender XDR's hunting ends first; its incidents do not.
        let usual: DefenderBackend = operation == .hunt ? .graph : .xdr
        let variables = try PolicyVariables(noEnv ? [:] : program.environment)
        let name = cloud ?? variables.cloud
        let cloudOrigin =
            cloud != nil ? "--cloud" : name == nil ? "default" : PolicyVariables.cloudName
        let known =
            try name.map { name throws(CommandFault) in
                try Cloud.named(name, by: cloudOrigin)
            } ?? .public
        let tenants = tenant.map { [$0] } ?? variables.tenants ?? []
        guard tenants.count <= 1 else {
            throw .usage(
                "\(PolicyVariables.tenantName): several tenants, and one token",
                hint: "name the token's with --tenant")
        }
        let tenant = tenants.first?.lowercased()
        if let tenant, !GUID.isCanonical(tenant) {
            throw .usage(
                "--tenant: not a GUID: \(Redaction.quoted(tenant))",
                hint:
                    "the token names its tenant by GUID; see `tokcheck keys fetch --tenant DOMAIN`")
        }
        var origins = [("cloud", cloudOrigin), ("leeway", "default")]
        if tenant != nil {
            origins.append(
                ("tenants", self.tenant == nil ? PolicyVariables.tenantName : "--tenant"))
        }
        return Target(
            backend: backend?.backend ?? usual, cloud: known, tenant: tenant,
            origins: origins.map { (part: $0.0, origin: $0.1) })
    }
}
