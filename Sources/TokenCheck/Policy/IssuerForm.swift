internal import StrictJSON

/// An `iss` that has the form of the policy's cloud: its version and the bytes of its tenant.
struct IssuerForm: Sendable {
    let version: TokenVersion
    let tenant: [UInt8]

    init?(_ payload: JSONDocument, node: Int?, rules: PolicyRules) {
        guard let node, payload.nodes[node].kind == .string else { return nil }
        let text = payload.text(node)
        if let tenant = Self.tenant(of: text, after: rules.prefixV1, suffix: EntraIssuer.suffixV1) {
            self.tenant = tenant
            version = .v1
        } else if let tenant = Self.tenant(
            of: text, after: rules.prefixV2, suffix: EntraIssuer.suffixV2)
        {
            self.tenant = tenant
            version = .v2
        } else {
            return nil
        }
    }

    private static func tenant(
        of text: ArraySlice<UInt8>, after prefix: [UInt8], suffix: String
    ) -> [UInt8]? {
        guard text.count == prefix.count + GUID.length + suffix.utf8.count,
            text.starts(with: prefix)
        else { return nil }
        let rest = text.dropFirst(prefix.count)
        let tenant = rest.prefix(GUID.length)
        guard rest.dropFirst(GUID.length).elementsEqual(suffix.utf8), GUID.isCanonical(tenant)
        else { return nil }
        return Array(tenant)
    }
}
