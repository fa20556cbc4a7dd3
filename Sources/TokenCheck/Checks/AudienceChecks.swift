internal import StrictJSON

// For whom the token is.
extension Check {
    static let audienceAccepted = Check(
        code: "aud-accepted",
        meaning: "the token is for an accepted resource",
        reference: "RFC 7519 §4.1.3, RFC 8725 §3.9",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: { $0.rules.expectsAudience }
    ) { evidence in
        guard let payload = evidence.payload, let node = evidence.claims[.aud] else {
            return .violated(.absent(at: "/payload/aud"))
        }
        if let defect = evidence.audienceDefect(payload, node) {
            return .violated(.malformed(at: "/payload/aud", defect))
        }
        guard let accepted = evidence.rules.audiences else { return .satisfied(.anything) }
        let audiences = TokenAudiences(payload, evidence.claims)
        guard !audiences.isAccepted(by: evidence.rules) else { return .satisfied }
        return .violated(
            .unequal(
                at: "/payload/aud",
                expected: .texts(accepted.map { String(decoding: $0, as: UTF8.self) }),
                actual: audiences.fact))
    }

    static let audienceCanonical = Check(
        code: "aud-canonical",
        meaning:
            "the audience is the documented name of the resource, not an alias some hosts refuse",
        reference: "Defender APIs, registered names",
        checkClass: .warning,
        needs: ["aud-accepted"],
        isRequired: { !$0.rules.audienceAliases.isEmpty }
    ) { evidence in
        let audiences = TokenAudiences(evidence.payload, evidence.claims)
        let accepted = evidence.rules.audiences ?? []
        guard audiences.first(where: { $0.isAmong(accepted) }) == nil,
            let alias = audiences.first(where: { $0.isAmong(evidence.rules.audienceAliases) })
        else { return .satisfied }
        return .violated(
            .alias(
                at: "/payload/aud",
                canonical: accepted.first.map { String(decoding: $0, as: UTF8.self) } ?? "",
                actual: alias.document.string(alias.node)))
    }

    static let audienceSingle = Check(
        code: "aud-single",
        meaning: "aud is one string; Entra ID never writes a list",
        reference: "RFC 7519 §4.1.3",
        checkClass: .warning,
        needs: ["aud-accepted"],
        isRequired: { $0.rules.expectsAudience }
    ) { evidence in
        guard let payload = evidence.payload, let node = evidence.claims[.aud],
            payload.nodes[node].kind == .array
        else { return .satisfied }
        return .violated(
            .span(at: "/payload/aud", bound: 1, actual: Int64(payload.elementCount(of: node))))
    }
}

extension Evidence {
    fileprivate func audienceDefect(_ payload: JSONDocument, _ node: Int) -> ClaimDefect? {
        switch payload.nodes[node].kind {
        case .string: return payload.raw(node).isEmpty ? .empty : nil
        case .array:
            guard payload.firstChild(of: node) != nil else { return .empty }
            var areTexts = true
            payload.forEachElement(of: node) {
                areTexts = payload.nodes[$0].kind == .string
                return areTexts
            }
            return areTexts ? nil : .notTextOrList
        case .null, .boolean, .number, .object: return .notTextOrList
        }
    }
}
