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
        guard let header = evidence.header, let algorithm = header.algorithm else {
            return .violated(.absent(at: "/header/alg"))
        }
        guard let name = algorithm.string else {
            return .violated(.malformed(at: "/header/alg", .notText))
        }
        guard evidence.rules.scheme(of: header) != nil else {
            let accepted = evidence.policy.algorithms.map(\.name)
            return .violated(
                .unequal(at: "/header/alg", expected: .texts(accepted), actual: .text(name)))
        }
        return .satisfied
    }

    static let typeAccepted = Check(
        code: "typ-accepted",
        meaning: "typ is absent, JWT, at+jwt or application/at+jwt",
        reference: "RFC 7515 §4.1.9, RFC 9068 §2.1",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        guard let type = evidence.header?.type else { return .satisfied }
        guard let name = type.string else {
            return .violated(.malformed(at: "/header/typ", .notText))
        }
        let accepted = ["JWT", "at+jwt", "application/at+jwt"]
        // Media types have no letter case (RFC 2045 §5.1); beyond ASCII nothing is folded.
        guard accepted.contains(where: { $0.equalsIgnoringASCIICase(name) }) else {
            return .violated(
                .unequal(at: "/header/typ", expected: .texts(accepted), actual: .text(name)))
        }
        return .satisfied
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
        guard let keyID = evidence.header?.keyID else {
            return .violated(.absent(at: "/header/kid"))
        }
        guard let name = keyID.string else {
            return .violated(.malformed(at: "/header/kid", .notText))
        }
        return name.isEmpty ? .violated(.malformed(at: "/header/kid", .empty)) : .satisfied
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

extension String {
    /// Whether both are the same but for the case of ASCII letters.
    fileprivate func equalsIgnoringASCIICase(_ other: String) -> Bool {
        func folded(_ byte: UInt8) -> UInt8 {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        return utf8.elementsEqual(other.utf8) { folded($0) == folded($1) }
    }
}
