internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// What is said of keys beside the verdict.
enum KeyNoteWords {
    /// One sentence.
    static func sentence(_ note: KeyNote, host: String) -> String {
        switch note {
        case .fetchFailed(let fault):
            "no new keys from \(host): \(fault.step): \(reason(fault))"
        case .askedRecently(let seconds):
            "\(host) was asked \(TimeText.duration(seconds)) ago, and is not asked again within 5 min"
        case .offline: "\(host) is not asked: no network (--offline, or a build without one)"
        case .cacheSetAside(let defect):
            "the cached keys do not count: \(reason(defect))"
        case .cacheNotWritten(let defect):
            "the keys were not cached: \(reason(defect))"
        }
    }

    /// How fetching failed, for the search for causes; nil when it did not.
    static func fault(_ note: KeyNote, host: String) -> KeyListFault? {
        guard case .fetchFailed(let fault) = note else { return nil }
        return KeyListFault(host: host, step: fault.step, detail: reason(fault))
    }

    /// Why no new keys came.
    static func reason(_ fault: KeyFetchFault) -> String {
        switch fault {
        case .exchange(let document, let fault):
            "\(document.rawValue): \(ExchangeWords.reason(fault))"
        case .status(let document, let status, let location):
            "\(document.rawValue): status \(status)"
                + (location.map { ", which leads to \(Escaping.quoted($0)) and is not followed" }
                    ?? "")
        case .metadata(.json(let defect)): "the metadata is not JSON (\(defect.description))"
        case .metadata(.memberMissing(let name)): "the metadata has no \(name)"
        case .metadata(.issuer(let issuer)):
            "the metadata is of \(Escaping.quoted(issuer)), not of the expected issuer"
        case .metadata(.cloud(let name)):
            "the metadata is of the cloud \(Escaping.quoted(name))"
        case .metadata(.keyAddress):
            "the metadata names a key list at an address that is not the authority's"
        case .keys(let defect): KeyFileWords(defect).sentence
        case .noUsableKey: "the key list holds no key that could be used"
        case .heldUp: "another process has been asking, and has not come to an end"
        }
    }

    /// Why a cache does not count.
    static func reason(_ defect: KeyCacheDefect) -> String {
        switch defect {
        case .otherOwner: "the file or folder belongs to somebody else"
        case .writableByOthers: "others may write to the file or folder"
        case .notPlainFile: "a link, or no plain file"
        case .damaged: "the file is damaged; it was set aside"
        case .otherAddress: "the file is of another authority; it was set aside"
        case .future: "the file is dated in the future; it was set aside"
        case .system(let number): "the system refuses (error \(number))"
        }
    }
}
