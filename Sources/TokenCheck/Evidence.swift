internal import JOSE
internal import StrictJSON

/// Everything the checks look at: what was read of the token, and the time.
struct Evidence: Sendable {
    let reading: TokenReading
    let now: Instant
}

// What checks read, where they look for it.
extension Evidence {
    var rules: PolicyRules { reading.rules }
    var policy: Policy { reading.rules.policy }
    var keys: KeySet { reading.keys }
    var tokenDefect: TokenDefect? { reading.tokenDefect }
    var header: JoseHeader? { reading.header }
    var headerDefect: JSONDefect? { reading.headerDefect }
    var payload: JSONDocument? { reading.payload }
    var payloadDefect: JSONDefect? { reading.payloadDefect }
    var claims: ClaimIndex { reading.claims }
    var keySelection: KeySelection { reading.keySelection }
    var signature: SignatureResult? { reading.signature }
    var issuerForm: IssuerForm? { reading.issuerForm }
    var isEntra: Bool { reading.isEntra }
    var kind: KindReading { reading.kind }
    var permissions: PermissionEvidence { reading.permissions }
    var expiresAt: Claim<NumericDate> { reading.expiresAt }
    var notBefore: Claim<NumericDate> { reading.notBefore }
    var issuedAt: Claim<NumericDate> { reading.issuedAt }
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
}
