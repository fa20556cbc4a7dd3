#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Asks for a token on the terminal without showing it.
enum TerminalPrompt {
    /// Asks, and reads up to Enter.
    ///
    /// The terminal is in character mode meanwhile: in line mode it cuts a pasted line after 4,095 bytes without a
    /// word. More lines that arrive with the paste are read, too, so that nothing of it reaches the shell.
    /// - Throws: ``CommandFault`` when there is no terminal to ask on.
    static func read(_ question: String, limit: Int) throws(CommandFault) -> [UInt8] {
        let descriptor = STDIN_FILENO
        var saved = termios()
        guard tcgetattr(descriptor, &saved) == 0 else {
            throw .usage("no token was given", hint: "pipe it in, or name its file as @FILE")
        }
        var quiet = saved
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON)
        // SAFETY: the bytes of the fixed array are addressed by the positions that the C library names.
        withUnsafeMutableBytes(of: &quiet.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        SavedTerminal.keep(saved, during: quiet)
        SavedTerminal.handleSignals()
        tcsetattr(descriptor, TCSAFLUSH, &quiet)
        StandardStreams.printError(question)
        let bytes = line(from: descriptor, limit: limit)
        tcsetattr(descriptor, TCSAFLUSH, &saved)
        SavedTerminal.restoreSignals()
        StandardStreams.printError("\n")
        return withoutPasteMarks(bytes)
    }

    private static func line(from descriptor: Int32, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            var isOver = false
            for byte in buffer[..<count] {
                switch byte {
                case 0x04: isOver = true
                case 0x7F, 0x08: _ = bytes.popLast()
                default: bytes.append(byte)
                }
            }
            let endsLine = bytes.last == 0x0A || bytes.last == 0x0D
            if isOver
                || endsLine && !bytes.allSatisfy(TokenWrappers.isWhiteSpace) && !hasMore(descriptor)
            {
                break
            }
            if endsLine, bytes.count == 1 { break }
        }
        return bytes
    }

    /// Whether more of a paste is already there; a person at the keyboard is never this fast.
    private static func hasMore(_ descriptor: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 50) > 0
    }

    /// Terminals may put `ESC [ 200 ~` and `ESC [ 201 ~` around what is pasted.
    private static func withoutPasteMarks(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        let marks = [Array("\u{1B}[200~".utf8), Array("\u{1B}[201~".utf8)]
        while let byte = rest.first {
            if let mark = marks.first(where: { rest.starts(with: $0) }) {
                rest = rest.dropFirst(mark.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}

/// The terminal as it was and as the prompt needs it, for signal handlers that must change it.
private enum SavedTerminal {
    // SAFETY: written before the handlers are installed, and only read by them; there is one thread.
    nonisolated(unsafe) private static var before = termios()
    nonisolated(unsafe) private static var during = termios()
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]

    static func keep(_ saved: termios, during quiet: termios) {
        before = saved
        during = quiet
    }

    /// Puts the terminal back when a signal ends or stops the process, and lets the signal do its work.
    ///
    /// A parent may have started this process with signals blocked; Ctrl-C must work all the same.
    static func handleSignals() {
        signals.forEach(handle)
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        sigprocmask(SIG_UNBLOCK, &set, nil)
    }

    static func restoreSignals() {
        for number in signals { signal(number, SIG_DFL) }
    }

    private static func handle(_ number: Int32) {
        signal(number) { number in
            // Only calls that POSIX allows in a handler (signal-safety(7)).
            var saved = SavedTerminal.before
            tcsetattr(STDIN_FILENO, TCSANOW, &saved)
            signal(number, SIG_DFL)
            var set = sigset_t()
            sigemptyset(&set)
            sigaddset(&set, number)
            sigprocmask(SIG_UNBLOCK, &set, nil)
            raise(number)
            // Only a process that was stopped and goes on comes here.
            var quiet = SavedTerminal.during
            tcsetattr(STDIN_FILENO, TCSANOW, &quiet)
            SavedTerminal.handle(number)
        }
    }
}
