#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Standard output and standard error.
enum StandardStreams {
    /// How writing ended.
    enum WriteEnd: Equatable {
        /// Everything is written.
        case complete
        /// The reader has gone (as `head` does), or the stream was closed from the start.
        case closed
        /// The system refused, with this number.
        case failed(Int32)

        /// The number with which the system refused, if it did.
        var number: Int32? {
            if case .failed(let number) = self { number } else { nil }
        }
    }

    /// Writes a result to standard output.
    ///
    /// A reader that has gone ends the writing and nothing else: the exit code must still tell the verdict. Output
    /// that is lost in another way, such as by a full disk, is told on standard error.
    static func print(_ text: String) {
        sayIfLost(write(text, to: STDOUT_FILENO))
    }

    /// Says on standard error that output was lost, if it was.
    static func sayIfLost(_ end: WriteEnd) {
        if case .failed(let number) = end {
            printError("tokcheck: standard output cannot be written (error \(number))\n")
        }
    }

    /// Writes talk to standard error; there is nowhere to tell that it failed.
    static func printError(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Writes a sentence that somebody should know beside the result to standard error.
    static func printNote(_ sentence: String) { printError("tokcheck: note: \(sentence)\n") }

    /// Writes everything to a descriptor.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> WriteEnd {
        write(Array(text.utf8)[...], to: descriptor)
    }

    /// Writes everything to a descriptor.
    static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> WriteEnd {
        _ = closedPipesAreErrors
        var bytes = bytes
        while !bytes.isEmpty {
            // SAFETY: the call reads the slice's own bytes while they are borrowed.
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN where FileReader.waits(for: POLLOUT, on: descriptor): continue
            case EPIPE, EBADF: return .closed
            default: return .failed(errno)
            }
        }
        return .complete
    }

    /// Done once, before the first write: writing to a closed pipe gives an error instead of ending the process.
    private static let closedPipesAreErrors: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
