/// The hosts that answer for a resource; they are no part of it, so that judging tokens does not carry them along.
private struct APIHosts: Sendable {
    /// For each cloud that has the resource the host of its API.
    let main: [Cloud: String]
    /// Hosts in one region, in GCC, or older ones.
    let others: [String]

    static let known: [String: APIHosts] = [
        "defender-xdr": APIHosts(
            main: [
                .public: "api.security.microsoft.com",
                .usgov: "api-gov.security.microsoft.us",
                .usgovDoD: "api-gov.security.microsoft.us",
            ],
            others: ["api-gcc.security.microsoft.us"] + regional),
        "defender-endpoint": APIHosts(
            main: [
                .public: "api.securitycenter.microsoft.com",
                .usgov: "api-gov.securitycenter.microsoft.us",
                .usgovDoD: "api-gov.securitycenter.microsoft.us",
            ],
            others: [
                "api-gcc.securitycenter.microsoft.us",
                "api-us.securitycenter.microsoft.com",
                "api-eu.securitycenter.microsoft.com",
                "api-uk.securitycenter.microsoft.com",
                "api.securitycenter.windows.com",
                "api.security.microsoft.com",
            ] + regional),
        "graph": APIHosts(
            main: [
                .public: "graph.microsoft.com",
                .usgov: "graph.microsoft.us",
                .usgovDoD: "dod-graph.microsoft.us",
                .china: "microsoftgraph.chinacloudapi.cn",
            ],
            others: ["canary.graph.microsoft.com"]),
    ]

    /// Hosts near to where a tenant's data lies; they answer for both Defender resources.
    private static let regional = [
        "api-us.security.microsoft.com",
        "api-eu.security.microsoft.com",
        "api-uk.security.microsoft.com",
        "us.api.security.microsoft.com",
        "eu.api.security.microsoft.com",
        "uk.api.security.microsoft.com",
        "au.api.security.microsoft.com",
        "swa.api.security.microsoft.com",
    ]
}

extension Resource {
    /// The host of its API in a cloud, such as `api.security.microsoft.com`; nil when the cloud does not have it.
    public func apiHost(in cloud: Cloud) -> String? { APIHosts.known[name]?.main[cloud] }

    /// Every host of its API that is known, in whichever cloud or region.
    ///
    /// One host may serve several resources: the token is for the resource, not for the host.
    public var hosts: [String] {
        var hosts: [String] = []
        for host in Cloud.allCases.compactMap(apiHost) + (APIHosts.known[name]?.others ?? [])
        where !hosts.contains(host) {
            hosts.append(host)
        }
        return hosts
    }
}
