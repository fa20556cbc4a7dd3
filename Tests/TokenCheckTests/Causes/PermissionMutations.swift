import JOSE
import Testing
import TokenCheck

// What the token grants, and what it is at all.
extension Mutation {
    private static func permission(
        _ name: String, _ code: CauseCode, _ certainty: Cause.Certainty = .strong,
        explaining check: CheckCode = "permissions-held",
        of applies: @escaping @Sendable (GoodToken) -> Bool = { _ in true },
        _ change: @escaping @Sendable (inout Scenario, GoodToken) -> Void
    ) -> Mutation {
        Mutation(
            name, [.permission], code, certainty, explaining: [check], of: applies, change)
    }

    /// The operation needs something else.
    private static func missing(
        _ name: String, _ need: @escaping @Sendable (GoodToken) -> Need
    ) -> Mutation {
        permission(name, "perm-missing") { scenario, good in
            scenario.policy.operations = [good.operation(need: need(good))]
        }
    }

    /// The token holds nearly the right name, and perhaps others.
    private static func near(
        _ name: String, of applies: @escaping @Sendable (GoodToken) -> Bool = { _ in true },
        _ change: @escaping @Sendable (GoodToken) -> [String]
    ) -> Mutation {
        permission(name, "perm-near", of: applies) { scenario, good in
            scenario.claims.grant(change(good), to: good.kind)
        }
    }

    private static func need(_ names: String...) -> Need {
        names.count == 1 ? .permission(names[0]) : .all(names.map(Need.permission))
    }

    private static let absent: [Mutation] = [
        permission("no permissions", "perm-none") { scenario, good in
            scenario.claims.grant([], to: good.kind)
        },
        permission("no permissions, an empty claim", "perm-none") { scenario, good in
            scenario.claims[good.kind == .application ? "roles" : "scp"] =
                good.kind == .application ? "[]" : "\"\""
        },
        missing("one permission is missing") { need($0.other) },
        missing("any of two is needed") { .any([need($0.other), need($0.third)]) },
        missing("all of two are needed") { need($0.held, $0.other) },
        missing("a nested need") {
            .any([need($0.held, $0.other), need($0.other, $0.third)])
        },
        missing("a deeply nested need") {
            .all([.any([.all([need($0.held), .any([need($0.other)])])]), need($0.held)])
        },
        permission("one of several operations lacks something", "perm-missing") {
            scenario, good in
            scenario.policy.operations = [
                good.operation(name: "first", need: need(good.held)),
                good.operation(name: "second", need: need(good.other)),
            ]
        },
        permission("two operations lack something", "perm-missing") { scenario, good in
            scenario.policy.operations = [
                good.operation(name: "first", need: need(good.third)),
                good.operation(name: "second", need: need(good.other)),
            ]
        },
    ]

    private static let nearly: [Mutation] = [
        near("a plural", of: { $0.held.contains(".") }) { good in
            let parts = good.held.split(separator: ".", maxSplits: 1).map(String.init)
            let first = parts[0].hasSuffix("s") ? String(parts[0].dropLast()) : parts[0] + "s"
            return [first + "." + parts[1]]
        },
        near("without .All", of: { $0.held.hasSuffix(".All") }) {
            [String($0.held.dropLast(4))]
        },
        near("with .All", of: { !$0.held.hasSuffix(".All") && $0.held.contains(".") }) {
            [$0.held + ".All"]
        },
        near("small letters", of: { $0.held != $0.held.lowercased() }) { [$0.held.lowercased()] },
        near("capitals") { [$0.held.uppercased()] },
        near("two letters exchanged") { good in
            var letters = Array(good.held)
            letters.swapAt(2, 3)
            // The two may be the same letter.
            if String(letters) == good.held { letters.swapAt(1, 2) }
            return [String(letters)]
        },
        near("a letter too many") { [String($0.held.prefix(4)) + "x" + $0.held.dropFirst(4)] },
        near("a letter too few") { [String($0.held.prefix(4)) + $0.held.dropFirst(5)] },
        near(
            "the other kind's name",
            of: { $0.api == .defenderXDR || $0.api == .defenderEndpoint }
        ) { [$0.api.permissions($0.otherKind)[0]] },
        near("a typing error among others") {
            [$0.third, String($0.held.dropLast()) + "q", $0.other]
        },
    ]

    private static let otherKind: [Mutation] = [
        permission("the other kind is needed", "perm-kind", .proof, explaining: "kind-accepted") {
            scenario, good in
            scenario.policy.kinds = [good.otherKind]
            let need = Need.permission(good.held)
            scenario.policy.operations = [
                TokenCheck.Operation(name: nil, application: need, delegated: need)
            ]
        },
        permission(
            "the operation serves the other kind", "perm-kind", .proof, explaining: "kind-accepted"
        ) { scenario, good in
            let need = Need.permission(good.held)
            scenario.policy.operations = [
                TokenCheck.Operation(
                    name: nil, application: good.kind == .application ? nil : need,
                    delegated: good.kind == .delegated ? nil : need)
            ]
        },
        permission("one of two operations serves the other kind", "perm-kind", .proof) {
            scenario, good in
            let need = Need.permission(good.held)
            scenario.policy.operations = [
                good.operation(name: "first", need: need),
                TokenCheck.Operation(
                    name: "second", application: good.kind == .application ? nil : need,
                    delegated: good.kind == .delegated ? nil : need),
            ]
        },
    ]

    /// Asks for a directory role of the user.
    private static func directoryRole(
        _ name: String, _ certainty: Cause.Certainty, wids: [String]?
    ) -> Mutation {
        permission(
            name, "perm-dirrole", certainty, explaining: "directory-roles-held",
            of: { $0.kind == .delegated }
        ) { scenario, good in
            var operation = good.operation(name: "hunt", need: need(good.held))
            operation.directoryRoles = .any(
                ["security-reader", "security-administrator"].compactMap {
                    DirectoryRole.named($0).map { .permission($0.id) }
                })
            scenario.policy.operations = [operation]
            scenario.claims["wids"] = wids?.quoted
        }
    }

    private static let kept = Mutation(
        "a managed identity's token from before the grant", [.permission, .time], "perm-stale",
        .strong, explaining: ["permissions-held"], of: { $0.kind == .application }
    ) { scenario, good in
        scenario.claims["exp"] = "\(GoodToken.issuedAt + 86_700)"
        scenario.claims["xms_mirid"] = "/subscriptions/s/resourcegroups/r/providers/p".quoted
        scenario.policy.operations = [good.operation(need: need(good.held, good.other))]
        scenario.now = GoodToken.issuedAt + 7200
    }

    static let permission: [Mutation] =
        absent + nearly + otherKind + [
            kept,
            directoryRole(
                "another directory role", .strong, wids: ["b79fbf4d-3ef9-4689-8143-76b194e85509"]),
            directoryRole("no directory roles", .strong, wids: []),
            directoryRole("directory roles are not shown", .hint, wids: nil),
            Mutation(
                "groups are left out", [.permission], "perm-groups", .proof,
                explaining: ["groups-complete"], of: { $0.kind == .delegated }
            ) { scenario, _ in
                scenario.claims["hasgroups"] = "true"
                scenario.claims["typ"] = nil
                // Only a token that is not accepted is explained; nothing is known of a caller that is not listed.
                scenario.policy.clients = ["00000000-1111-4222-8333-444444444444"]
            },
        ]

    /// No access token: nothing else is judged, or means anything.
    static let form: [Mutation] =
        [
            "a personal account's ticket": "EwBYA8l6BAAU"
                + String(repeating: "kMfz9A2b", count: 90),
            "a refresh token": "0.AXkAO0wtHWBfGEeSo7TF1uf4A"
                + String(repeating: "dQ-7_Zk3", count: 90),
            "a newer refresh token":
                "1.AXkAO0wtHWBfGEeSo7TF1uf4A" + String(repeating: "dQ-7_Zk3", count: 90),
            "a personal account's refresh token":
                "M.C507_BAY.0.U.-" + String(repeating: "Cqk1*Ab!", count: 40),
        ].sorted { $0.key < $1.key }.map { name, text in
            Mutation(
                name, Set(Area.allCases), "form-opaque", .strong, explaining: ["token-not-opaque"]
            ) { scenario, _ in scenario.text = text }
        } + identityTokens

    private static let identityTokens: [Mutation] = ["nonce", "at_hash", "c_hash"].map { marker in
        Mutation(
            "an ID token with \(marker)", [.form, .audience, .permission], "type-id", .strong,
            explaining: ["access-token", "aud-accepted"], of: { $0.kind == .delegated }
        ) { scenario, _ in
            scenario.claims["aud"] = GoodToken.client.quoted
            for name in ["appid", "azp", "appidacr", "azpacr", "scp", "idtyp"] {
                scenario.claims[name] = nil
            }
            scenario.claims[marker] = "hFnu1KAbR5GQd7yzBPC4tA".quoted
        }
    }
}
