#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A terminal that shows nothing while something secret is typed, and is put back on every way out.
enum QuietTerminal {
    /// The signals that end or stop the process.
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]

    /// Changes the terminal, does the work, and puts the terminal back.
    ///
    /// What is left of a paste is dropped then: it would otherwise be typed into the shell.
    /// - Parameters:
    ///   - input: The descriptor of the terminal that is changed.
    ///   - output: Where the question is asked again after the process was stopped.
    ///   - question: That question.
    ///   - before: The terminal as it was.
    ///   - during: The terminal as the work needs it.
    ///   - work: The work.
    /// - Returns: False when the terminal could not be changed; the work is then not done.
    static func run(
        input: Int32, output: Int32, question: String, before: termios, during: termios,
        work: () -> Void
    ) -> Bool {
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: question.utf8.count)
        _ = text.initialize(from: question.utf8)
        state.initialize(
            to: PromptState(
                input: input, output: output, before: before, during: during,
                question: UnsafeBufferPointer(text)))
        let handled = install()
        let mask = unblock(handled.map(\.0))
        // SAFETY: the text lies unused as soon as the handlers are gone.
        defer { text.deallocate() }
        defer {
            setMask(mask)
            for (number, previous) in handled { signal(number, previous) }
        }
        guard tcsetattr(input, TCSAFLUSH, &state.pointee.during) == 0 else { return false }
        work()
        tcsetattr(input, TCSAFLUSH, &state.pointee.before)
        return true
    }

    /// Sets the handlers, but leaves alone what is ignored, as `nohup` wants it.
    private static func install() -> [(Int32, SignalHandler?)] {
        var handled: [(Int32, SignalHandler?)] = []
        for number in endings {
            let previous = signal(number, restoreAndRaise)
            if isIgnored(previous) {
                signal(number, SIG_IGN)
            } else {
                handled.append((number, previous))
            }
        }
        handled.append((SIGCONT, signal(SIGCONT, quietAgain)))
        return handled
    }

    /// Lets the signals through: the parent may have started this process with them blocked, and Ctrl-C must work.
    /// - Returns: The signals that were blocked.
    private static func unblock(_ numbers: [Int32]) -> sigset_t {
        var set = sigset_t()
        var before = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        sigprocmask(SIG_UNBLOCK, &set, &before)
        return before
    }

    private static func setMask(_ mask: sigset_t) {
        var mask = mask
        sigprocmask(SIG_SETMASK, &mask, nil)
    }

    private static func isIgnored(_ handler: SignalHandler?) -> Bool {
        // SAFETY: function pointers are compared by address; a nil pointer (SIG_DFL) is address 0.
        unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

private typealias SignalHandler = @convention(c) (Int32) -> Void

/// What the handlers need.
private struct PromptState {
    var input: Int32
    var output: Int32
    var before: termios
    var during: termios
    var question: UnsafeBufferPointer<UInt8>
}

// SAFETY: allocated once and never freed, so handlers can use it whenever they run. It is written before they are
// installed and only read while they are; there is one thread. A constant, since reading a variable would run the
// exclusivity checks of the language inside a handler.
nonisolated(unsafe) private let state = UnsafeMutablePointer<PromptState>.allocate(capacity: 1)

/// Puts the terminal back and lets the signal do its work, so that the shell sees its own 130 or 143.
///
/// SAFETY: calls only what POSIX allows in a handler (IEEE 1003.1 §2.4.3), allocates nothing, and keeps `errno`.
private func restoreAndRaise(_ number: Int32) {
    let code = errno
    tcflush(state.pointee.input, TCIFLUSH)
    tcsetattr(state.pointee.input, TCSANOW, &state.pointee.before)
    signal(number, SIG_DFL)
    raise(number)
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, number)
    // The signal is blocked while it is handled: it takes effect here.
    sigprocmask(SIG_UNBLOCK, &mask, nil)
    // Only a process that was stopped and goes on comes here.
    signal(number, restoreAndRaise)
    errno = code
}

/// Quietens the terminal again after a stop: the shell has set it to its own liking meanwhile.
///
/// SAFETY: as ``restoreAndRaise(_:)``.
private func quietAgain(_ number: Int32) {
    let code = errno
    tcsetattr(state.pointee.input, TCSANOW, &state.pointee.during)
    _ = write(
        state.pointee.output, state.pointee.question.baseAddress, state.pointee.question.count)
    errno = code
}
