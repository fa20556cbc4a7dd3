/// An API of Microsoft for which tokens are issued, with the names that Entra ID knows it by.
public struct Resource: Sendable, Equatable {
    /// The name it has here.
    public let name: String
    /// What it is called in the portal.
    public let displayName: String
    /// Its name among the applications of a tenant, as it must be typed to be found.
    public let servicePrincipalName: String
    /// Its application id, which is an audience of its own.
    public let applicationID: String
    /// For each cloud that has it the audience to ask for.
    let canonicalAudiences: [Cloud: String]
    /// Every registered name, without the variant that differs by a slash at the end.
    let registeredNames: [String]
    /// Registered names that have no variant with a slash.
    let registeredNamesWithoutSlash: [String]

    /// The audience to ask for in a cloud; nil when the cloud does not have the resource.
    public func canonicalAudience(in cloud: Cloud) -> String? { canonicalAudiences[cloud] }

    /// Every other name that Entra ID may write as `aud`, in order; a host of the resource may refuse some of them.
    public func aliases(in cloud: Cloud) -> [String] {
        let canonical = canonicalAudience(in: cloud)
        let withSlash = registeredNames.flatMap { [$0, $0 + "/"] }
        return (withSlash + registeredNamesWithoutSlash).filter {
            $0 != canonical && $0 != applicationID
        }
    }

    /// Whether an `aud` names this resource in any cloud.
    func isNamed(_ audience: String) -> Bool {
        let audience = audience.utf8
        return
            (registeredNames.flatMap { [$0, $0 + "/"] } + registeredNamesWithoutSlash + [
                applicationID
            ])
            .contains { $0.utf8.elementsEqual(audience) }
    }

    /// The resource with this name.
    public static func named(_ name: String) -> Resource? { all.first { $0.name == name } }

    /// The resource that an `aud` names.
    public static func named(byAudience audience: String) -> Resource? {
        all.first { $0.isNamed(audience) }
    }
}

extension Resource {
    /// The built-in resources.
    public static let all = [defenderXDR, defenderEndpoint, graph]

    /// Microsoft Defender XDR: incidents and advanced hunting.
    public static let defenderXDR = Resource(
        name: "defender-xdr",
        displayName: "Microsoft Defender XDR",
        servicePrincipalName: "Microsoft Threat Protection",
        applicationID: "8ee8fdad-f234-4243-8f3b-15c294843740",
        canonicalAudiences: [
            .public: "https://api.security.microsoft.com",
            .usgov: "https://api-gov.security.microsoft.us",
            .usgovDoD: "https://api-gov.security.microsoft.us",
        ],
        registeredNames: [
            "https://api.security.microsoft.com",
            "https://api-us.security.microsoft.com",
            "https://api-eu.security.microsoft.com",
            "https://api-uk.security.microsoft.com",
            "https://api-gcc.security.microsoft.us",
            "https://api-gov.security.microsoft.us",
            "https://security.microsoft.com/mtp",
        ],
        registeredNamesWithoutSlash: []
    )

    /// Microsoft Defender for Endpoint: machines, alerts, indicators, vulnerabilities.
    public static let defenderEndpoint = Resource(
        name: "defender-endpoint",
        displayName: "Microsoft Defender for Endpoint",
        servicePrincipalName: "WindowsDefenderATP",
        applicationID: "fc780465-2017-40d4-a0c5-307022471b92",
        canonicalAudiences: [
            .public: "https://api.securitycenter.microsoft.com",
            .usgov: "https://api-gov.securitycenter.microsoft.us",
            .usgovDoD: "https://api-gov.securitycenter.microsoft.us",
        ],
        registeredNames: [
            "https://api.securitycenter.microsoft.com",
            "https://api-us.securitycenter.microsoft.com",
            "https://api-eu.securitycenter.microsoft.com",
            "https://api-uk.securitycenter.microsoft.com",
            "https://api-gcc.securitycenter.microsoft.us",
            "https://api-gov.securitycenter.microsoft.us",
            "https://api.securitycenter.windows.com",
            "https://api.securitycenter.windows.us",
            "https://securitycenter.onmicrosoft.com/windowsatpservice",
            "https://securitycenter.microsoft.com/mtp",
            "https://managementapi.securitycenter.windows.com",
            "https://securityoperations.microsoft.com",
            "https://publicapi-prd.trafficmanager.net",
            "https://userrequestsgraphapiep-prd.trafficmanager.net",
        ],
        registeredNamesWithoutSlash: []
    )

    /// Microsoft Graph.
    public static let graph = Resource(
        name: "graph",
        displayName: "Microsoft Graph",
        servicePrincipalName: "Microsoft Graph",
        applicationID: "00000003-0000-0000-c000-000000000000",
        canonicalAudiences: [
            .public: "https://graph.microsoft.com",
            .usgov: "https://graph.microsoft.us",
            .usgovDoD: "https://dod-graph.microsoft.us",
            .china: "https://microsoftgraph.chinacloudapi.cn",
        ],
        registeredNames: [
            "https://graph.microsoft.com",
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "https://canary.graph.microsoft.com",
            "https://microsoftgraph.chinacloudapi.cn",
        ],
        registeredNamesWithoutSlash: [
            "https://ags.windows.net",
            "00000003-0000-0000-c000-000000000000/ags.windows.net",
        ]
    )
}
