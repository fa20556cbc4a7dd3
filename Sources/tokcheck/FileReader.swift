internal import Reporting

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Files and streams read whole, up to a limit.
enum FileReader {
    /// The bytes of a file, at most as many as the limit.
    /// - Throws: ``CommandFault`` (66) when the file cannot be read.
    static func bytes(of path: String, limit: Int, _ opening: Opening = .waiting)
        throws(CommandFault) -> [UInt8]
    {
        let descriptor = openedForReading(path, opening)
        guard descriptor >= 0 else { throw fault(path, errno) }
        defer { close(descriptor) }
        guard let bytes = bytes(from: descriptor, limit: limit) else { throw fault(path, errno) }
        return bytes
    }

    /// The bytes of standard input, at most as many as the limit.
    /// - Throws: ``CommandFault`` (66) when it cannot be read.
    static func standardInput(limit: Int) throws(CommandFault) -> [UInt8] {
        guard let bytes = bytes(from: STDIN_FILENO, limit: limit) else {
            throw unreadableStandardInput
        }
        return bytes
    }

    /// Standard input cannot be read (66).
    static var unreadableStandardInput: CommandFault {
        CommandFault(exit: .noInput, code: "no-input", message: "standard input cannot be read")
    }

    /// What an argument names: a file, or with `-` standard input.
    /// - Throws: ``CommandFault`` (66) when it cannot be read.
    static func bytes(named name: String, limit: Int) throws(CommandFault) -> [UInt8] {
        name == "-" ? try standardInput(limit: limit) : try bytes(of: name, limit: limit)
    }

    /// What messages call a file that an argument names, `-` included.
    static func label(of name: String) -> String {
        name == "-" ? "standard input" : Escaping.plain(Redaction.redacted(name))
    }

    /// A descriptor of a file to be read as a stream; the caller closes it.
    /// - Throws: ``CommandFault`` (66) when the file cannot be opened, or is a folder.
    static func opened(_ path: String) throws(CommandFault) -> Int32 {
        let descriptor = openedForReading(path, .waiting)
        guard descriptor >= 0 else { throw fault(path, errno) }
        var information = stat()
        if fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw fault(path, EISDIR)
        }
        return descriptor
    }

    /// The bytes of an open descriptor, at most as many as the limit; nil when reading fails (the reason is in `errno`).
    static func bytes(from descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = part(of: descriptor, into: &buffer, atMost: limit - bytes.count)
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// Reads once, waiting as long as it takes.
    /// - Returns: How many bytes came; 0 at the end, and less when reading fails (the reason is in `errno`).
    static func part(of descriptor: Int32, into buffer: inout [UInt8], atMost limit: Int) -> Int {
        while true {
            let count = read(descriptor, &buffer, min(buffer.count, limit))
            if count < 0,
                errno == EINTR || errno == EAGAIN && waits(for: POLLIN, on: descriptor)
            {
                continue
            }
            return count
        }
    }

    /// Whether something of this name can be opened as a file.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Waits until a descriptor that another program has set to not block can be used.
    static func waits(for event: some BinaryInteger, on descriptor: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: event), revents: 0)
        return poll(&waiting, 1, -1) > 0 || errno == EINTR
    }

    /// Whether opening a named pipe waits for somebody to write to it.
    enum Opening { case waiting, atOnce }

    private static func openedForReading(_ path: String, _ opening: Opening) -> Int32 {
        while true {
            let flags = O_RDONLY | O_CLOEXEC | (opening == .atOnce ? O_NONBLOCK : 0)
            let descriptor = open(path, flags)
            // A named pipe may keep the call waiting, and a signal may end the wait.
            guard descriptor < 0, errno == EINTR else { return descriptor }
        }
    }

    private static func fault(_ path: String, _ number: Int32) -> CommandFault {
        let (message, hint): (String, String?) =
            switch number {
            case ENOENT, ENOTDIR, ENAMETOOLONG: ("there is no such file", nil)
            case EISDIR: ("a folder, not a file", "name a file in it")
            case EACCES, EPERM: ("not allowed to read it", nil)
            default: ("cannot be read (error \(number))", nil)
            }
        // What is no file's name may be a token that was written behind the @.
        let isName = exists(path) || number == EACCES
        return CommandFault(
            exit: .noInput, code: "no-input", message: message, hint: hint,
            file: Escaping.plain(isName ? path : Redaction.redacted(path)))
    }
}
