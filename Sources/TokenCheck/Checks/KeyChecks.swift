internal import JOSE
internal import StrictJSON

// Which key may have signed, and whether it did.
extension Check {
    /// A list from the authority is trusted to be complete for this many seconds: the least time between two fetches.
    ///
    /// One that lay in the cache meanwhile came from there all the same.
    static let completeKeyListSeconds: Int64 = 300

    static let keysAvailable = Check(
        code: "keys-available",
        meaning: "there is a key list with at least one entry",
        reference: "RFC 7517 §5",
        checkClass: .undecided
    ) { $0.keys.isEmpty ? .undecided(.plain) : .satisfied }

    static let keysFresh = Check(
        code: "keys-fresh",
        meaning: "the key list is not older than a day; a named file does not age",
        reference: "Entra ID signing key rollover",
        checkClass: .undecided,
        needs: ["keys-available"]
    ) { evidence in
        let limit = evidence.policy.maximumKeyAgeSeconds
        guard evidence.keys.source != .file, evidence.keys.ageSeconds > limit else {
            return .satisfied
        }
        return .undecided(.stale(ageSeconds: evidence.keys.ageSeconds, limitSeconds: limit))
    }

    static let keyFound = Check(
        code: "key-found",
        meaning: "the key that the header names is in the list",
        reference: "RFC 7515 §4.1.4",
        checkClass: .trust,
        needs: ["kid-present", "keys-available"]
    ) { evidence in
        switch evidence.keySelection {
        case .sole: return .satisfied(.soleKey)
        case .found, .ambiguous, .unusable: return .satisfied
        case .unnamed: return .undecided(.absent(at: "/header/kid"))
        case .unknown(let keyID):
            let keys = evidence.keys
            let detail = Detail.unknownKey(
                keyID: String(decoding: keyID, as: UTF8.self), source: keys.origin.source,
                ageSeconds: keys.ageSeconds)
            let isComplete =
                keys.origin.source != .file && keys.ageSeconds <= completeKeyListSeconds
            return isComplete ? .violated(detail) : .undecided(detail)
        }
    }

    static let keyUnambiguous = Check(
        code: "key-unambiguous",
        meaning: "only one usable key has that name",
        reference: "RFC 7517 §4.5",
        checkClass: .undecided,
        needs: ["key-found"]
    ) { evidence in
        guard case .ambiguous(let keyID, let count) = evidence.keySelection else {
            return .satisfied
        }
        return .undecided(
            .ambiguousKey(keyID: String(decoding: keyID, as: UTF8.self), count: count))
    }

    static let keyUsable = Check(
        code: "key-usable",
        meaning:
            "the key is RSA of 2048 to 8192 bits with a sound exponent, and may verify this algorithm",
        reference: "RFC 7518 §3.3, RFC 7517 §4.2 to §4.4",
        checkClass: .trust,
        needs: ["key-unambiguous"]
    ) { evidence in
        guard evidence.keySelection.usableKey != nil else {
            switch evidence.keySelection {
            case .sole(.skipped(let key)), .unusable(let key):
                return .violated(.unusableKey(keyID: key.keyID, key.reason))
            case .sole, .unnamed, .unknown, .ambiguous, .found: return .undecided(.plain)
            }
        }
        guard let used = evidence.header?.scheme?.name else { return .satisfied }
        let other = evidence.keySelection.firstEntry {
            $0.attributes.algorithm.map { !$0.utf8.elementsEqual(used.utf8) } ?? false
        }
        guard let declared = other?.attributes.algorithm else { return .satisfied }
        return .violated(
            .unequal(at: "/header/alg", expected: .text(declared), actual: .text(used)))
    }

    static let signingInputPlain = Check(
        code: "signing-input-plain",
        meaning: "the signature was made over the header as it was sent",
        reference: "RFC 7515 §5.1; Microsoft Graph's tokens differ",
        checkClass: .undecided,
        needs: ["alg-allowed", "crit-absent", "key-usable"]
    ) { evidence in
        guard evidence.signature == .invalid, evidence.header?.nonce?.kind == .string else {
            return .satisfied
        }
        return .undecided(.headerNonce)
    }

    static let signatureValid = Check(
        code: "signature-valid",
        meaning: "the key signed exactly this header and payload",
        reference: "RFC 7515 §5.2, RFC 7518 §3.3",
        checkClass: .trust,
        needs: ["signing-input-plain"]
    ) { evidence in
        switch evidence.signature {
        case .valid: .satisfied
        case .invalid: .violated(.signature(keyID: evidence.keySelection.usableKey?.keyID))
        case .unavailable, nil: .undecided(.libraryUnavailable)
        }
    }
}
