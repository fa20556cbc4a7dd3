internal import Reporting

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The lines of the files that were named, one file after the other, as blocks.
///
/// A block ends when it is large enough, when a file ends, or when the input pauses: who asks over a pipe gets an answer.
struct BlockSource {
    /// How much is read before a block is handed on, if there is no pause.
    static let blockBytes = 65_536

    private var paths: ArraySlice<String>
    private let namesFiles: Bool
    private let interruption: Int32?
    private var descriptor: Int32?
    private var rest = Int64.max
    private var splitter = LineSplitter(limit: LineToken.maximumBytes)
    private var buffer = [UInt8](repeating: 0, count: blockBytes)

    /// How many bytes the files have, as far as that is known beforehand.
    let totalBytes: Int64?
    /// The signal that ended the reading.
    private(set) var signal: Int32?
    /// Whether a file could not be read to its end.
    private(set) var isFaulty = false

    /// Makes a source.
    /// - Parameters:
    ///   - paths: The files; `-` is standard input.
    ///   - interruption: The descriptor of ``Interruption``.
    init(_ paths: [String], interruption: Int32?) {
        self.paths = paths[...]
        self.interruption = interruption
        namesFiles = paths.count > 1
        let sizes = paths.map(Self.size)
        totalBytes =
            sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0) { $0 &+ max(0, $1) }
    }

    /// Waits for the next lines.
    /// - Returns: At least one line; nil when there are no more, or a signal has come.
    mutating func next() -> LineBlock? {
        while signal == nil {
            guard let descriptor = descriptor ?? openNext() else { return nil }
            switch awaited(descriptor, atOnce: splitter.hasLines) {
            case .signal, .pause:
                // What has not ended was not begun.
                return splitter.hasLines ? take() : nil
            case .ready: break
            }
            let wanted = Int(min(Int64(buffer.count), rest))
            let count = wanted == 0 ? 0 : read(descriptor, &buffer, wanted)
            if count > 0 {
                rest -= Int64(count)
                let bytes = buffer
                splitter.add(bytes.span.extracting(first: count))
                if splitter.hasLines, splitter.count >= Self.blockBytes { return take() }
            } else if count == 0 {
                splitter.endInput()
                endFile()
                if splitter.hasLines { return take() }
            } else if errno != EINTR, errno != EAGAIN {
                fail("cannot be read any further (error \(errno))")
                endFile()
                if splitter.hasLines { return take() }
            }
        }
        return nil
    }

    private mutating func take() -> LineBlock {
        var block = splitter.take()
        block.file = namesFiles ? name : nil
        if descriptor == nil { splitter = LineSplitter(limit: splitter.limit) }
        return block
    }

    private enum Awaited { case ready, pause, signal }

    /// Waits until something can be read, or a signal has come; or only looks.
    private mutating func awaited(_ descriptor: Int32, atOnce: Bool) -> Awaited {
        var waiting = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: interruption ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = poll(&waiting, nfds_t(waiting.count), atOnce ? 0 : -1)
            if count < 0, errno == EINTR { continue }
            if waiting[1].revents != 0, let interruption {
                var number: [UInt8] = [0]
                _ = read(interruption, &number, 1)
                signal = Int32(number[0])
                return .signal
            }
            return count == 0 ? .pause : .ready
        }
    }

    // MARK: Files

    private var name: String?

    /// Opens the next file that can be opened.
    private mutating func openNext() -> Int32? {
        while let path = paths.popFirst() {
            name = Escaping.plain(path)
            splitter = LineSplitter(limit: splitter.limit)
            if path == "-" {
                descriptor = STDIN_FILENO
                rest = Self.size(path) == nil ? .max : rest(of: STDIN_FILENO)
                return STDIN_FILENO
            }
            do throws(CommandFault) {
                let opened = try FileReader.opened(path)
                descriptor = opened
                rest = rest(of: opened)
                return opened
            } catch {
                StandardStreams.printError(error.text)
                isFaulty = true
            }
        }
        return nil
    }

    /// What a regular file holds now: one that grows while it is read, perhaps by what is written here, has an end.
    private func rest(of descriptor: Int32) -> Int64 {
        var information = stat()
        guard fstat(descriptor, &information) == 0, Self.isRegular(information),
            information.st_size > 0
        else { return .max }
        return Int64(information.st_size) - max(0, Int64(lseek(descriptor, 0, SEEK_CUR)))
    }

    private mutating func fail(_ words: String) {
        StandardStreams.printError("tokcheck: \(name ?? "-"): \(words)\n")
        isFaulty = true
    }

    private mutating func endFile() {
        if let descriptor, descriptor != STDIN_FILENO { close(descriptor) }
        descriptor = nil
    }

    private static func size(_ path: String) -> Int64? {
        var information = stat()
        let isThere =
            path == "-" ? fstat(STDIN_FILENO, &information) : stat(path, &information)
        return isThere == 0 && isRegular(information) ? Int64(information.st_size) : nil
    }

    private static func isRegular(_ information: stat) -> Bool {
        information.st_mode & S_IFMT == S_IFREG
    }
}
