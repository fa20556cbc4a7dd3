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

    @Option(
        help: ArgumentHelp("Take the token out of an HTTP archive.", valueName: "file"),
        completion: .file())
    var har: String?

    @Option(
        help: ArgumentHelp(
            "Which request of the archive, by its number, if it has several tokens.",
            valueName: "n"))
    var request: Int?

    /// The file that holds the token, if it comes from one.
    var files: [String] {
        if let har { return har == "-" ? [] : [har] }
        guard let token, token.hasPrefix("@") else { return [] }
        return [String(token.dropFirst())]
    }

    /// The token, asked for on the terminal if it comes from nowhere else.
    func token(
        in program: Program, noInput: Bool, joiningLines: TokenWrappers.LineJoining
    ) throws(CommandFault) -> FoundToken {
        if let token = try archivedToken() { return token }
        let source = try source(in: program)
        guard source != .prompt || !noInput else {
            throw .usage("no token was given", hint: "pipe it in, or name its file as @FILE")
        }
        return TokenWrappers.unwrap(try bytes(of: source), joiningLines: joiningLines)
    }

    /// The token if it can be had without asking, for a usage error that quotes what it claims.
    func tokenWithoutAsking(in program: Program, noInput: Bool) -> FoundToken? {
        if har != nil { return try? archivedToken() }
        guard let source = try? source(in: program), source != .prompt,
            let bytes = try? bytes(of: source)
        else { return nil }
        return TokenWrappers.unwrap(bytes, joiningLines: .never)
    }

    /// Whether a flag or argument says where the token is.
    var isNamed: Bool { token != nil || tokenEnv != nil || har != nil }

    /// The token of the archive; nil when none is named.
    private func archivedToken() throws(CommandFault) -> FoundToken? {
        guard let har else {
            guard request == nil else {
                throw .usage("--request without --har", hint: "name the archive with --har FILE")
            }
            return nil
        }
        guard token == nil, tokenEnv == nil else {
            throw .usage("two tokens: --har and another", hint: "leave out one of them")
        }
        return try HARTokens(har, request: request).token()
    }

    /// Whether the token is asked of standard input by name, or nothing else is named.
    var takesStandardInput: Bool { token == "-" || har == "-" || !isNamed }

    private func source(in program: Program) throws(CommandFault) -> TokenSource {
        try TokenSource(
            argument: token, variable: tokenEnv,
            in: TokenSource.Surroundings(
                environment: program.environment, isTerminal: isatty(STDIN_FILENO) == 1,
                fileExists: FileReader.exists))
    }

    private func bytes(of source: TokenSource) throws(CommandFault) -> [UInt8] {
        if let note = source.note { StandardStreams.printNote(note) }
        // One byte more than is taken shows that there is too much.
        let limit = TokenWrappers.maximumBytes + 1
        switch source {
        case .variable(let text), .argument(let text): return Array(text.utf8)
        case .file(let path): return try FileReader.bytes(of: path, limit: limit)
        case .prompt: return try TerminalPrompt.read("Paste the token, then Enter: ", limit: limit)
        case .standardInput: return try FileReader.standardInput(limit: limit)
        }
    }
}

extension FoundToken {
    /// The first 12 hexadecimal digits of the token's SHA-256, by which people may speak of it.
    var fingerprint: String { String(Hexadecimal.text(Digest.sha256(bytes.span)).prefix(12)) }
}
