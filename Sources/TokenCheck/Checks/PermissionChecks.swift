internal import StrictJSON

// What the token grants.
extension Check {
    static let kindKnown = Check(
        code: "kind-known",
        meaning: "the claims tell an application's own token from one on behalf of a user",
        reference: "Entra ID access token claims, idtyp and scp",
        checkClass: .undecided,
        needs: ["access-token"],
        isRequired: { $0.rules.asksForKind }
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
        isRequired: { $0.rules.asksForKind }
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
        isRequired: { $0.rules.asksForPermissions && $0.kind.kind == .application }
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
        isRequired: { $0.rules.asksForPermissions && $0.kind.kind == .delegated }
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
        isRequired: { $0.rules.asksForOperations },
        ofNone: .violated(.noOperation),
        evaluateEachOperation: { evidence, rule in
            guard evidence.permissions.opens(rule) else { return evidence.otherDoor(rule) }
            let kind = evidence.kind.kind
            guard let need = rule.need(of: kind), let named = rule.operation.need(of: kind) else {
                return .violated(.kindNotServed(kind))
            }
            guard
                !evidence.rules.operations.permissions.isMet(need, by: evidence.permissions.held)
            else { return .satisfied }
            let held = HeldPermissions(evidence)
            return .violated(.permissions(at: held.place, need: named, held: held.names))
        }
    )

    static let permissionsForbidden = Check(
        code: "permissions-forbidden",
        meaning: "the token holds nothing that the manifest forbids",
        reference: "the permissions manifest",
        checkClass: .permission,
        needs: ["kind-known", "roles-shape", "scopes-shape"],
        isRequired: { $0.rules.forbidsPermissions }
    ) { evidence in
        let patterns = evidence.policy.forbidden.patterns(of: evidence.kind.kind)
        guard !patterns.isEmpty else { return .satisfied }
        let held = HeldPermissions(evidence)
        var names: [String] = []
        var seen: Set<[UInt8]> = []
        held.forEachName { name in
            // Entra ID registers no longer names; what cannot be matched in bounded time is not let pass.
            guard
                name.count > ManifestText.maximumPermissionBytes
                    || patterns.contains(where: { $0.matches(name) }),
                seen.insert(Array(name)).inserted
            else { return }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names.isEmpty ? .satisfied : .violated(.forbidden(at: held.place, names: names))
    }

    static let permissionsMinimal = Check(
        code: "permissions-minimal",
        meaning: "the token holds nothing beyond what the manifest needs and allows",
        reference: "the permissions manifest",
        checkClass: .warning,
        needs: ["kind-known", "roles-shape", "scopes-shape"],
        isRequired: { $0.judgesExcess }
    ) { evidence in
        guard !ExcessSearch.isEvidentlyMinimal(evidence), let rule = evidence.policy.excess else {
            return .satisfied
        }
        let search = ExcessSearch(evidence, rule: rule)
        guard !search.excess.isEmpty else { return .satisfied }
        return .violated(
            .excess(
                at: HeldPermissions(evidence).place, smaller: search.smaller,
                excess: search.excess))
    }

    static let directoryRolesHeld = Check(
        code: "directory-roles-held",
        meaning: "the user holds the directory role that the operation asks",
        reference: "the permissions manifest",
        checkClass: .permission,
        needs: ["kind-accepted"],
        isRequired: { evidence in
            evidence.rules.asksForDirectoryRoles && evidence.kind.kind == .delegated
        },
        ofNone: .notRequired,
        evaluateEachOperation: { evidence, rule in
            guard let need = rule.directoryRoles, let named = rule.operation.directoryRoles,
                evidence.permissions.opens(rule)
            else { return .notRequired }
            let place = "/payload/wids"
            guard let roles = evidence.permissions.directoryRoles else {
                return .violated(.malformed(at: place, .notList))
            }
            guard !evidence.rules.operations.permissions.isMet(need, by: roles) else {
                return .satisfied
            }
            return .violated(
                .permissions(at: place, need: named, held: evidence.directoryRoles))
        }
    )

    static let policyNarrow = Check(
        code: "policy-narrow",
        meaning: "the policy asks for permissions or callers, so that not every application passes",
        reference: "Entra ID client credentials, access control lists",
        checkClass: .warning
    ) { evidence in
        evidence.rules.isNarrow ? .satisfied : .violated(.plain)
    }
}

extension Evidence {
    /// The directory roles as text, for people.
    fileprivate var directoryRoles: [String] {
        guard let payload, let node = claims[.wids] else { return [] }
        return JSONValue(document: payload, index: node).elements.compactMap(\.string)
    }

    /// Of a token for another resource everything would be in excess, which says nothing.
    fileprivate var judgesExcess: Bool {
        rules.judgesExcess && TokenAudiences(payload, claims).isAccepted(by: rules)
    }

    /// What is said of an operation that another resource offers: nothing, unless it was asked for by name.
    fileprivate func otherDoor(_ rule: OperationRule) -> Outcome {
        guard rule.operation.isNamed, let audiences = rule.operation.audiences else {
            return .notRequired
        }
        return .violated(
            .otherResource(
                expected: AudienceNames(audiences, cloud: policy.cloud)?.accepted ?? [],
                actual: TokenAudiences(payload, claims).fact))
    }
}
