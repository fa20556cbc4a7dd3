internal import Reporting
internal import TokenCheck

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// An HTTP archive on disk, read entry by entry.
struct HARFile {
    /// How many entries it has.
    private(set) var count = 0
    /// What must be said of it, a sentence each.
    private(set) var notes: [String] = []
    private var broken: [(number: Int, reason: String)] = []

    /// Reads a file; `-` is standard input.
    /// - Parameters:
    ///   - path: The file.
    ///   - each: Called with each exchange that can be used, and the number of its entry from 1.
    /// - Throws: ``CommandFault``: 66 when the file cannot be read, 65 when it is no archive.
    init(_ path: String, each: (Int, HARExchange) -> Void) throws(CommandFault) {
        let descriptor = path == "-" ? STDIN_FILENO : try FileReader.opened(path)
        defer { if path != "-" { close(descriptor) } }
        var splitter = HARSplitter()
        var buffer = [UInt8](repeating: 0, count: 1_048_576)
        while true {
            let count = FileReader.part(of: descriptor, into: &buffer, atMost: buffer.count)
            guard count >= 0 else {
                throw CommandFault(
                    exit: .noInput, code: "no-input", message: "cannot be read (error \(errno))",
                    file: FileReader.label(of: path))
            }
            guard count > 0 else { break }
            splitter.take(count == buffer.count ? buffer : Array(buffer[..<count])) { element in
                take(element, each)
            }
        }
        switch splitter.end {
        case .complete: break
        case .truncated: notes.append("the HAR ends in the middle of its entries; it was cut")
        case .noEntries:
            throw CommandFault(
                exit: .badData, code: "har-form", message: "no HTTP archive: it has no log.entries",
                hint: "save the network log as HAR, with content", file: FileReader.label(of: path))
        }
        noteBroken()
    }

    private mutating func take(_ element: HARSplitter.Element, _ each: (Int, HARExchange) -> Void) {
        count += 1
        switch element {
        case .tooLarge:
            let limit = HARSplitter.maximumEntryBytes / 1_048_576
            broken.append((count, "more than \(limit) MiB"))
        case .entry(let bytes):
            do throws(HARDefect) {
                each(count, try HARExchange(parsing: bytes))
            } catch {
                switch error {
                case .json(let defect): broken.append((count, "no strict JSON, \(defect)"))
                case .noRequest: broken.append((count, "no request"))
                }
            }
        }
    }

    private mutating func noteBroken() {
        for (number, reason) in broken.prefix(5) {
            notes.append("entry \(number) of the HAR left out: \(reason)")
        }
        if broken.count > 5 { notes.append("\(broken.count - 5) more entries left out") }
    }
}

extension HARExchange {
    /// Method and address for people, without query, fragment and what could be a token.
    var requestLine: String {
        let address = url.prefix { $0 != "?" && $0 != "#" }
        let line = "\(method) \(address)"
        return Escaping.plain(String(Redaction.redacted(line).prefix(120)))
    }
}
