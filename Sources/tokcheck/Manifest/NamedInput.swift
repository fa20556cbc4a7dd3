#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What an argument names: a file, or with `-` standard input.
enum NamedInput {
    /// The bytes, at most as many as the limit.
    /// - Throws: ``CommandFault`` (66) when they cannot be read.
    static func bytes(of path: String, limit: Int) throws(CommandFault) -> [UInt8] {
        guard path == "-" else { return try FileReader.bytes(of: path, limit: limit) }
        guard let bytes = FileReader.bytes(from: STDIN_FILENO, limit: limit) else {
            throw CommandFault(
                exit: .noInput, code: "no-input", message: "standard input cannot be read")
        }
        return bytes
    }
}
