internal import JOSE
internal import StrictJSON
internal import TokenCheck

/// A policy made of flags and environment, and where each part came from.
struct Expectation {
    /// What is expected.
    private(set) var policy = Policy()
    /// For each part of the policy its flag, its variable, or `default`.
    private(set) var origins: [(part: String, origin: String)] = []

    /// What `check` needs and nobody gave.
    var missing: MissingExpectation? {
        let hasIssuer = policy.tenants != .only([]) || !policy.issuers.isEmpty
        let hasAudience = policy.audiences != .only([])
        return hasIssuer && hasAudience
            ? nil : MissingExpectation(lacksIssuer: !hasIssuer, lacksAudience: !hasAudience)
    }

    /// Puts flags and environment together; a flag replaces its variable entirely.
    /// - Throws: ``CommandFault`` (64) for what contradicts itself or makes no sense.
    init(_ options: ExpectationOptions, environment: [String: String]) throws(CommandFault) {
        let variables = try PolicyVariables(options.noEnv ? [:] : environment)
        try setCloud(options, variables)
        try setTenants(options, variables)
        try setAudiences(options, variables)
        try refuseUnlikely(options.issuer, "--issuer")
        policy.issuers = options.issuer
        if !options.issuer.isEmpty { origins.append(("issuers", "--issuer")) }
        policy.clients = try options.client.map { text throws(CommandFault) in
            let client = text.lowercased()
            guard GUID.isCanonical(client) else {
                throw .usage(
                    "--client: not a GUID: \(Redaction.redacted(text).debugDescription)",
                    hint: "give the application (client) id, as appid or azp have it")
            }
            return client
        }
        if !policy.clients.isEmpty { origins.append(("clients", "--client")) }
        try setPermissions(options)
        setTimes(options)
        if let defect = policy.defects.first { throw Self.fault(defect) }
    }

    private mutating func setCloud(_ options: ExpectationOptions, _ variables: PolicyVariables)
        throws(CommandFault)
    {
        guard let text = options.cloud ?? variables.cloud else {
            origins.append(("cloud", "default"))
            return
        }
        let origin = options.cloud == nil ? PolicyVariables.cloudName : "--cloud"
        guard let cloud = Cloud(rawValue: text) else {
            throw .usage(
                "\(origin): no cloud \(Redaction.redacted(text).debugDescription)",
                hint: "one of " + Cloud.allCases.map(\.rawValue).joined(separator: ", "))
        }
        policy.cloud = cloud
        origins.append(("cloud", origin))
    }

    private mutating func setTenants(_ options: ExpectationOptions, _ variables: PolicyVariables)
        throws(CommandFault)
    {
        if options.anyTenant {
            guard options.tenant.isEmpty, variables.tenants == nil else {
                let other = options.tenant.isEmpty ? PolicyVariables.tenantName : "--tenant"
                throw .usage(
                    "--any-tenant contradicts \(other)",
                    hint: "leave out one of them"
                        + (options.tenant.isEmpty ? ", or use --no-env" : ""))
            }
            policy.tenants = .any
            origins.append(("tenants", "--any-tenant"))
            return
        }
        let origin = options.tenant.isEmpty ? PolicyVariables.tenantName : "--tenant"
        let listed = options.tenant.isEmpty ? variables.tenants ?? [] : options.tenant
        guard !listed.isEmpty else { return }
        policy.tenants = .only(
            try listed.map { text throws(CommandFault) in
                let tenant = text.lowercased()
                guard GUID.isCanonical(tenant) else {
                    throw .usage(
                        "\(origin): not a GUID: \(Redaction.redacted(text).debugDescription)",
                        hint:
                            "tokens name their tenant by its GUID (claim tid), never by a domain; "
                            + "the portal calls it Directory (tenant) ID")
                }
                return tenant
            })
        origins.append(("tenants", origin))
    }

    private mutating func setAudiences(_ options: ExpectationOptions, _ variables: PolicyVariables)
        throws(CommandFault)
    {
        let given = [
            options.anyAudience ? "--any-audience" : nil,
            options.audience.isEmpty ? nil : "--audience",
            options.resource.map { _ in "--resource" },
        ].compactMap(\.self)
        guard given.count <= 1 else {
            throw .usage(
                "\(given[0]) contradicts \(given[1])", hint: "leave out one of them")
        }
        if options.anyAudience {
            guard variables.audiences == nil else {
                throw .usage(
                    "--any-audience contradicts \(PolicyVariables.audienceName)",
                    hint: "leave out one of them, or use --no-env")
            }
            policy.audiences = .any
        } else if let name = options.resource {
            guard let resource = Resource.named(name) else {
                throw .usage(
                    "--resource: no resource \(Redaction.redacted(name).debugDescription)",
                    hint: Resource.hint(for: name) + "; for others use --audience")
            }
            policy.audiences = .resource(resource)
        } else if !options.audience.isEmpty {
            try refuseUnlikely(options.audience, "--audience")
            policy.audiences = .only(options.audience)
        } else if let audiences = variables.audiences {
            try refuseUnlikely(audiences, PolicyVariables.audienceName)
            policy.audiences = .only(audiences)
            origins.append(("audiences", PolicyVariables.audienceName))
        }
        if let flag = given.first { origins.append(("audiences", flag)) }
    }

    /// Refuses what cannot be meant: nothing at all, as from a variable that is not set, or a token.
    private func refuseUnlikely(_ texts: [String], _ origin: String) throws(CommandFault) {
        for text in texts {
            if text.isEmpty {
                throw .usage("\(origin): empty", hint: "leave it out, or give a value")
            }
            if text.hasPrefix("eyJ"), Redaction.redacted(text) != text {
                throw .usage(
                    "\(origin): a token, not an expectation", hint: "name the token's file as @FILE"
                )
            }
        }
    }

    private mutating func setPermissions(_ options: ExpectationOptions) throws(CommandFault) {
        func need(_ texts: [String], _ flag: String) throws(CommandFault) -> Need? {
            let needs = try texts.map { text throws(CommandFault) in
                try NeedArgument.need(text, flag: flag)
            }
            return needs.count > 1 ? .all(needs) : needs.first
        }
        let application = try need(options.role, "--role")
        let delegated = try need(options.scope, "--scope")
        guard application != nil || delegated != nil else { return }
        policy.operations = [
            Operation(name: nil, application: application, delegated: delegated)
        ]
        let flags = [application == nil ? nil : "--role", delegated == nil ? nil : "--scope"]
        origins.append(("permissions", flags.compactMap(\.self).joined(separator: ", ")))
    }

    private mutating func setTimes(_ options: ExpectationOptions) {
        policy.minimumRemainingSeconds = options.minRemaining?.seconds
        policy.maximumLifetimeSeconds = options.maxLifetime?.seconds
        if let leeway = options.leeway { policy.leewaySeconds = leeway.seconds }
        origins.append(("leeway", options.leeway == nil ? "default" : "--leeway"))
    }

    private static func fault(_ defect: PolicyDefect) -> CommandFault {
        switch defect {
        case .tenantNotIdentifier, .clientNotIdentifier:
            .usage("not a GUID", hint: "give the GUID in lower case")
        case .issuerEmpty: .usage("--issuer: empty", hint: "leave it out, or give a value")
        case .issuerTemplate:
            .usage(
                "--issuer: {tenantid} stands for a tenant, and no token has it",
                hint: "name the tenants with --tenant, or use --any-tenant")
        case .issuerOfOtherCloud(_, let cloud):
            .usage(
                "--issuer: this issuer belongs to another cloud",
                hint: "add --cloud \(cloud.rawValue)")
        case .resourceNotInCloud(let name, let cloud):
            .usage(
                "--resource: \(name) does not exist in the cloud \(cloud.rawValue)",
                hint: "see `tokcheck resources`")
        case .leeway(let seconds):
            .usage(
                "--leeway: \(seconds) s is too much",
                hint: "at most 300s; correct the clock instead")
        }
    }
}

/// What a policy lacks, and the command that would do.
struct MissingExpectation {
    let lacksIssuer: Bool
    let lacksAudience: Bool

    /// The usage error; it quotes what the token claims, ready to be copied once somebody has judged it.
    func fault(token: FoundToken?) -> CommandFault {
        let lacks = [
            lacksIssuer ? "a tenant or issuer" : nil, lacksAudience ? "an audience" : nil,
        ].compactMap(\.self).joined(separator: " and ")
        let flags = [
            lacksIssuer ? "--tenant GUID" : nil, lacksAudience ? "--audience TEXT" : nil,
        ].compactMap(\.self).joined(separator: " ")
        guard let token, let claimed = ClaimedExpectation(token) else {
            return .usage("check needs \(lacks) to expect", hint: "add \(flags)")
        }
        return .usage(
            "check needs \(lacks) to expect",
            hint: "the token claims (not verified) what this would accept:\n  \(claimed.command)")
    }
}

/// The command that would accept what a token says of itself.
struct ClaimedExpectation {
    /// The command, quoted for a shell.
    let command: String

    init?(_ token: FoundToken) {
        let report = Report(
            on: token.bytes.span, keys: .none, policy: Policy(), now: Instant(secondsSince1970: 0))
        guard let payload = report.unverifiedClaims.payload?.root,
            let issuer = payload["iss"]?.string, let audience = payload["aud"]?.string,
            Self.isPlain(issuer), Self.isPlain(audience)
        else { return nil }
        var words = ["tokcheck check @FILE"]
        if let entra = EntraIssuer(issuer) {
            words.append("--tenant \(entra.tenant)")
            if let cloud = entra.clouds.first, cloud != .public {
                words.append("--cloud \(cloud.rawValue)")
            }
        } else {
            words.append("--issuer '\(issuer)'")
        }
        if let resource = Resource.named(byAudience: audience) {
            words.append("--resource \(resource.name)")
        } else {
            words.append("--audience '\(audience)'")
        }
        command = (words + ["--keys KEYFILE"]).joined(separator: " ")
    }

    /// Whether a claimed value can be shown in a command without harm: printable ASCII, no quote, not long.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "'") }
    }
}
