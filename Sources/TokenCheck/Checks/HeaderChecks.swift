internal import JOSE
internal import StrictJSON

// What the header may say. It chooses among what the policy allows and nothing else.
extension Check {
    static let algorithmAllowed = Check(
        code: "alg-allowed",
        meaning: "alg is an algorithm that the policy accepts",
        reference: "RFC 8725 §3.1",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        guard let header = evidence.header else { return .violated(.absent(at: "/header/alg")) }
        if evidence.rules.scheme(of: header) != nil { return .satisfied }
        guard let algorithm = header.algorithm else {
            return .violated(.absent(at: "/header/alg"))
        }
        guard let name = algorithm.string else {
            return .violated(.malformed(at: "/header/alg", .notText))
        }
        let accepted = evidence.policy.algorithms.map(\.name)
        return .violated(
            .unequal(at: "/header/alg", expected: .texts(accepted), actual: .text(name)))
    }

    /// Media types have no letter case (RFC 2045 §5.1); beyond ASCII nothing is folded.
    private static let acceptedTypes = ["jwt", "at+jwt", "application/at+jwt"].map {
        Array($0.utf8)
    }

    static let typeAccepted = Check(
        code: "typ-accepted",
        meaning: "typ is absent, JWT, at+jwt or application/at+jwt",
        reference: "RFC 7515 §4.1.9, RFC 9068 §2.1",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        let folded = evidence.header?.foldedType
        if let folded, acceptedTypes.contains(folded) { return .satisfied }
        guard let type = evidence.header?.type else { return .satisfied }
        guard folded != nil else { return .violated(.malformed(at: "/header/typ", .notText)) }
        return .violated(
            .unequal(
                at: "/header/typ", expected: .texts(["JWT", "at+jwt", "application/at+jwt"]),
                actual: .text(type.string ?? "")))
    }

    static let criticalAbsent = Check(
        code: "crit-absent",
        meaning: "the header asks for no extension: neither crit nor an unencoded payload",
        reference: "RFC 7515 §4.1.11, RFC 7797 §6",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        guard evidence.header?.critical == nil else {
            return .violated(.present(at: "/header/crit"))
        }
        if let encodes = evidence.header?.encodesPayload, encodes.boolean != true {
            return .violated(.present(at: "/header/b64"))
        }
        return .satisfied
    }

    static let keyIDPresent = Check(
        code: "kid-present",
        meaning: "the header names its key",
        reference: "RFC 7515 §4.1.4",
        checkClass: .trust,
        needs: ["names-unique"],
        isRequired: {
            if case .sole = $0.keySelection { false } else { true }
        }
    ) { evidence in
        if let name = evidence.header?.keyIDBytes {
            return name.isEmpty ? .violated(.malformed(at: "/header/kid", .empty)) : .satisfied
        }
        let isAbsent = evidence.header?.keyID == nil
        return .violated(
            isAbsent ? .absent(at: "/header/kid") : .malformed(at: "/header/kid", .notText))
    }

    static let keyHintsIgnored = Check(
        code: "key-hints-ignored",
        meaning:
            "the token offers no key and no key address of its own; such offers are never used",
        reference: "RFC 8725 §3.10",
        checkClass: .warning,
        needs: ["names-unique"]
    ) { evidence in
        guard let hints = evidence.header?.keyHints, !hints.isEmpty else { return .satisfied }
        return .violated(.keyHints(hints))
    }
}
