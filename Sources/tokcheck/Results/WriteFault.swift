internal import Reporting

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension CommandFault {
    /// A file that cannot be written (73).
    /// - Parameters:
    ///   - path: The file's name, as it was given.
    ///   - number: The number of the system's error.
    /// - Returns: The fault, with what to do if something has the name already.
    static func cannotCreate(_ path: String, _ number: Int32) -> CommandFault {
        let message =
            switch number {
            case EEXIST: "is there already"
            case ENOENT, ENOTDIR: "there is no such folder"
            case EISDIR: "a folder, not a file"
            case EACCES, EPERM, EROFS: "not allowed to write it"
            case ENOSPC, EDQUOT: "there is no space left for it"
            case EINVAL: "a device or pipe, not a file"
            default: "cannot be written (error \(number))"
            }
        return CommandFault(
            exit: .cannotCreate, code: "cannot-create", message: message,
            hint: number == EEXIST ? "name a new file, or add --replace" : nil,
            file: Escaping.plain(Redaction.redacted(path)))
    }
}
