internal import JOSE

/// Which key a token's header chooses: by its name alone, never by trying.
enum KeySelection: Sendable {
    /// The header names no key, and none serves without a name.
    case unnamed
    /// The only key of its file, which has no name and serves any token.
    case sole(KeySet.Entry)
    /// No key has the name.
    case unknown(keyID: [UInt8])
    /// The one usable key that has the name, and further entries with the same numbers: a list may say more of a key
    /// in one place than in another, and everything that is said must hold.
    case found(VerificationKey, entries: [VerificationKey])
    /// Several different usable keys have the name.
    case ambiguous(keyID: [UInt8], count: Int)
    /// Only keys that cannot be used have the name.
    case unusable(SkippedKey)

    init(for keyID: [UInt8]?, among keys: KeySet) {
        if let entry = keys.soleNamelessEntry {
            self = .sole(entry)
            return
        }
        guard let keyID, !keyID.isEmpty else {
            self = .unnamed
            return
        }
        var usable: VerificationKey?
        var entries: [VerificationKey] = []
        var others: [VerificationKey] = []
        keys.forEachKey(named: keyID) { key in
            guard let first = usable else {
                usable = key
                return
            }
            if first.hasSameNumbers(as: key) {
                if first.attributes != key.attributes { entries.append(key) }
            } else if !others.contains(where: { $0.hasSameNumbers(as: key) }) {
                others.append(key)
            }
        }
        if let usable {
            self =
                others.isEmpty
                ? .found(usable, entries: entries)
                : .ambiguous(keyID: keyID, count: others.count + 1)
        } else if let skipped = keys.skipped.first(where: { $0.keyIDBytes == keyID }) {
            self = .unusable(skipped)
        } else {
            self = .unknown(keyID: keyID)
        }
    }

    /// The one key that may have signed.
    var usableKey: VerificationKey? {
        switch self {
        case .sole(.usable(let key)), .found(let key, _): key
        case .sole(.skipped), .unnamed, .unknown, .ambiguous, .unusable: nil
        }
    }

    /// The first entry of the chosen key for which something does not hold.
    func firstEntry(where isWrong: (VerificationKey) -> Bool) -> VerificationKey? {
        guard let key = usableKey else { return nil }
        if isWrong(key) { return key }
        guard case .found(_, let entries) = self else { return nil }
        return entries.first(where: isWrong)
    }
}
