internal import JOSE
internal import StrictJSON

/// Which key a token's header chooses: by its name alone, never by trying.
enum KeySelection: Sendable {
    /// The header names no key, and none serves without a name.
    case unnamed
    /// The only key of its file, which has no name and serves any token.
    case sole(KeySet.Entry)
    /// No key has the name.
    case unknown(keyID: String)
    /// The keys that have the name: the different usable ones, or else the skipped ones.
    case named(keyID: String, usable: [VerificationKey], skipped: [SkippedKey])

    init(for keyID: JSONValue?, among keys: KeySet) {
        if let entry = keys.soleNamelessEntry {
            self = .sole(entry)
            return
        }
        guard let name = keyID?.string, !name.isEmpty else {
            self = .unnamed
            return
        }
        let bytes = Array(name.utf8)
        var usable: [VerificationKey] = []
        var skipped: [SkippedKey] = []
        for entry in keys.entries where entry.keyIDBytes == bytes {
            switch entry {
            case .usable(let key):
                if !usable.contains(where: { $0.hasSameNumbers(as: key) }) { usable.append(key) }
            case .skipped(let key): skipped.append(key)
            }
        }
        self =
            usable.isEmpty && skipped.isEmpty
            ? .unknown(keyID: name) : .named(keyID: name, usable: usable, skipped: skipped)
    }

    /// The one key that may have signed.
    var usableKey: VerificationKey? {
        switch self {
        case .sole(.usable(let key)): key
        case .named(_, let usable, _): usable.count == 1 ? usable.first : nil
        case .sole(.skipped), .unnamed, .unknown: nil
        }
    }
}
