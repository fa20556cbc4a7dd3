internal import ArgumentParser
internal import JOSE
internal import StrictJSON

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Where the token comes from.
struct TokenOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "@FILE, or - for standard input; without it, standard input or a prompt.",
            valueName: "token"))
    var token: String?

    @Option(
        help: ArgumentHelp("Read the token from this environment variable.", valueName: "name"))
    var tokenEnv: String?

    /// More than any form of one token has, and little enough to hold: the largest token is 64 KiB.
    private static let maximumBytes = 1_048_576

    /// The token, asked for on the terminal if it comes from nowhere else.
    func token(
        in program: Program, noInput: Bool, joiningLines: TokenWrappers.LineJoining
    ) throws(CommandFault) -> FoundToken {
        let input = try input(in: program) { () throws(CommandFault) in
            guard !noInput else {
                throw .usage("no token was given", hint: "pipe it in, or name its file as @FILE")
            }
            return try TerminalPrompt.read(
                "Paste the token, then Enter: ", limit: Self.maximumBytes)
        }
        return TokenWrappers.unwrap(input, joiningLines: joiningLines)
    }

    /// The token if it can be had without asking, for a usage error that quotes what it claims.
    func tokenWithoutAsking(in program: Program, noInput: Bool) -> FoundToken? {
        let input = try? input(in: program) { () throws(CommandFault) in
            throw .usage("no token", hint: "")
        }
        return input.map { TokenWrappers.unwrap($0, joiningLines: .never) }
    }

    private func input(
        in program: Program, prompt: () throws(CommandFault) -> [UInt8]
    ) throws(CommandFault) -> [UInt8] {
        if let tokenEnv {
            guard token == nil else {
                throw .usage(
                    "two tokens: an argument and --token-env", hint: "leave out one of them")
            }
            guard let value = program.environment[tokenEnv] else {
                throw .usage(
                    "--token-env: there is no variable \(Redaction.redacted(tokenEnv).debugDescription)",
                    hint: "give the name of a variable, without a dollar sign")
            }
            return Array(value.utf8)
        }
        switch token {
        case nil where isatty(STDIN_FILENO) == 1: return try prompt()
        case nil, "-":
            guard let bytes = FileReader.bytes(from: STDIN_FILENO, limit: Self.maximumBytes + 1)
            else {
                throw CommandFault(
                    exit: .noInput, code: "no-input", message: "standard input cannot be read")
            }
            return bytes
        case .some(let text) where text.hasPrefix("@"):
            return try FileReader.bytes(of: String(text.dropFirst()), limit: Self.maximumBytes + 1)
        case .some(let text):
            return try argument(text, in: program)
        }
    }

    /// A token on the command line, where others can see it.
    private func argument(_ text: String, in program: Program) throws(CommandFault) -> [UInt8] {
        guard text.hasPrefix("eyJ") else {
            let isFile = FileReader.exists(text)
            throw .usage(
                isFile ? "a file must be named with @" : "not a token: an argument begins with eyJ",
                hint: isFile
                    ? "write @\(Redaction.redacted(text))"
                    : "name a file as @FILE, or pipe the token in")
        }
        if let ci = program.environment["CI"], !ci.isEmpty {
            throw .usage(
                "a token as argument ends up in the log of the pipeline",
                hint: "use - with a pipe, or --token-env NAME")
        }
        StandardStreams.printError(
            "tokcheck: note: a token as argument is visible in ps and the shell's history; @FILE or a pipe is not\n"
        )
        return Array(text.utf8)
    }
}

extension FoundToken {
    /// The first 12 hexadecimal digits of the token's SHA-256, by which people may speak of it.
    var fingerprint: String { String(Hexadecimal.text(Digest.sha256(bytes.span)).prefix(12)) }
}
