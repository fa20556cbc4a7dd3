internal import TokenCheck

/// What an `aud` is called, as far as it is known.
struct KnownAudience: Sendable {
    /// How an audience names its resource.
    enum Form: Sendable {
        /// The name that is documented.
        case documented
        /// A registered name that a host of the resource may refuse.
        case alias(of: String)
        /// The application id.
        case applicationID
        /// A name of a resource outside the catalogue.
        case other
    }

    /// The resource in words.
    let name: String
    let form: Form

    /// Looks an audience up; nil when nothing is known of it.
    init?(_ audience: String) {
        if let resource = Resource.named(byAudience: audience) {
            name = resource.displayName
            let documented = Cloud.allCases.compactMap { resource.canonicalAudience(in: $0) }
            if documented.contains(where: { $0.isExactly(audience) }) {
                form = .documented
            } else if resource.applicationID.isExactly(audience) {
                form = .applicationID
            } else {
                form = .alias(of: resource.canonicalAudience(in: .public) ?? resource.name)
            }
        } else if audience.isASCII, let name = Self.others[audience] {
            self.name = name
            form = .other
        } else {
            return nil
        }
    }

    /// Resources that are worth a name and have no permissions in the catalogue.
    private static let others = [
        "https://management.azure.com": "Azure Resource Manager",
        "https://management.azure.com/": "Azure Resource Manager",
        "https://management.core.windows.net": "Azure Resource Manager",
        "https://management.core.windows.net/": "Azure Resource Manager",
        "https://foundational.management.azure.net": "Azure Resource Manager",
        "797f4846-ba00-4fd7-ba43-dac1f8f63013": "Azure Resource Manager",
        "https://graph.windows.net": "Azure AD Graph, which is retired",
        "https://graph.windows.net/": "Azure AD Graph, which is retired",
        "00000002-0000-0000-c000-000000000000": "Azure AD Graph, which is retired",
        "00000003-0000-0ff1-ce00-000000000000": "SharePoint Online",
        "00000002-0000-0ff1-ce00-000000000000": "Exchange Online",
        "api://AzureADTokenExchange": "the exchange for an Entra ID token (federated credential)",
    ]
}
