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
    /// - Parameters:
    ///   - question: What is asked; it goes to the terminal even if standard error does not.
    ///   - limit: How many bytes are kept.
    /// - Returns: The bytes, line ends included.
    /// - Throws: ``CommandFault`` when there is no terminal to ask on.
    static func read(_ question: String, limit: Int) throws(CommandFault) -> [UInt8] {
        let input = STDIN_FILENO
        var before = termios()
        guard tcgetattr(input, &before) == 0 else { throw unusable }
        let output = outputDescriptor()
        defer { if output > STDERR_FILENO { close(output) } }
        var line = PromptLine(limit: limit, editing: editingCharacters(of: before))
        let quiet = withoutEchoAndLines(before)
        let isQuiet = QuietTerminal.run(
            input: input, output: output, question: question, before: before, during: quiet
        ) {
            StandardStreams.write(question, to: output)
            fill(&line, from: input)
        }
        guard isQuiet else { throw unusable }
        StandardStreams.write("\n", to: output)
        return line.bytes
    }

    private static let unusable = CommandFault.usage(
        "no token was given", hint: "pipe it in, or name its file as @FILE")

    /// Standard error if it is a terminal, else the terminal of the process.
    private static func outputDescriptor() -> Int32 {
        guard isatty(STDERR_FILENO) != 1 else { return STDERR_FILENO }
        let descriptor = open("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC)
        return descriptor < 0 ? STDERR_FILENO : descriptor
    }

    private static func withoutEchoAndLines(_ attributes: termios) -> termios {
        var quiet = attributes
        quiet.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON)
        // SAFETY: the bytes of the fixed array are addressed by the positions that the C library names.
        withUnsafeMutableBytes(of: &quiet.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        return quiet
    }

    private static func editingCharacters(of attributes: termios) -> PromptLine.EditingCharacters {
        // SAFETY: as above, only read.
        withUnsafeBytes(of: attributes.c_cc) { characters in
            // 0 (on macOS 255) stands for no character: the usual one is then harmless.
            func character(_ position: Int32, or usual: UInt8) -> UInt8 {
                let set = characters[Int(position)]
                return set == 0 || set == 0xFF ? usual : set
            }
            return PromptLine.EditingCharacters(
                erase: character(VERASE, or: 0x7F), kill: character(VKILL, or: 0x15),
                endOfInput: character(VEOF, or: 0x04))
        }
    }

    private static func fill(_ line: inout PromptLine, from descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        repeat {
            let count = systemRead(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN, FileReader.waits(for: POLLIN, on: descriptor) {
                continue
            }
            guard count > 0 else { return }
            line.take(buffer[..<count])
        } while !line.isOver && !(line.isAtEnter && !hasMore(descriptor))
    }

    /// Whether more of a paste is there or under way; nobody types on within a tenth of a second after Enter.
    private static func hasMore(_ descriptor: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: POLLIN), revents: 0)
        return poll(&waiting, 1, 100) > 0
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
{
    read(descriptor, bytes, count)
}
