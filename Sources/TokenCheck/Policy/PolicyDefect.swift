/// Why a policy makes no sense.
public enum PolicyDefect: Error, Equatable, Sendable {
    /// A tenant that is not a GUID in lower case.
    case tenantNotIdentifier(String)
    /// A calling application that is not a GUID in lower case.
    case clientNotIdentifier(String)
    /// An issuer without a name.
    case issuerEmpty
    /// An issuer with the placeholder of multi-tenant metadata in it.
    case issuerTemplate(String)
    /// An issuer that Entra ID writes in other clouds than the policy's.
    case issuerOfOtherCloud(String, Cloud)
    /// A resource that does not exist in the policy's cloud.
    case resourceNotInCloud(String, Cloud)
    /// A leeway outside 0 to 300 seconds.
    case leeway(Int64)
}

extension Policy {
    /// What makes no sense in this policy.
    ///
    /// A report never accepts more because of a defect: names of the wrong form match nothing, and a leeway outside its
    /// bounds is brought back into them.
    public var defects: [PolicyDefect] {
        var defects: [PolicyDefect] = []
        if case .only(let tenants) = tenants {
            defects += tenants.filter { !GUID.isCanonical($0) }.map(
                PolicyDefect.tenantNotIdentifier)
        }
        defects += clients.filter { !GUID.isCanonical($0) }.map(PolicyDefect.clientNotIdentifier)
        for issuer in issuers {
            if issuer.isEmpty {
                defects.append(.issuerEmpty)
            } else if issuer.contains("{tenantid}") {
                defects.append(.issuerTemplate(issuer))
            } else if let entra = EntraIssuer(issuer), !entra.clouds.contains(cloud),
                let other = entra.clouds.first
            {
                defects.append(.issuerOfOtherCloud(issuer, other))
            }
        }
        if case .resource(let resource) = audiences, resource.canonicalAudience(in: cloud) == nil {
            defects.append(.resourceNotInCloud(resource.name, cloud))
        }
        if !(0...300).contains(leewaySeconds) { defects.append(.leeway(leewaySeconds)) }
        return defects
    }
}
