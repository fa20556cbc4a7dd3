internal import JOSE
internal import StrictJSON

/// Everything the checks look at: the parsed token, the chosen key, the signature's result, the policy and the time.
///
/// Made once for a token; each known claim is found once. A class, so that sixty checks are handed one reference each.
final class Evidence: Sendable {
    let rules: PolicyRules
    let keys: KeySet
    let now: Instant
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
    let kind: KindReading
    /// What the token brings to the policy's operations.
    let permissions: PermissionEvidence
    /// `exp`, `nbf` and `iat`, which several checks read.
    let expiresAt: Claim<NumericDate>
    let notBefore: Claim<NumericDate>
    let issuedAt: Claim<NumericDate>

    var policy: Policy { rules.policy }

    init(
        on text: Span<UInt8>, keys: KeySet, rules: PolicyRules, now: Instant,
        memory: inout InspectorMemory
    ) {
        self.rules = rules
        self.keys = keys
        self.now = now
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
        kind = KindReading(payload: parts.payload, claims: parts.claims)
        permissions =
            rules.operations.all.isEmpty
            ? .nothing
            : PermissionEvidence(
                kind: kind.kind, payload: parts.payload, claims: parts.claims, rules: rules)
        expiresAt = Self.date(parts.claims[.exp], in: parts.payload)
        notBefore = Self.date(parts.claims[.nbf], in: parts.payload)
        issuedAt = Self.date(parts.claims[.iat], in: parts.payload)
        signature = parts.signature(by: keySelection, rules: rules, memory: &memory)
    }

    /// Whether the rules that only Entra ID's tokens follow apply (`tid`, `ver`, key issuer, key cloud).
    var isEntra: Bool {
        if rules.foreignIssuers.isEmpty { return rules.expectsEntra || issuerForm != nil }
        if let iss = claims[.iss], let payload, payload.nodes[iss].kind == .string,
            rules.foreignIssuers.contains(where: { payload.string(iss, equals: $0) })
        {
            return false
        }
        return rules.expectsEntra
    }
}

// Claims by name, each judged by the kind of value it must have.
extension Evidence {
    /// A claim that must be a string; what is given back is its node.
    func text(_ name: ClaimName) -> Claim<Int> {
        guard let payload, let node = claims[name] else { return .absent }
        return payload.nodes[node].kind == .string ? .present(node) : .malformed(.notText)
    }

    /// The bytes of a claim that is a string, its escapes resolved.
    func bytes(_ name: ClaimName) -> ArraySlice<UInt8>? {
        guard let payload, let node = text(name).value else { return nil }
        return payload.text(node)
    }

    /// The text of a claim, for people; nil when it is no string.
    func string(_ name: ClaimName) -> String? {
        guard let payload, let node = text(name).value else { return nil }
        return payload.string(node)
    }

    /// Whether a claim is exactly this string.
    func isText(_ name: ClaimName, _ expected: ArraySlice<UInt8>) -> Bool {
        guard let payload, let node = text(name).value else { return false }
        return payload.string(node, equals: expected)
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
