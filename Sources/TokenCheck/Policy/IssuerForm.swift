internal import StrictJSON

/// An `iss` that has the form of the policy's cloud: its version and the bytes of its tenant.
struct IssuerForm: Sendable {
    let version: TokenVersion
    let tenant: ArraySlice<UInt8>

    init?(_ payload: JSONDocument, node: Int?, rules: PolicyRules) {
        guard let node, payload.nodes[node].kind == .string else { return nil }
        let text = payload.text(node)
        if let tenant = Self.tenant(of: text, rules.prefixV1, rules.suffixV1, rules) {
            self.tenant = tenant
            version = .v1
        } else if let tenant = Self.tenant(of: text, rules.prefixV2, rules.suffixV2, rules) {
            self.tenant = tenant
            version = .v2
        } else {
            return nil
        }
    }

    private static func tenant(
        of text: ArraySlice<UInt8>, _ prefix: [UInt8], _ suffix: [UInt8], _ rules: PolicyRules
    ) -> ArraySlice<UInt8>? {
        guard text.count == prefix.count + GUID.length + suffix.count else { return nil }
        let start = text.prefix(prefix.count)
        let end = text.suffix(suffix.count)
        guard start.span.isSame(as: prefix.span), end.span.isSame(as: suffix.span) else {
            return nil
        }
        let tenant = text.dropFirst(prefix.count).prefix(GUID.length)
        return rules.isListed(tenant) || GUID.isCanonical(tenant) ? tenant : nil
    }
}
