internal import Reporting

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
        guard file >= 0 else { throw fault(path, errno) }
        let end = StandardStreams.write(text, to: file)
        let number = errno
        close(file)
        guard end == .complete else {
            unlink(path)
            throw fault(path, number)
        }
    }

    private static func fault(_ path: String, _ number: Int32) -> CommandFault {
        let (message, hint): (String, String?) =
            switch number {
            case EEXIST: ("is there already", "name a new file, or add --replace")
            case ENOENT: ("there is no such folder", nil)
            default: ("cannot be written (error \(number))", nil)
            }
        return CommandFault(
            exit: .cannotCreate, code: "cannot-create", message: message, hint: hint,
            file: Escaping.plain(path))
    }
}
