internal import StrictJSON

/// The permissions that a token holds in the claim of its kind.
struct HeldPermissions {
    private let payload: JSONDocument?
    private let node: Int?
    private let isList: Bool
    /// The claim they stand in, as a JSON pointer.
    let place: String

    init(_ evidence: Evidence) {
        self.init(kind: evidence.kind.kind, payload: evidence.payload, claims: evidence.claims)
    }

    init(kind: TokenKind, payload: JSONDocument?, claims: ClaimIndex) {
        self.payload = payload
        isList = kind == .application
        node = claims[isList ? .roles : .scp]
        place = isList ? "/payload/roles" : "/payload/scp"
    }

    /// What an agent identity's app-only token has as `scp`.
    private static let nothing = Array("/".utf8)

    /// Calls the body with each name, in the token's order; an `scp` of `/` holds nothing.
    func forEachName(_ body: (ArraySlice<UInt8>) -> Void) {
        guard let payload, let node else { return }
        if isList {
            guard payload.nodes[node].kind == .array else { return }
            payload.forEachElement(of: node) {
                if payload.nodes[$0].kind == .string { body(payload.text($0)) }
                return true
            }
        } else if payload.nodes[node].kind == .string {
            let text = payload.text(node)
            guard !text.elementsEqual(Self.nothing) else { return }
            var start = text.startIndex
            for place in text.indices where text[place] == UInt8(ascii: " ") {
                if place > start { body(text[start..<place]) }
                start = place + 1
            }
            if text.endIndex > start { body(text[start...]) }
        }
    }

    /// The names as text, in the token's order, repetitions included.
    var names: [String] {
        var names: [String] = []
        forEachName { names.append(String(decoding: $0, as: UTF8.self)) }
        return names
    }
}

/// What a token brings to the operations of a policy.
struct PermissionEvidence: Sendable {
    /// Of the permissions that the policy names those that the token holds.
    let held: PermissionSet
    /// Whether it holds others, too.
    let holdsUnnamed: Bool
    /// Of the directory roles that the policy names those that the user has; nil: `wids` is no list of texts.
    let directoryRoles: PermissionSet?
    /// For each group of audiences whether the token is for it; nil: every operation is judged, because they are all
    /// for one group, or because the token is for none that is accepted.
    private let openDoors: [Bool]?

    /// Brings nothing.
    static let nothing = PermissionEvidence()

    private init() {
        held = PermissionSet()
        holdsUnnamed = true
        directoryRoles = PermissionSet()
        openDoors = nil
    }

    init(kind: TokenKind, payload: JSONDocument?, claims: ClaimIndex, rules: PolicyRules) {
        var held = PermissionSet()
        var holdsUnnamed = false
        HeldPermissions(kind: kind, payload: payload, claims: claims).forEachName {
            if let number = rules.operations.permissions.number(of: $0) {
                held.insert(number)
            } else {
                holdsUnnamed = true
            }
        }
        self.held = held
        self.holdsUnnamed = holdsUnnamed
        directoryRoles =
            rules.asksForDirectoryRoles
            ? Self.directoryRoles(payload, claims, rules) : PermissionSet()
        guard rules.operations.hasSeveralDoors else {
            openDoors = nil
            return
        }
        let audiences = TokenAudiences(payload, claims)
        openDoors =
            audiences.isAccepted(by: rules)
            ? rules.operations.doors.map { door in audiences.first { $0.isAmong(door) } != nil }
            : nil
    }

    private static func directoryRoles(
        _ payload: JSONDocument?, _ claims: ClaimIndex, _ rules: PolicyRules
    ) -> PermissionSet? {
        var roles = PermissionSet()
        guard let payload, let node = claims[.wids] else { return roles }
        var areTexts = payload.nodes[node].kind == .array
        guard areTexts else { return nil }
        payload.forEachElement(of: node) {
            areTexts = payload.nodes[$0].kind == .string
            if areTexts, let number = rules.operations.permissions.number(of: payload.text($0)) {
                roles.insert(number)
            }
            return areTexts
        }
        return areTexts ? roles : nil
    }

    /// Whether the token is for the resource of an operation.
    func opens(_ rule: OperationRule) -> Bool {
        guard let openDoors, let door = rule.door else { return true }
        return openDoors[door]
    }
}
