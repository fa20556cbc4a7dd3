#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Standard output and standard error.
enum StandardStreams {
    /// Writes a result to standard output.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes talk to standard error.
    static func printError(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Writes everything; a reader that has gone ends the writing and nothing else.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            // SAFETY: the call reads the slice's own bytes while they are borrowed.
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
