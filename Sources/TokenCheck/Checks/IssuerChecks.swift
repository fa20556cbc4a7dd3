internal import JOSE
internal import StrictJSON

// Who issued the token, and whether its key may speak for that issuer.
extension Check {
    static let issuerAccepted = Check(
        code: "iss-accepted",
        meaning: "iss is exactly an issuer that the policy accepts",
        reference: "RFC 8725 §3.8, RFC 7519 §4.1.1",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: { !$0.policy.expectsNoIssuer }
    ) { evidence in
        switch evidence.text(.iss) {
        case .absent: return .violated(.absent(at: "/payload/iss"))
        case .malformed(let defect): return .violated(.malformed(at: "/payload/iss", defect))
        case .present(let node):
            guard let payload = evidence.payload else { return .undecided(.plain) }
            let rules = evidence.rules
            if rules.issuers.contains(where: { payload.string(node, equals: $0) }) {
                return .satisfied
            }
            if let form = evidence.issuerForm,
                rules.issuingTenants == nil || rules.isListed(form.tenant)
            {
                return .satisfied
            }
            return .violated(
                .unequal(
                    at: "/payload/iss", expected: .texts(evidence.policy.acceptedIssuers),
                    actual: .text(payload.string(node))))
        }
    }

    static let tenantAccepted = Check(
        code: "tid-accepted",
        meaning: "tid is the GUID of a tenant that the policy accepts",
        reference: "Entra ID claims validation",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: { $0.isEntra && $0.rules.expectsEntra }
    ) { evidence in
        switch evidence.text(.tid) {
        case .absent: return .violated(.absent(at: "/payload/tid"))
        case .malformed(let defect): return .violated(.malformed(at: "/payload/tid", defect))
        case .present(let node):
            guard let payload = evidence.payload else { return .undecided(.plain) }
            let tenants = evidence.rules.tenants
            if let tenants, tenants.contains(where: { payload.string(node, equals: $0) }) {
                return .satisfied
            }
            guard GUID.isCanonical(payload.text(node)) else {
                return .violated(.malformed(at: "/payload/tid", .notIdentifier))
            }
            guard tenants == nil else {
                return .violated(
                    .unequal(
                        at: "/payload/tid",
                        expected: .texts(
                            (tenants ?? []).map { String(decoding: $0, as: UTF8.self) }),
                        actual: .text(payload.string(node))))
            }
            return .satisfied(.anything)
        }
    }

    static let versionAccepted = Check(
        code: "ver-accepted",
        meaning: "ver is a token version that the policy accepts",
        reference: "Entra ID access token claims",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: { $0.isEntra }
    ) { evidence in
        switch evidence.text(.ver) {
        case .absent: return .violated(.absent(at: "/payload/ver"))
        case .malformed(let defect): return .violated(.malformed(at: "/payload/ver", defect))
        case .present(let node):
            guard let payload = evidence.payload else { return .undecided(.plain) }
            guard evidence.rules.versions.contains(where: { payload.string(node, equals: $0) })
            else {
                return .violated(
                    .unequal(
                        at: "/payload/ver",
                        expected: .texts(evidence.policy.versions.map(\.rawValue)),
                        actual: .text(payload.string(node))))
            }
            return .satisfied
        }
    }

    static let issuerTenantAgree = Check(
        code: "iss-tid-agree",
        meaning: "the tenant inside iss is tid",
        reference: "Entra ID claims validation",
        checkClass: .trust,
        needs: ["iss-accepted", "tid-accepted"],
        isRequired: { $0.isEntra }
    ) { evidence in
        let tenant = evidence.issuerForm?.tenant ?? [][...]
        guard evidence.isText(.tid, tenant) else {
            return .violated(
                .unequal(
                    at: "/payload/tid",
                    expected: .text(String(decoding: tenant, as: UTF8.self)),
                    actual: .text(evidence.string(.tid) ?? "")))
        }
        return .satisfied
    }

    static let issuerVersionAgree = Check(
        code: "iss-ver-agree",
        meaning: "iss has the form of the version that ver names",
        reference: "Entra ID access tokens, v1.0 and v2.0",
        checkClass: .trust,
        needs: ["iss-accepted", "ver-accepted"],
        isRequired: { $0.isEntra }
    ) { evidence in
        let form = evidence.issuerForm
        guard evidence.isText(.ver, form.map { evidence.rules.text(of: $0.version) } ?? [][...])
        else {
            let version = form?.version.rawValue ?? ""
            return .violated(
                .unequal(
                    at: "/payload/ver", expected: .text(version),
                    actual: .text(evidence.string(.ver) ?? "")))
        }
        return .satisfied
    }

    static let keyIssuer = Check(
        code: "key-issuer",
        meaning: "the key may sign for this issuer",
        reference: "Entra ID claims validation, signing key issuer",
        checkClass: .trust,
        needs: ["key-usable", "iss-tid-agree", "iss-ver-agree"],
        isRequired: { $0.isEntra || $0.rules.mixesIssuers }
    ) { evidence in
        guard let payload = evidence.payload else { return .undecided(.plain) }
        let tenant = evidence.text(.tid).value.map { payload.text($0) } ?? []
        let issuer = evidence.text(.iss).value.map { payload.text($0) } ?? []
        let rules = evidence.rules
        let isV1 = evidence.issuerForm?.version == .v1
        let wrong = evidence.keySelection.firstEntry { key in
            guard let template = key.issuerTemplate else { return false }
            if template.isFilled(with: tenant, giving: issuer) { return false }
            // A version 1.0 token is also signed with keys of the version 2.0 list, which only names the v2 issuer.
            return !isV1
                || !template.isFilled(with: tenant, giving: rules.prefixV2, and: rules.suffixV2)
        }
        if let template = wrong?.issuerTemplate {
            return .violated(
                .unequal(
                    at: "/payload/iss",
                    expected: .text(template.filled(with: String(decoding: tenant, as: UTF8.self))),
                    actual: .text(String(decoding: issuer, as: UTF8.self))))
        }
        // Where issuers of two kinds are expected, a key of which nothing is said may belong to the other one.
        if rules.mixesIssuers, evidence.isEntra,
            evidence.keySelection.firstEntry(where: { $0.issuerTemplate != nil }) == nil
        {
            return .undecided(.plain)
        }
        return .satisfied
    }

    static let keyCloud = Check(
        code: "key-cloud",
        meaning: "the key belongs to the policy's cloud",
        reference: "Entra ID metadata, cloud_instance_name",
        checkClass: .trust,
        needs: ["key-usable"],
        isRequired: { $0.isEntra }
    ) { evidence in
        let name = evidence.rules.instanceName
        let other = evidence.keySelection.firstEntry {
            $0.cloudInstanceBytes.map { $0 != name } ?? false
        }
        guard let instance = other?.cloudInstanceBytes else { return .satisfied }
        return .violated(
            .unequal(
                at: "/header/kid", expected: .text(evidence.policy.cloud.instanceName),
                actual: .text(String(decoding: instance, as: UTF8.self))))
    }
}

extension Policy {
    /// The issuers that are accepted, for people.
    public var acceptedIssuers: [String] {
        switch tenants {
        case .any:
            issuers + TokenVersion.allCases.map { cloud.issuer(ofTenant: "<tenant>", version: $0) }
        case .only(let tenants):
            issuers
                + tenants.flatMap { tenant in
                    TokenVersion.allCases.map { cloud.issuer(ofTenant: tenant, version: $0) }
                }
        }
    }
}
