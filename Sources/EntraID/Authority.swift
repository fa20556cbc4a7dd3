public import TokenCheck
public import Transport

/// Who issues tokens and publishes the keys for them.
public struct Authority: Sendable {
    /// What the metadata must say of itself.
    enum ExpectedIssuer: Sendable {
        /// Exactly this.
        case exactly(String)
        /// The issuer of some tenant of the cloud; a domain was asked for, and the answer names the GUID.
        case ofAnyTenant
        /// The address with a placeholder for the tenant, as the metadata for many tenants has it.
        case template(String)
    }

    /// Several tenants at once; only together with a list of tenants, or on purpose for any.
    public enum Audience: String, Sendable {
        /// Work, school and personal accounts.
        case common
        /// Work and school accounts.
        case organizations
        /// Personal accounts.
        case consumers
    }

    /// Where the metadata lies.
    public let metadata: AllowedAddress
    /// To which hosts the metadata may lead.
    public let hosts: AllowedHosts
    let expectedIssuer: ExpectedIssuer
    let cloud: Cloud?
    let version: TokenVersion

    /// The authority of one tenant.
    /// - Parameters:
    ///   - tenant: Its GUID, or a domain of it.
    ///   - cloud: The cloud it lives in.
    ///   - version: The version of the metadata; the keys of version 2.0 also verify tokens of version 1.0.
    ///   - applicationID: A resource with signing keys of its own, by its application id.
    /// - Throws: ``AddressDefect`` when the tenant is neither a GUID nor a domain.
    public init(
        tenant: String, cloud: Cloud, version: TokenVersion = .v2, applicationID: String? = nil
    ) throws(AddressDefect) {
        let tenant = tenant.lowercased()
        // A domain becomes part of the path, where dots and slashes would lead elsewhere.
        guard !tenant.contains(".."), tenant.utf8.count <= 253,
            tenant.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
            }),
            GUID.isCanonical(tenant) || tenant.contains(".")
        else { throw .form }
        try self.init(
            segment: tenant, cloud: cloud, version: version, applicationID: applicationID,
            issuer: GUID.isCanonical(tenant)
                ? .exactly(cloud.issuer(ofTenant: tenant, version: version)) : .ofAnyTenant)
    }

    /// The authority for many tenants.
    /// - Parameters:
    ///   - audience: Which accounts.
    ///   - cloud: The cloud they live in.
    ///   - version: The version of the metadata.
    ///   - applicationID: A resource with signing keys of its own, by its application id.
    /// - Throws: ``AddressDefect``, should the application id be none.
    public init(
        _ audience: Audience, cloud: Cloud, version: TokenVersion = .v2,
        applicationID: String? = nil
    ) throws(AddressDefect) {
        let personal = "9188040d-6c67-4c5b-b112-36a304b66dad"
        try self.init(
            segment: audience.rawValue, cloud: cloud, version: version,
            applicationID: applicationID,
            issuer: audience == .consumers
                ? .exactly(cloud.issuer(ofTenant: personal, version: version))
                : .template(cloud.issuer(ofTenant: "{tenantid}", version: version)))
    }

    private init(
        segment: String, cloud: Cloud, version: TokenVersion, applicationID: String?,
        issuer: ExpectedIssuer
    ) throws(AddressDefect) {
        if let applicationID, !GUID.isCanonical(applicationID) { throw .form }
        hosts = AllowedHosts(exact: cloud.authorityHosts)
        let path = "/\(segment)\(version == .v2 ? "/v2.0" : "")/.well-known/openid-configuration"
        metadata = try AllowedAddress(
            "https://\(cloud.authorityHost)\(path)" + (applicationID.map { "?appid=\($0)" } ?? ""),
            hosts: hosts)
        expectedIssuer = issuer
        self.cloud = cloud
        self.version = version
    }

    /// The authority that an issuer names: another provider, Azure AD B2C, External ID.
    /// - Parameter issuer: The exact issuer; the metadata lies below it (OpenID Connect Discovery §4).
    /// - Throws: ``AddressDefect`` when the issuer is no plain HTTPS address.
    public init(issuer: String) throws(AddressDefect) {
        guard !issuer.contains("?") else { throw .form }
        let parts = issuer.split(separator: "/", omittingEmptySubsequences: false)
        let host = parts.count > 2 ? parts[2].prefix { $0 != ":" }.lowercased() : ""
        // Microsoft's services for customers publish keys at a sister host of the issuer's.
        let family = ["b2clogin.com", "b2clogin.us", "b2clogin.cn", "ciamlogin.com"]
            .filter { host.hasSuffix("." + $0) }
        hosts = AllowedHosts(exact: [host], suffixes: family)
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        metadata = try AllowedAddress(base + "/.well-known/openid-configuration", hosts: hosts)
        expectedIssuer = .exactly(issuer)
        cloud = nil
        version = .v2
    }
}

extension Cloud {
    /// The cloud to which an authority's host belongs, by its name of today or an older one.
    /// - Parameter host: The host in lower case; nil for one of no cloud. Both American clouds share theirs: the first.
    public init?(authorityHost host: String) {
        guard let cloud = Cloud.allCases.first(where: { $0.authorityHosts.contains(host) }) else {
            return nil
        }
        self = cloud
    }

    /// The hosts that publish this cloud's metadata and keys.
    var authorityHosts: [String] {
        switch self {
        case .public:
            [authorityHost, "login.windows.net", "login.microsoft.com", "sts.windows.net"]
        case .usgov, .usgovDoD: [authorityHost, "login.usgovcloudapi.net"]
        case .china: [authorityHost, "login.chinacloudapi.cn"]
        }
    }
}
