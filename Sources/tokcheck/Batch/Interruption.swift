#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Ctrl-C and its like, told to a loop that waits for input instead of ending the process.
///
/// The first signal is told; the same signal a second time ends the process as always.
enum Interruption {
    /// Begins to listen.
    /// - Returns: A descriptor that becomes readable with the first signal and gives its number as one byte; nil when
    ///   the system has none left, and then signals end the process as always.
    static func listen() -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        told.initialize(to: ends[1])
        for number in [SIGINT, SIGTERM] {
            let previous = signal(number, tell)
            // What is ignored, as `nohup` wants it, stays so.
            // SAFETY: function pointers are compared by address; a nil pointer (SIG_DFL) is address 0.
            if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            }
        }
        return ends[0]
    }

    /// Lets the signals through to this thread: the parent may have started the process with them blocked.
    static func unblock() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM] { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// The exit code of a process that was ended so.
    static func status(of number: Int32) -> ExitStatus {
        number == SIGTERM ? .terminated : .interrupted
    }
}

// SAFETY: allocated once, never freed, and written before the handler is installed, which only reads it. A constant,
// since reading a variable would run the exclusivity checks of the language inside a handler.
nonisolated(unsafe) private let told = UnsafeMutablePointer<Int32>.allocate(capacity: 1)

/// SAFETY: calls only what POSIX allows in a handler (IEEE 1003.1 §2.4.3), allocates nothing, and keeps `errno`.
private func tell(_ number: Int32) {
    let code = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(told.pointee, &byte, 1)
    signal(number, SIG_DFL)
    errno = code
}
