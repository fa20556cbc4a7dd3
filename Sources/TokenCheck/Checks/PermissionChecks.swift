internal import StrictJSON

// What the token grants.
extension Check {
    static let kindKnown = Check(
        code: "kind-known",
        meaning: "the claims tell an application's own token from one on behalf of a user",
        reference: "Entra ID access token claims, idtyp and scp",
        checkClass: .undecided,
        needs: ["access-token"],
        isRequired: { $0.asksForKind }
    ) { evidence in
        switch evidence.kind {
        case .application, .delegated: .satisfied
        case .contradictory: .undecided(.kindUnknown(contradiction: true))
        case .unknown: .undecided(.kindUnknown(contradiction: false))
        }
    }

    static let kindAccepted = Check(
        code: "kind-accepted",
        meaning: "that kind of token is accepted",
        reference: "the policy",
        checkClass: .permission,
        needs: ["kind-known"],
        isRequired: { $0.asksForKind }
    ) { evidence in
        let accepted = evidence.rules.acceptedKinds
        let kind = evidence.kind.kind
        guard accepted.contains(kind) else {
            return .violated(.kind(expected: accepted, actual: kind))
        }
        return .satisfied
    }

    static let rolesShape = Check(
        code: "roles-shape",
        meaning: "roles is an array of strings",
        reference: "Entra ID access token claims",
        checkClass: .permission,
        needs: ["kind-known"],
        isRequired: { $0.asksForPermissions && $0.kind.kind == .application }
    ) { evidence in
        guard let payload = evidence.payload, let node = evidence.claims[.roles] else {
            return .satisfied
        }
        var areTexts = payload.nodes[node].kind == .array
        if areTexts {
            payload.forEachElement(of: node) {
                areTexts = payload.nodes[$0].kind == .string
                return areTexts
            }
        }
        return areTexts ? .satisfied : .violated(.malformed(at: "/payload/roles", .notList))
    }

    static let scopesShape = Check(
        code: "scopes-shape",
        meaning: "scp is one string of names separated by single blanks",
        reference: "Entra ID access token claims",
        checkClass: .permission,
        needs: ["kind-known"],
        isRequired: { $0.asksForPermissions && $0.kind.kind == .delegated }
    ) { evidence in
        switch evidence.text(.scp) {
        case .absent: return .satisfied
        case .malformed(let defect): return .violated(.malformed(at: "/payload/scp", defect))
        case .present(let node):
            guard let text = evidence.payload?.text(node), !text.isEmpty else { return .satisfied }
            var previous = UInt8(ascii: " ")
            for byte in text {
                if byte == UInt8(ascii: " "), previous == byte {
                    return .violated(.malformed(at: "/payload/scp", .spacing))
                }
                previous = byte
            }
            guard previous != UInt8(ascii: " ") else {
                return .violated(.malformed(at: "/payload/scp", .spacing))
            }
            return .satisfied
        }
    }

    static let permissionsHeld = Check(
        code: "permissions-held",
        meaning: "the token holds what the operation needs",
        reference: "the policy",
        checkClass: .permission,
        needs: ["kind-accepted", "roles-shape", "scopes-shape"],
        isRequired: { $0.asksForPermissions },
        evaluateEachOperation: { evidence, rule in
            let kind = evidence.kind.kind
            guard let need = rule.rule(of: kind), let named = rule.operation.need(of: kind) else {
                return .violated(.kindNotServed(kind))
            }
            let held = HeldPermissions(evidence)
            guard !need.isMet(by: held.contains) else { return .satisfied }
            return .violated(.permissions(at: held.place, need: named, held: held.names))
        }
    )

    // The three that only a manifest can ask for; flags cannot.

    static let permissionsForbidden = Check(
        code: "permissions-forbidden",
        meaning: "the token holds nothing that the manifest forbids",
        reference: "the permissions manifest",
        checkClass: .permission,
        needs: ["kind-known", "roles-shape", "scopes-shape"],
        isRequired: { _ in false }
    ) { _ in .satisfied }

    static let permissionsMinimal = Check(
        code: "permissions-minimal",
        meaning: "the token holds nothing beyond what the manifest needs and allows",
        reference: "the permissions manifest",
        checkClass: .warning,
        needs: ["kind-known", "roles-shape", "scopes-shape"],
        isRequired: { _ in false }
    ) { _ in .satisfied }

    static let directoryRolesHeld = Check(
        code: "directory-roles-held",
        meaning: "the user holds the directory role that the operation asks",
        reference: "the permissions manifest",
        checkClass: .permission,
        needs: ["kind-accepted"],
        isRequired: { _ in false }
    ) { _ in .satisfied }

    static let policyNarrow = Check(
        code: "policy-narrow",
        meaning: "the policy asks for permissions or callers, so that not every application passes",
        reference: "Entra ID client credentials, access control lists",
        checkClass: .warning
    ) { evidence in
        evidence.policy.operations.isEmpty && evidence.policy.clients.isEmpty
            ? .violated(.plain) : .satisfied
    }
}

extension Evidence {
    var asksForPermissions: Bool { !policy.operations.isEmpty }
    var asksForKind: Bool { asksForPermissions || policy.kinds != nil }
}

/// The permissions that a token holds in the claim of its kind.
struct HeldPermissions {
    private let payload: JSONDocument?
    private let node: Int?
    private let isList: Bool
    /// The claim they stand in, as a JSON pointer.
    let place: String

    init(_ evidence: Evidence) {
        payload = evidence.payload
        isList = evidence.kind.kind == .application
        node = evidence.claims[isList ? .roles : .scp]
        place = isList ? "/payload/roles" : "/payload/scp"
    }

    /// What an agent identity's app-only token has as `scp`.
    private static let nothing = Array("/".utf8)

    /// Whether the token holds the permission of exactly this name.
    func contains(_ name: [UInt8]) -> Bool {
        guard let payload, let node, name != Self.nothing else { return false }
        var isHeld = false
        if isList {
            guard payload.nodes[node].kind == .array else { return false }
            payload.forEachElement(of: node) {
                isHeld = payload.nodes[$0].kind == .string && payload.string($0, equals: name)
                return !isHeld
            }
        } else if payload.nodes[node].kind == .string {
            isHeld = payload.text(node).split(separator: UInt8(ascii: " ")).contains {
                $0.elementsEqual(name)
            }
        }
        return isHeld
    }

    /// The names as text, in the token's order; an `scp` of `/` holds nothing.
    var names: [String] {
        guard let payload, let node else { return [] }
        let value = JSONValue(document: payload, index: node)
        if isList { return value.elements.compactMap(\.string) }
        let names = (value.string ?? "").split(separator: " ").map(String.init)
        return names == ["/"] ? [] : names
    }
}
