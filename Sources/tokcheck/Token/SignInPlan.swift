internal import EntraID
internal import Reporting
internal import TokenCheck
internal import Transport

/// What the flags and variables ask for, before anything is read or sent.
struct SignInPlan {
    let grant: GrantArgument
    let cloud: Cloud
    /// Nil with a managed identity, which needs no authority.
    let authority: Authority?
    let clientID: String?
    let target: SignInTarget
    let claims: String?
    /// For each part of what flags and variables say of the token where it came from, as results name it.
    let origins: [(part: String, origin: String)]

    /// Puts flags and variables together; a flag replaces its variable.
    /// - Throws: ``CommandFault`` (64) for what is missing, contradicts itself or makes no sense.
    init(
        _ options: SignInOptions, _ variables: PolicyVariables, grant: GrantArgument,
        needed: (Cloud) throws(CommandFault) -> SignInTarget?, in program: Program
    ) throws(CommandFault) {
        self.grant = grant
        let azure = options.azureEnv ? program.environment : [:]
        let cloudOrigin: String
        (cloud, cloudOrigin) = try Self.cloud(options, variables, azure)
        let common: [(part: String, origin: String)] = [
            ("cloud", cloudOrigin), ("leeway", "default"),
        ]
        target = try Self.target(options, try needed(cloud))
        let client = (options.clientID ?? azure["AZURE_CLIENT_ID"])?.lowercased()
        if let client, !GUID.isCanonical(client) {
            let origin = options.clientID == nil ? "AZURE_CLIENT_ID" : "--client-id"
            throw .usage(
                "\(origin): not a GUID: \(Redaction.quoted(client))",
                hint: "give the application (client) id of the registration")
        }
        clientID = client
        claims = try options.claims.map { text throws(CommandFault) in
            guard let json = ServerAnswer.challengeClaims(text) else {
                throw .usage(
                    "--claims: neither JSON nor the base64 of it",
                    hint: "copy the value of claims from the challenge of the API")
            }
            return json
        }
        guard grant != .managedIdentity else {
            authority = nil
            origins = common
            return
        }
        guard client != nil else {
            throw .usage(
                "which application?", hint: "add --client-id GUID, the id of its registration")
        }
        if options.tenant == nil, let tenants = variables.tenants, tenants.count > 1 {
            throw .usage(
                "\(PolicyVariables.tenantName): several tenants, and one token",
                hint: "name the token's with --tenant")
        }
        let candidates: [(origin: String, tenant: String?)] = [
            ("--tenant", options.tenant), (PolicyVariables.tenantName, variables.tenants?.first),
            ("AZURE_TENANT_ID", azure["AZURE_TENANT_ID"]),
        ]
        guard let named = candidates.first(where: { $0.tenant != nil }), let tenant = named.tenant
        else {
            throw .usage(
                "which tenant?", hint: "add --tenant GUID-OR-DOMAIN; a partner's tenant as well")
        }
        authority = try Self.authority(
            tenant, named.origin, cloud, options.endpoint == .v1 ? .v1 : .v2)
        origins = common + [(part: "tenants", origin: named.origin)]
    }

    private static func authority(
        _ tenant: String, _ origin: String, _ cloud: Cloud, _ version: TokenVersion
    ) throws(CommandFault) -> Authority {
        do throws(AddressDefect) {
            if let many = Authority.Audience(rawValue: tenant.lowercased()) {
                return try Authority(many, cloud: cloud, version: version)
            }
            return try Authority(tenant: tenant, cloud: cloud, version: version)
        } catch {
            throw .usage(
                "\(origin): neither a GUID nor a domain: \(Redaction.quoted(tenant))",
                hint: "such as contoso.com; for users of several tenants organizations or common")
        }
    }

    private static func cloud(
        _ options: SignInOptions, _ variables: PolicyVariables, _ azure: [String: String]
    ) throws(CommandFault) -> (Cloud, origin: String) {
        if let text = options.cloud ?? variables.cloud {
            let origin = options.cloud == nil ? PolicyVariables.cloudName : "--cloud"
            return (try Cloud.named(text, by: origin), origin)
        }
        guard let text = azure["AZURE_AUTHORITY_HOST"], !text.isEmpty else {
            return (.public, "default")
        }
        var host = text.lowercased()
        if host.hasPrefix("https://") { host = String(host.dropFirst("https://".count)) }
        while host.hasSuffix("/") { host.removeLast() }
        guard let cloud = Cloud(authorityHost: host) else {
            throw .usage(
                "AZURE_AUTHORITY_HOST: no cloud has \(Redaction.quoted(text))",
                hint: "leave it out, or name the cloud with --cloud")
        }
        return (cloud, "AZURE_AUTHORITY_HOST")
    }

    private static func target(_ options: SignInOptions, _ needed: SignInTarget?)
        throws(CommandFault) -> SignInTarget
    {
        if let name = options.resource {
            guard options.oauthScope.isEmpty else {
                throw .usage(
                    "--resource contradicts --oauth-scope", hint: "leave out one of them")
            }
            guard let resource = Resource.named(name) else {
                throw .usage(
                    "--resource: no resource \(Redaction.quoted(name))",
                    hint: Resource.hint(for: name)
                        + "; for others use --oauth-scope NAME/.default")
            }
            return .resource(resource)
        }
        if !options.oauthScope.isEmpty { return .scopes(options.oauthScope) }
        guard let needed else {
            throw .usage(
                "a token for what?",
                hint: "add --resource defender-xdr, or --oauth-scope api://GUID/.default")
        }
        return needed
    }
}

extension SignInTarget {
    /// The built-in resource that it names, in whatever way.
    var knownResource: Resource? {
        let suffix = "/.default"
        switch self {
        case .resource(let resource): return resource
        case .api(let name): return Resource.named(byAudience: name)
        case .scopes(let scopes):
            return scopes.lazy.compactMap { scope in
                let name =
                    scope.hasSuffix(suffix)
                    ? String(scope.dropLast(suffix.count))
                    : scope.split(separator: "/").dropLast().joined(separator: "/")
                        .replacing("https:/", with: "https://")
                return Resource.named(byAudience: name)
            }.first
        }
    }
}
