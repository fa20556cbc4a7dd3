internal import JOSE
internal import Reporting

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
    static func file(_ path: String, _ flag: String) throws(CommandFault) -> Secret {
        var bytes = try FileReader.bytes(of: path, limit: mostBytes + 1)
        return try text(&bytes, flag)
    }

    /// The bytes of a file, as they are.
    static func bytes(_ path: String) throws(CommandFault) -> Secret {
        var bytes = try FileReader.bytes(of: path, limit: 1_048_576)
        return Secret(taking: &bytes)
    }

    /// The value of a variable.
    static func variable(_ name: String, _ flag: String, in program: Program)
        throws(CommandFault) -> Secret
    {
        guard let value = program.environment[name] else {
            throw .usage(
                "\(flag): there is no variable \(Redaction.quoted(name))",
                hint: "give the name of a variable, without a dollar sign")
        }
        var bytes = Array(value.utf8)
        return try text(&bytes, flag)
    }

    /// All of standard input.
    static func standardInput(_ flag: String) throws(CommandFault) -> Secret {
        guard isatty(STDIN_FILENO) == 0 else {
            throw .usage(
                "\(flag): standard input is a terminal, which would show the secret",
                hint: "pipe it in, or name its file")
        }
        var bytes = try FileReader.standardInput(limit: mostBytes + 1)
        return try text(&bytes, flag)
    }

    private static func text(_ bytes: inout [UInt8], _ flag: String) throws(CommandFault) -> Secret
    {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard bytes.count <= mostBytes else {
            throw .usage("\(flag): too long to be a secret", hint: "name the file of the secret")
        }
        guard !bytes.isEmpty else {
            throw .usage("\(flag): empty", hint: "give the secret's value")
        }
        return Secret(taking: &bytes)
    }
}
