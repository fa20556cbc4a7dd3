#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file that a flag names for a result.
enum OutputFile {
    /// Writes a file beside and renames it: a reader finds the old content or the new, and a link is replaced, not followed.
    /// - Throws: ``CommandFault`` (73) when it cannot be written; nothing is left behind.
    static func write(_ text: String, to path: String, for readers: Readers = .usual)
        throws(CommandFault)
    {
        if isSpecial(path) { throw .cannotCreate(path, EINVAL) }
        let beside = path + ".\(getpid()).part"
        // What an earlier process of this number left behind is nobody's.
        var file = opened(beside, for: readers)
        if file < 0, errno == EEXIST, unlink(beside) == 0 {
            file = opened(beside, for: readers)
        }
        guard file >= 0 else { throw .cannotCreate(path, errno) }
        let end = StandardStreams.write(text, to: file)
        let isClosed = close(file) == 0
        guard end == .complete, isClosed, rename(beside, path) == 0 else {
            let number = end.number ?? errno
            unlink(beside)
            throw .cannotCreate(path, number)
        }
    }

    /// Refuses a name under which nothing can be written, as far as that shows beforehand.
    /// - Throws: ``CommandFault`` (73), as ``write(_:to:for:)`` would.
    static func refuseUnwritable(_ path: String) throws(CommandFault) {
        if path.isEmpty { throw .cannotCreate(path, ENOENT) }
        if isSpecial(path) { throw .cannotCreate(path, EINVAL) }
        var information = stat()
        // A link to a folder would be replaced, not followed.
        if lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
            throw .cannotCreate(path, EISDIR)
        }
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard stat(folder, &information) == 0 else { throw .cannotCreate(path, errno) }
        guard information.st_mode & S_IFMT == S_IFDIR else { throw .cannotCreate(path, ENOTDIR) }
        guard access(folder, W_OK | X_OK) == 0 else { throw .cannotCreate(path, errno) }
    }

    /// Who may read a file.
    enum Readers {
        /// Whom the user's mask lets.
        case usual
        /// The user alone.
        case owner
    }

    /// A new file, which the user's mask makes as private as all others.
    private static func opened(_ path: String, for readers: Readers) -> Int32 {
        open(
            path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
            readers == .owner ? 0o600 : 0o644)
    }

    /// Whether a name stands for a device, a pipe or a process's own stream, which renaming would put away.
    private static func isSpecial(_ path: String) -> Bool {
        if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return true }
        var information = stat()
        guard stat(path, &information) == 0 else { return false }
        let kind = information.st_mode & S_IFMT
        return kind != S_IFREG && kind != S_IFDIR
    }
}
