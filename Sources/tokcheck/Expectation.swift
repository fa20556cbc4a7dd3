internal import JOSE
internal import StrictJSON
internal import TokenCheck

/// A policy made of flags and environment, and where each part came from.
struct Expectation {
    /// What is expected.
    private(set) var policy = Policy()
    /// For each part of the policy its flag, its variable, or `default`.
    private(set) var origins: [(part: String, origin: String)] = []

    /// The manifest, if there is one.
    private(set) var manifest: ManifestFile?
    /// What `check` needs and nobody gave.
    private(set) var missing: MissingExpectation?

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
                    "--client: not a GUID: \(Redaction.quoted(text))",
                    hint: "give the application (client) id, as appid or azp have it")
            }
            return client
        }
        if !policy.clients.isEmpty { origins.append(("clients", "--client")) }
        try setPermissions(options)
        setTimes(options)
        if let defect = policy.defects.first { throw .policy(defect) }
        try setManifest(options, variables)
        missing?.isBeside = options.saysAnything
    }

    private mutating func setCloud(_ options: ExpectationOptions, _ variables: PolicyVariables)
        throws(CommandFault)
    {
        guard let text = options.cloud ?? variables.cloud else {
            origins.append(("cloud", "default"))
            return
        }
        let origin = options.cloud == nil ? PolicyVariables.cloudName : "--cloud"
        policy.cloud = try Cloud.named(text, by: origin)
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
                        "\(origin): not a GUID: \(Redaction.quoted(text))",
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
                    "--resource: no resource \(Redaction.quoted(name))",
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
    func refuseUnlikely(_ texts: [String], _ origin: String) throws(CommandFault) {
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

    /// Narrows what the flags say to what the manifest says.
    private mutating func setManifest(
        _ options: ExpectationOptions, _ variables: PolicyVariables
    ) throws(CommandFault) {
        let pin = try ManifestPin(flag: options.manifestSha256, variables)
        let hasIssuer = policy.tenants != .only([]) || !policy.issuers.isEmpty
        guard let path = options.manifest ?? variables.manifest else {
            try refuseWithoutManifest(options, pin)
            missing = MissingExpectation(
                lacksIssuer: !hasIssuer, lacksAudience: policy.audiences == .only([]))
            return
        }
        let origin = options.manifest == nil ? PolicyVariables.manifestName : "--manifest"
        try refuseUnlikely([path], origin)
        let file = try ManifestFile(path)
        if let pin { try file.refuseUnlessPinned(pin.sha256) }
        let manifest = try file.usable()
        self.manifest = file
        origins.append(("manifest", origin))
        if let pin { origins.append(("manifestSha256", pin.origin)) }
        if !options.operation.isEmpty { origins.append(("operations", "--operation")) }
        // Without an issuer nothing can be narrowed, and the flags are asked for first.
        guard hasIssuer else {
            let hasAudience =
                policy.audiences != .only([])
                || manifest.operations.contains { $0.audiences != nil }
            missing = MissingExpectation(
                lacksIssuer: true, lacksAudience: !hasAudience)
            return
        }
        do throws(NarrowingDefect) {
            policy = try manifest.narrowing(policy, selecting: options.operation)
            noteOrigins(of: manifest)
        } catch {
            if error == .audienceMissing {
                missing = MissingExpectation(
                    lacksIssuer: false, lacksAudience: true)
            } else {
                throw .narrowing(error, file: file)
            }
        }
    }

    /// Names the manifest beside the flag or variable of each part that it narrows.
    private mutating func noteOrigins(of manifest: Manifest) {
        let bounds = manifest.bounds
        let narrowed: [(String, Bool)] = [
            ("tenants", bounds.tenants != nil),
            ("audiences", manifest.operations.contains { $0.audiences != nil }),
            ("clients", bounds.clients != nil),
            ("versions", bounds.versions != nil),
            ("kinds", bounds.kinds != nil),
            ("minimumRemaining", bounds.minimumRemainingSeconds != nil),
            ("maximumLifetime", bounds.maximumLifetimeSeconds != nil),
        ]
        for (part, isNarrowed) in narrowed where isNarrowed {
            if let place = origins.firstIndex(where: { $0.part == part }) {
                origins[place].origin += ", manifest"
            } else {
                origins.append((part, "manifest"))
            }
        }
    }

    private func refuseWithoutManifest(_ options: ExpectationOptions, _ pin: ManifestPin?)
        throws(CommandFault)
    {
        guard !options.operation.isEmpty || pin != nil else { return }
        throw .usage(
            "\(options.operation.isEmpty ? pin?.origin ?? "" : "--operation") without a manifest",
            hint: "name the manifest with --manifest FILE")
    }

    private mutating func setTimes(_ options: ExpectationOptions) {
        policy.minimumRemainingSeconds = options.minRemaining?.seconds
        policy.maximumLifetimeSeconds = options.maxLifetime?.seconds
        if options.minRemaining != nil { origins.append(("minimumRemaining", "--min-remaining")) }
        if options.maxLifetime != nil { origins.append(("maximumLifetime", "--max-lifetime")) }
        if let leeway = options.leeway { policy.leewaySeconds = leeway.seconds }
        origins.append(("leeway", options.leeway == nil ? "default" : "--leeway"))
    }
}
