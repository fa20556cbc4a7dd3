internal import JOSE
internal import StrictJSON

/// A policy made ready for comparing bytes.
final class PolicyRules: Sendable {
    let policy: Policy
    let plan = CheckPlan.standard
    /// Accepted issuers by address, and which of them are not Entra ID's.
    let issuers: [[UInt8]]
    let foreignIssuers: [[UInt8]]
    /// Whether any accepted issuer is Entra ID's.
    let expectsEntra: Bool
    /// Whether issuers of both kinds are accepted.
    var mixesIssuers: Bool { expectsEntra && !foreignIssuers.isEmpty }
    /// The tenants that `tid` may name; nil: any.
    let tenants: [[UInt8]]?
    /// The tenants whose issuers are accepted in both versions; nil: any.
    let issuingTenants: [[UInt8]]?
    let versions: [[UInt8]]
    let clients: [[UInt8]]
    /// Accepted audiences; nil: any.
    let audiences: [[UInt8]]?
    /// Audiences that are accepted with a warning.
    let audienceAliases: [[UInt8]]
    let operations: OperationRules
    let expectsAudience: Bool
    /// Whether the policy names permissions, operations or callers.
    let isNarrow: Bool
    /// What the policy asks of permissions at all.
    let asksForOperations: Bool
    let forbidsPermissions: Bool
    let judgesExcess: Bool
    let asksForDirectoryRoles: Bool
    let asksForPermissions: Bool
    let asksForKind: Bool
    /// Warnings that this policy makes a reason to reject.
    let hardened: CheckPlan.Positions
    /// The kinds that the policy accepts and that some operation serves.
    let acceptedKinds: [TokenKind]
    let prefixV1: [UInt8]
    let prefixV2: [UInt8]
    private let textV1 = Array(TokenVersion.v1.rawValue.utf8)[...]
    private let textV2 = Array(TokenVersion.v2.rawValue.utf8)[...]
    let suffixV1 = Array(EntraIssuer.suffixV1.utf8)
    let suffixV2 = Array(EntraIssuer.suffixV2.utf8)
    let instanceName: [UInt8]
    let leeway: Int64

    init(_ policy: Policy) {
        self.policy = policy
        let cloud = policy.cloud
        prefixV1 = Array(cloud.issuerPrefixV1.utf8)
        prefixV2 = Array(cloud.issuerPrefixV2.utf8)
        instanceName = Array(cloud.instanceName.utf8)
        leeway = min(max(policy.leewaySeconds, 0), 300)
        versions = policy.versions.map { Array($0.rawValue.utf8) }
        clients = policy.clients.map { Array($0.utf8) }
        operations = OperationRules(policy)
        expectsAudience = !policy.expectsNoAudience
        isNarrow = !(policy.operations.isEmpty && policy.clients.isEmpty)
        asksForOperations = !policy.operations.isEmpty
        forbidsPermissions = policy.forbidden != ForbiddenPermissions()
        judgesExcess = (policy.excess?.level ?? .ignore) != .ignore
        asksForDirectoryRoles = policy.operations.contains { $0.directoryRoles != nil }
        asksForPermissions = asksForOperations || forbidsPermissions || judgesExcess
        asksForKind = asksForPermissions || policy.kinds != nil
        hardened = policy.excess?.level == .fail ? CheckPlan.standard.excess : 0
        let listed = policy.kinds ?? [.application, .delegated]
        acceptedKinds =
            policy.operations.isEmpty
            ? listed
            : listed.filter { kind in policy.operations.contains { $0.need(of: kind) != nil } }

        // A token without a name for its issuer must not meet an issuer that somebody left empty.
        let named = policy.issuers.filter { !$0.isEmpty }
        issuers = named.map { Array($0.utf8) }
        let entraIssuers = named.compactMap(EntraIssuer.init)
        foreignIssuers = named.filter { EntraIssuer($0) == nil }.map { Array($0.utf8) }
        switch policy.tenants {
        case .any:
            (tenants, issuingTenants) = (nil, nil)
            expectsEntra = true
        case .only(let listed):
            let sound = listed.filter(GUID.isCanonical)
            issuingTenants = sound.map { Array($0.utf8) }
            tenants = (sound + entraIssuers.map(\.tenant)).map { Array($0.utf8) }
            expectsEntra = !listed.isEmpty || !entraIssuers.isEmpty
        }
        let names = policy.acceptedAudiences
        audiences = names.map { $0.accepted.map { Array($0.utf8) } }
        audienceAliases = names?.aliases.map { Array($0.utf8) } ?? []
    }

    /// Whether the policy lists this tenant by its GUID.
    func isListed(_ tenant: ArraySlice<UInt8>) -> Bool {
        issuingTenants?.contains { $0.span.isSame(as: tenant.span) } ?? false
    }

    /// What `ver` is in tokens of a version.
    func text(of version: TokenVersion) -> ArraySlice<UInt8> {
        switch version {
        case .v1: textV1
        case .v2: textV2
        }
    }

    /// The algorithm that a header names, if the policy accepts it.
    func scheme(of header: JoseHeader) -> SignatureScheme? {
        header.scheme.flatMap { policy.algorithms.contains($0) ? $0 : nil }
    }
}
