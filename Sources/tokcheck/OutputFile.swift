internal import Reporting

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
    static func write(_ text: String, to path: String) throws(CommandFault) {
        let beside = path + ".\(getpid()).part"
        let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw fault(path, errno) }
        let end = StandardStreams.write(text, to: file)
        close(file)
        guard end == .complete, rename(beside, path) == 0 else {
            let number = errno
            unlink(beside)
            throw fault(path, number)
        }
    }

    private static func fault(_ path: String, _ number: Int32) -> CommandFault {
        CommandFault(
            exit: .cannotCreate, code: "cannot-create",
            message: number == ENOENT
                ? "there is no such folder" : "cannot be written (error \(number))",
            file: Escaping.plain(path))
    }
}
