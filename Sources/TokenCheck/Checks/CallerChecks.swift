internal import StrictJSON

// Whose token it is and who may use it.
extension Check {
    static let accessToken = Check(
        code: "access-token",
        meaning: "the token is an access token, not the ID token of a sign-in",
        reference: "RFC 8725 §3.12",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        let hashes = [ClaimName.accessTokenHash, .codeHash].filter { evidence.claims[$0] != nil }
        guard hashes.isEmpty else { return .violated(.idToken(markers: hashes.map(\.text))) }
        guard [ClaimName.scp, .appid, .azp].allSatisfy({ evidence.claims[$0] == nil }) else {
            return .satisfied
        }
        var markers: [ClaimName] = evidence.claims[.nonce] == nil ? [] : [.nonce]
        if evidence.isEntra { markers += ClaimName.ofUsers.filter { evidence.claims[$0] != nil } }
        return markers.isEmpty ? .satisfied : .violated(.idToken(markers: markers.map(\.text)))
    }

    static let subjectPresent = Check(
        code: "subject-present",
        meaning: "the token says for whom it was issued: sub or oid is a string",
        reference: "RFC 7519 §4.1.2",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        if evidence.text(.sub).value != nil || evidence.text(.oid).value != nil {
            return .satisfied
        }
        guard evidence.text(.sub).isAbsent, evidence.text(.oid).isAbsent else {
            return .violated(.malformed(at: "/payload/sub", .notText))
        }
        return .violated(.absent(at: "/payload/sub"))
    }

    static let callerAccepted = Check(
        code: "caller-accepted",
        meaning: "the calling application, appid or azp, is one that the policy lists",
        reference: "Entra ID claims validation",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: { !$0.policy.clients.isEmpty }
    ) { evidence in
        let names = [ClaimName.appid, .azp].filter { evidence.claims[$0] != nil }
        guard !names.isEmpty else { return .violated(.absent(at: "/payload/appid")) }
        for name in names
        where !evidence.rules.clients.contains(where: { evidence.isText(name, $0[...]) }) {
            guard let actual = evidence.string(name) else {
                return .violated(.malformed(at: "/payload/\(name.text)", .notText))
            }
            return .violated(
                .unequal(
                    at: "/payload/\(name.text)", expected: .texts(evidence.policy.clients),
                    actual: .text(actual)))
        }
        return .satisfied
    }

    static let callerAuthentication = Check(
        code: "caller-authentication",
        meaning: "the calling application proved itself at least as the policy asks",
        reference: "Entra ID access token claims, appidacr and azpacr",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: { $0.policy.callerAuthentication != nil }
    ) { evidence in
        guard let asked = evidence.policy.callerAuthentication else { return .satisfied }
        let names = [ClaimName.appidacr, .azpacr].filter { evidence.claims[$0] != nil }
        guard !names.isEmpty else { return .violated(.absent(at: "/payload/appidacr")) }
        for name in names {
            guard let actual = evidence.string(name) else {
                return .violated(.malformed(at: "/payload/\(name.text)", .notText))
            }
            let method = ["0", "1", "2"].firstIndex { $0.utf8.elementsEqual(actual.utf8) }
            if method.map({ $0 < asked.rawValue }) ?? true {
                return .violated(
                    .unequal(
                        at: "/payload/\(name.text)",
                        expected: .texts((asked.rawValue...2).map(String.init)),
                        actual: .text(actual)))
            }
        }
        return .satisfied
    }

    static let proofOfPossession = Check(
        code: "proof-of-possession",
        meaning: "the token is a plain bearer token, not bound to a key its caller must show",
        reference: "RFC 7800 §3",
        checkClass: .undecided,
        needs: ["names-unique"]
    ) { evidence in
        evidence.claims[.cnf] == nil ? .satisfied : .undecided(.present(at: "/payload/cnf"))
    }

    static let groupsComplete = Check(
        code: "groups-complete",
        meaning: "the user's groups are in the token, not left out because there are too many",
        reference: "Entra ID access tokens, groups overage",
        checkClass: .warning,
        needs: ["names-unique"]
    ) { evidence in
        guard let payload = evidence.payload else { return .satisfied }
        if let node = evidence.claims[.claimNames],
            JSONValue(document: payload, index: node)["groups"] != nil
        {
            return .violated(.present(at: "/payload/_claim_names/groups"))
        }
        if let node = evidence.claims[.hasgroups] {
            // Documented as always true; a false would say that nothing is missing.
            let value = JSONValue(document: payload, index: node)
            if value.boolean != false { return .violated(.present(at: "/payload/hasgroups")) }
        }
        return .satisfied
    }
}
