internal import JOSE
internal import Reporting
internal import StrictJSON

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Secrets, read from where a flag says; never from an argument.
enum SecretReader {
    /// Far above any secret or assertion.
    private static let mostBytes = 65_536

    /// The text of a file, without the line break at its end.
    ///
    /// Who gives the secret itself in the place of its file's name finds it in no message.
    static func file(_ path: String, _ flag: String) throws(CommandFault) -> Secret {
        let bytes: Secret
        do throws(CommandFault) {
            bytes = try Self.bytes(path, limit: mostBytes + 1)
        } catch {
            guard !FileReader.exists(path) else { throw error }
            throw CommandFault(
                exit: error.exit, code: error.code, message: "\(flag): \(error.message)",
                hint: "give the name of a file, never the secret itself")
        }
        return try text(bytes, flag)
    }

    /// The bytes of a file, as they are.
    static func bytes(_ path: String, limit: Int = 1_048_576) throws(CommandFault) -> Secret {
        let descriptor = try FileReader.opened(path)
        defer { close(descriptor) }
        guard let bytes = read(descriptor, limit) else {
            throw CommandFault(
                exit: .noInput, code: "no-input", message: "cannot be read (error \(errno))",
                file: Escaping.plain(path))
        }
        return bytes
    }

    /// The value of a variable.
    static func variable(_ name: String, _ flag: String, in program: Program)
        throws(CommandFault) -> Secret
    {
        // Who gives the secret itself in the place of the name finds it in no message.
        guard let value = program.environment[name] else {
            throw .usage(
                "\(flag): there is no variable of this name",
                hint: "give the name of a variable, without a dollar sign; never the secret itself")
        }
        return try text(Secret(value), flag)
    }

    /// All of standard input.
    static func standardInput(_ flag: String) throws(CommandFault) -> Secret {
        guard isatty(STDIN_FILENO) == 0 else {
            throw .usage(
                "\(flag): standard input is a terminal, which would show the secret",
                hint: "pipe it in, or name its file")
        }
        guard let bytes = read(STDIN_FILENO, mostBytes + 1) else {
            throw FileReader.unreadableStandardInput
        }
        return try text(bytes, flag)
    }

    /// Everything up to a limit, of which no copy is left behind; nil when reading fails.
    private static func read(_ descriptor: Int32, _ limit: Int) -> Secret? {
        var bytes: [UInt8] = []
        // Room for all of it: an array that grows leaves its old bytes where they were.
        bytes.reserveCapacity(limit)
        var part = [UInt8](repeating: 0, count: min(limit, 65_536))
        // Whoever takes an array over overwrites it.
        defer { _ = Secret(taking: &part) }
        while bytes.count < limit {
            let count = FileReader.part(of: descriptor, into: &part, atMost: limit - bytes.count)
            guard count >= 0 else {
                _ = Secret(taking: &bytes)
                return nil
            }
            if count == 0 { break }
            bytes += part[..<count]
        }
        return Secret(taking: &bytes)
    }

    private static func text(_ whole: Secret, _ flag: String) throws(CommandFault) -> Secret {
        var kept = whole.withBytes { bytes in
            var start = 0
            var end = bytes.count
            if end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
            while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
            return [UInt8](copying: bytes.extracting(start..<end))
        }
        guard kept.count <= mostBytes else {
            throw .usage("\(flag): too long to be a secret", hint: "name the file of the secret")
        }
        guard !kept.isEmpty else {
            throw .usage("\(flag): empty", hint: "give the secret's value")
        }
        return Secret(taking: &kept)
    }
}
