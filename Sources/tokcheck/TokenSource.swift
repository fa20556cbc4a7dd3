/// From where a token is read, decided by the arguments before anything is read.
enum TokenSource: Equatable {
    /// All of standard input.
    case standardInput
    /// A question on the terminal.
    case prompt
    /// The file that was named with `@`.
    case file(String)
    /// The text itself, out of an environment variable.
    case variable(String)
    /// The text itself, as argument.
    case argument(String)

    /// What the decision depends on beside the arguments.
    struct Surroundings {
        /// The environment variables.
        var environment: [String: String]
        /// Whether standard input is a terminal.
        var isTerminal: Bool
        /// Whether something of a name is there to be read.
        var fileExists: (String) -> Bool
    }

    /// Decides.
    ///
    /// Standard input that happens to be no terminal is not a second source: scripts and pipelines hardly ever have one.
    /// - Parameters:
    ///   - argument: The argument, if there is one.
    ///   - variable: The value of `--token-env`.
    ///   - surroundings: Environment, terminal and files.
    /// - Throws: ``CommandFault`` (64) when there is more than one source, or one that cannot be meant.
    init(argument: String?, variable: String?, in surroundings: Surroundings) throws(CommandFault) {
        if let variable {
            guard argument == nil else {
                throw .usage(
                    "two tokens: an argument and --token-env", hint: "leave out one of them")
            }
            guard let value = surroundings.environment[variable] else {
                throw .usage(
                    "--token-env: there is no variable \(Redaction.quoted(variable))",
                    hint: "give the name of a variable, without a dollar sign")
            }
            self = .variable(value)
            return
        }
        switch argument {
        case nil, "-":
            // Read as a stream, a terminal would cut a long line after 4,095 bytes and show it.
            self = surroundings.isTerminal ? .prompt : .standardInput
        case "@":
            throw .usage("@ without the name of a file", hint: "write @FILE, such as @token.txt")
        case .some(let text) where text.hasPrefix("@"):
            self = .file(String(text.dropFirst()))
        case .some(let text) where text.hasPrefix("eyJ"):
            if let ci = surroundings.environment["CI"], !ci.isEmpty {
                throw .usage(
                    "a token as argument ends up in the log of the pipeline",
                    hint: "use - with a pipe, or --token-env NAME")
            }
            self = .argument(text)
        case .some(let text):
            let isFile = surroundings.fileExists(text)
            throw .usage(
                isFile ? "a file must be named with @" : "not a token: an argument begins with eyJ",
                hint: isFile
                    ? "write @\(Redaction.redacted(text))"
                    : "name a file as @FILE, or pipe the token in")
        }
    }

    /// What must be said on standard error of this source.
    var note: String? {
        switch self {
        case .argument:
            "a token as argument is visible in ps and the shell's history; @FILE or a pipe is not"
        case .standardInput, .prompt, .file, .variable: nil
        }
    }
}
