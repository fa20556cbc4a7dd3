/// Why a manifest and what else is expected cannot both hold.
public enum NarrowingDefect: Error, Equatable, Sendable {
    /// No operation has this name; those that there are.
    case operationUnknown(String, known: [String])
    /// The manifest is for another cloud than the policy.
    case cloudDiffers(manifest: Cloud, policy: Cloud)
    /// No tenant is accepted by both.
    case tenantsDisjoint
    /// No audience is accepted by both.
    case audiencesDisjoint
    /// Neither names an audience.
    case audienceMissing
    /// No calling application is accepted by both.
    case clientsDisjoint
    /// No kind of token is accepted by both.
    case kindsDisjoint
    /// No token version is accepted by both.
    case versionsDisjoint
    /// A resource that does not exist in the policy's cloud.
    case resourceNotInCloud(String, Cloud)
    /// A life shorter than what must remain of it.
    case lifetimeImpossible(maximumSeconds: Int64, remainingSeconds: Int64)

    /// The defect in one word, for programs.
    public var code: String {
        switch self {
        case .operationUnknown: "operation-unknown"
        case .cloudDiffers: "cloud-differs"
        case .tenantsDisjoint: "tenants-disjoint"
        case .audiencesDisjoint: "audiences-disjoint"
        case .audienceMissing: "audience-missing"
        case .clientsDisjoint: "clients-disjoint"
        case .kindsDisjoint: "kinds-disjoint"
        case .versionsDisjoint: "versions-disjoint"
        case .resourceNotInCloud: "resource-not-in-cloud"
        case .lifetimeImpossible: "lifetime-impossible"
        }
    }
}
