/// Cuts an HTTP archive (HAR) into its entries while it is read.
///
/// No more than one entry is held, so that an archive of any size takes little memory; and an entry that is no JSON
/// does not keep the others from being read. Only the elements of `entries` in `log` are handed on, each uninterpreted.
public struct HARSplitter: Sendable {
    /// What was cut out.
    public enum Element: Sendable {
        /// An entry's bytes.
        case entry([UInt8])
        /// An entry of more than ``HARSplitter/maximumEntryBytes``.
        case tooLarge
    }

    /// How the archive ended.
    public enum End: Sendable {
        /// The list of entries is complete.
        case complete
        /// It ends in the middle of the list, or of an entry.
        case truncated
        /// There is no list of entries.
        case noEntries
    }

    /// The largest entry that is held: answers to API calls have some kilobytes, downloads may have anything.
    public static let maximumEntryBytes = 8_388_608

    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The last string that ended at depth 1 or 2: there the names of members.
    private var name: [UInt8] = []
    private var isInLog = false
    private var isInEntries = false
    private var isFinished = false
    /// Whether bytes belong to an entry now.
    private var isInEntry = false
    private var isTooLarge = false
    private var entry: [UInt8] = []

    /// Begins an archive.
    public init() {}

    /// How the archive ended, if nothing follows.
    public var end: End { isFinished ? .complete : isInEntries ? .truncated : .noEntries }

    /// Takes the next bytes.
    /// - Parameters:
    ///   - bytes: Any number of them.
    ///   - body: Called with each entry that is complete now.
    public mutating func take(_ bytes: [UInt8], _ body: (Element) -> Void) {
        // Behind the list nothing matters.
        guard !isFinished else { return }
        var start = 0
        let span = bytes.span
        for place in span.indices {
            let byte = span[place]
            if isInString {
                takeInString(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                if isAtElement {
                    isInEntry = true
                    start = place
                }
                isInString = true
                name = []
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if isAtElement {
                    isInEntry = true
                    start = place
                }
                open(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isInEntry, depth == 3 { finish(bytes[start..<place], body) }
                depth -= 1
                if isInEntry, depth == 3 {
                    finish(bytes[start...place], body)
                } else if isInEntries, depth < 3 {
                    isFinished = true
                    return
                } else if depth < 2 {
                    isInLog = false
                }
            case UInt8(ascii: ","):
                if isInEntry, depth == 3 { finish(bytes[start..<place], body) }
            case 0x20, 0x09, 0x0A, 0x0D: break
            default:
                if isAtElement {
                    isInEntry = true
                    start = place
                }
            }
        }
        if isInEntry { keep(bytes[start...]) }
    }

    /// Whether the next byte that is no white space begins an entry.
    private var isAtElement: Bool { isInEntries && !isInEntry && depth == 3 }

    private mutating func takeInString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        } else if depth <= 2, name.count < 16 {
            name.append(byte)
        }
    }

    private mutating func open(_ byte: UInt8) {
        let isObject = byte == UInt8(ascii: "{")
        if isObject, depth == 1, name.elementsEqual("log".utf8) { isInLog = true }
        if !isObject, depth == 2, isInLog, name.elementsEqual("entries".utf8) {
            isInEntries = true
        }
        depth += 1
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLarge else { return }
        if entry.count + bytes.count > Self.maximumEntryBytes {
            isTooLarge = true
            entry = []
        } else {
            entry += bytes
        }
    }

    private mutating func finish(_ bytes: ArraySlice<UInt8>, _ body: (Element) -> Void) {
        keep(bytes)
        body(isTooLarge ? .tooLarge : .entry(entry))
        entry = []
        isTooLarge = false
        isInEntry = false
    }
}
