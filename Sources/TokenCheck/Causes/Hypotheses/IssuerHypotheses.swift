// Who issued the token is not who was expected.
extension Hypothesis {
    static let issuers = [cloud, version, tenant, customers]

    /// The clouds share neither keys nor issuers of version 2.0; of version 1.0 the key tells.
    private static let cloud = Hypothesis(
        code: "iss-cloud", explains: ["iss-accepted", "key-cloud"]
    ) { file in
        guard let cloud = file.otherCloud else { return nil }
        return Suspicion(
            .cloud(expected: file.policy.cloud, actual: cloud),
            trial: file.assuming { $0.policy.move(to: cloud) }, .strong, turning: .proof)
    }

    private static let version = Hypothesis(
        code: "iss-version", explains: ["iss-accepted", "ver-accepted"]
    ) { file in
        guard let issuer = file.text("iss"), let form = EntraIssuer(issuer),
            form.clouds.contains(file.policy.cloud), file.text("ver") == form.version.rawValue,
            file.policy.names(tenant: form.tenant)
        else { return nil }
        let expected = file.policy.acceptedVersions(of: form.tenant)
        guard !expected.contains(form.version) else { return nil }
        return Suspicion(
            .version(expected: expected, actual: form.version, issuer: issuer),
            trial: file.assuming {
                $0.policy.versions = TokenVersion.allCases
                $0.policy.add(tenant: form.tenant)
            })
    }

    private static let tenant = Hypothesis(
        code: "iss-tenant", explains: ["iss-accepted", "tid-accepted"]
    ) { file in
        guard let issuer = file.text("iss"), let form = EntraIssuer(issuer),
            form.clouds.contains(file.policy.cloud), file.policy.expectsEntra,
            !file.policy.names(tenant: form.tenant)
        else { return nil }
        return Suspicion(
            .tenant(expected: file.policy.namedTenants, actual: form.tenant),
            trial: file.assuming { $0.policy.add(tenant: form.tenant) })
    }

    /// Azure AD B2C and External ID sign customers in; they are accepted by their exact address only.
    private static let customers = Hypothesis(code: "iss-b2c", explains: ["iss-accepted"]) { file in
        guard let issuer = file.text("iss"), EntraIssuer(issuer) == nil,
            let host = issuer.httpsHost,
            ["b2clogin.com", "b2clogin.cn", "b2clogin.us", "b2clogin.de", "ciamlogin.com"]
                .contains(where: { host.hasSuffix("." + $0) })
        else { return nil }
        return Suspicion(.customerIssuer(issuer), .strong)
    }
}

extension CaseFile {
    /// The cloud that the issuer or the key names, if it is not the policy's.
    fileprivate var otherCloud: Cloud? {
        let expected = policy.cloud
        if case .unequal(_, _, .text(let instance))? = failure(of: "key-cloud")?.detail {
            return Cloud.allCases.first {
                $0 != expected && $0.instanceName == instance
            }
        }
        guard let clouds = text("iss").flatMap(EntraIssuer.init)?.clouds, !clouds.contains(expected)
        else { return nil }
        return clouds.first
    }
}

extension Policy {
    fileprivate var expectsEntra: Bool {
        tenants != .only([]) || issuers.contains { EntraIssuer($0) != nil }
    }

    /// The tenants that are accepted by their GUID or by an issuer's address.
    fileprivate var namedTenants: [String] {
        let byAddress = issuers.compactMap { EntraIssuer($0)?.tenant }
        switch tenants {
        case .any: return byAddress
        case .only(let listed): return listed + byAddress.filter { !listed.contains($0) }
        }
    }

    fileprivate func names(tenant: String) -> Bool {
        tenants == .any || namedTenants.contains(tenant)
    }

    /// The versions of a tenant's issuers that are accepted.
    fileprivate func acceptedVersions(of tenant: String) -> [TokenVersion] {
        let isListed: Bool
        switch tenants {
        case .any: isListed = true
        case .only(let listed): isListed = listed.contains(tenant)
        }
        return versions.filter { version in
            isListed
                || issuers.contains {
                    EntraIssuer($0).map { $0.tenant == tenant && $0.version == version } ?? false
                }
        }
    }

    fileprivate mutating func add(tenant: String) {
        guard case .only(let listed) = tenants, !listed.contains(tenant) else { return }
        tenants = .only(listed + [tenant])
    }

    /// Expects the same tenants in another cloud, those named by an address included.
    fileprivate mutating func move(to cloud: Cloud) {
        self.cloud = cloud
        for tenant in issuers.compactMap({ EntraIssuer($0)?.tenant }) { add(tenant: tenant) }
    }
}

extension String {
    /// The host of an `https` address in its plainest form; nil for anything else.
    var httpsHost: String? {
        let scheme = "https://"
        guard hasPrefix(scheme) else { return nil }
        let host = dropFirst(scheme.count).prefix { $0 != "/" }
        return host.isEmpty || host.contains("@") ? nil : String(host)
    }
}
