internal import JOSE
internal import StrictJSON

/// Everything that does not change with the time: the parsed token, the chosen key, the signature's result, the policy.
///
/// Made once for a token; each known claim is found once. A class, so that sixty checks are handed one reference each.
final class TokenReading: Sendable {
    let rules: PolicyRules
    let keys: KeySet
    let tokenDefect: TokenDefect?
    let header: JoseHeader?
    let headerDefect: JSONDefect?
    let payload: JSONDocument?
    let payloadDefect: JSONDefect?
    let claims: ClaimIndex
    let keySelection: KeySelection
    let signature: SignatureResult?
    /// `iss` in Entra ID's form, if it has that.
    let issuerForm: IssuerForm?
    /// Whether the rules that only Entra ID's tokens follow apply (`tid`, `ver`, key issuer, key cloud).
    let isEntra: Bool
    let kind: KindReading
    /// What the token brings to the policy's operations.
    let permissions: PermissionEvidence
    /// `exp`, `nbf` and `iat`, which several checks read.
    let expiresAt: Claim<NumericDate>
    let notBefore: Claim<NumericDate>
    let issuedAt: Claim<NumericDate>

    init(
        on text: Span<UInt8>, keys: KeySet, rules: PolicyRules, memory: inout InspectorMemory
    ) {
        self.rules = rules
        self.keys = keys
        var parts = TokenParts()
        parts.read(text, maximumBytes: rules.policy.maximumTokenBytes, memory: &memory)
        tokenDefect = parts.defect
        header = parts.header
        headerDefect = parts.headerDefect
        payload = parts.payload
        payloadDefect = parts.payloadDefect
        claims = parts.claims
        keySelection = KeySelection(for: parts.header?.keyIDBytes, among: keys)
        issuerForm = parts.payload.flatMap {
            IssuerForm($0, node: parts.claims[.iss], rules: rules)
        }
        isEntra = Self.isEntra(issuerForm, parts.payload, parts.claims[.iss], rules)
        kind = KindReading(payload: parts.payload, claims: parts.claims)
        permissions =
            rules.operations.all.isEmpty
            ? .nothing
            : PermissionEvidence(
                kind: kind.kind, payload: parts.payload, claims: parts.claims, rules: rules)
        expiresAt = Self.date(parts.claims[.exp], in: parts.payload)
        notBefore = Self.date(parts.claims[.nbf], in: parts.payload)
        issuedAt = Self.date(parts.claims[.iat], in: parts.payload)
        signature = parts.signature(
            of: text, by: keySelection, rules: rules, memory: &memory)
    }

    private static func isEntra(
        _ issuerForm: IssuerForm?, _ payload: JSONDocument?, _ iss: Int?, _ rules: PolicyRules
    ) -> Bool {
        if rules.foreignIssuers.isEmpty { return rules.expectsEntra || issuerForm != nil }
        if let iss, let payload, payload.nodes[iss].kind == .string,
            rules.foreignIssuers.contains(where: { payload.string(iss, equals: $0) })
        {
            return false
        }
        return rules.expectsEntra
    }

    /// How many bytes are held by what was read, about: the payload, its nodes, and 1 KiB for the rest.
    var heldBytes: Int {
        (payload.map { $0.bytes.count + $0.nodes.count * MemoryLayout<JSONNode>.stride } ?? 0)
            + (header?.document.bytes.count ?? 0) + 1024
    }

    /// A claim that must be a time.
    private static func date(_ node: Int?, in payload: JSONDocument?) -> Claim<NumericDate> {
        guard let payload, let node else { return .absent }
        guard payload.nodes[node].kind == .number else { return .malformed(.notNumber) }
        do throws(ClaimDefect) {
            return .present(try NumericDate(text: payload.raw(node)))
        } catch {
            return .malformed(error)
        }
    }
}
