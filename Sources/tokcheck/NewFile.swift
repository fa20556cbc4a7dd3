#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file that must not have been there.
enum NewFile {
    /// Creates a file; what is there, a link included, stays as it is.
    /// - Throws: ``CommandFault`` (73) when something has the name already, or it cannot be written.
    static func create(_ text: String, at path: String) throws(CommandFault) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw .cannotCreate(path, errno) }
        let end = StandardStreams.write(text, to: file)
        let isClosed = close(file) == 0
        guard end == .complete, isClosed else {
            let number = end.number ?? errno
            unlink(path)
            throw .cannotCreate(path, number)
        }
    }
}
