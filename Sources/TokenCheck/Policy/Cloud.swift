/// One of Microsoft's clouds; their tenants, keys and API hosts are separate.
public enum Cloud: String, Sendable, CaseIterable {
    /// The public cloud, GCC included.
    case `public`
    /// US Government, GCC High.
    case usgov
    /// US Government, DoD.
    case usgovDoD = "usgov-dod"
    /// China, operated by 21Vianet.
    case china

    /// The host that signs users in and publishes keys.
    public var authorityHost: String {
        switch self {
        case .public: "login.microsoftonline.com"
        case .usgov, .usgovDoD: "login.microsoftonline.us"
        case .china: "login.partner.microsoftonline.cn"
        }
    }

    /// What stands before the tenant in the issuer of a version 1.0 token; three clouds share one.
    var issuerPrefixV1: String {
        switch self {
        case .public, .usgov, .usgovDoD: "https://sts.windows.net/"
        case .china: "https://sts.chinacloudapi.cn/"
        }
    }

    /// What stands before the tenant in the issuer of a version 2.0 token.
    var issuerPrefixV2: String { "https://\(authorityHost)/" }

    /// The `cloud_instance_name` of the cloud's keys; GCC High and DoD share one.
    package var instanceName: String {
        switch self {
        case .public: "microsoftonline.com"
        case .usgov, .usgovDoD: "microsoftonline.us"
        case .china: "partner.microsoftonline.cn"
        }
    }

    /// The issuer of a tenant's tokens.
    /// - Parameters:
    ///   - tenant: The tenant's GUID in lower case.
    ///   - version: The token version.
    /// - Returns: The exact text of `iss`.
    public func issuer(ofTenant tenant: String, version: TokenVersion) -> String {
        switch version {
        case .v1: issuerPrefixV1 + tenant + EntraIssuer.suffixV1
        case .v2: issuerPrefixV2 + tenant + EntraIssuer.suffixV2
        }
    }
}

/// The version of an Entra ID access token, claim `ver`.
public enum TokenVersion: String, Sendable, CaseIterable {
    /// `1.0`
    case v1 = "1.0"
    /// `2.0`
    case v2 = "2.0"
}
