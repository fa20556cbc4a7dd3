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
        let match = evidence.firstAudience(payload, node) { member in
            accepted.contains { payload.string(member, equals: $0) }
                || evidence.rules.audienceAliases.contains { payload.string(member, equals: $0) }
        }
        guard match == nil else { return .satisfied }
        return .violated(
            .unequal(
                at: "/payload/aud",
                expected: .texts(accepted.map { String(decoding: $0, as: UTF8.self) }),
                actual: TokenAudiences(payload, evidence.claims).fact))
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
        guard let payload = evidence.payload, let node = evidence.claims[.aud] else {
            return .satisfied
        }
        let accepted = evidence.rules.audiences ?? []
        let match = evidence.firstAudience(payload, node) { member in
            accepted.contains { payload.string(member, equals: $0) }
        }
        guard match == nil,
            let alias = evidence.firstAudience(
                payload, node,
                where: { member in
                    evidence.rules.audienceAliases.contains { payload.string(member, equals: $0) }
                })
        else { return .satisfied }
        return .violated(
            .alias(
                at: "/payload/aud",
                canonical: accepted.first.map { String(decoding: $0, as: UTF8.self) } ?? "",
                actual: payload.string(alias)))
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

    /// The first audience that fits; `aud` is a string or an array of strings.
    fileprivate func firstAudience(
        _ payload: JSONDocument, _ node: Int, where fits: (Int) -> Bool
    ) -> Int? {
        guard payload.nodes[node].kind == .array else { return fits(node) ? node : nil }
        var match: Int?
        payload.forEachElement(of: node) {
            if fits($0) { match = $0 }
            return match == nil
        }
        return match
    }
}
