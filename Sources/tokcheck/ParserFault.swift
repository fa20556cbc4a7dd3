internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// What the argument parser finds wrong, as this program says it: a sentence, and what to do.
struct ParserFault {
    private let message: String
    private let arguments: [String]

    /// Takes what the parser threw.
    /// - Parameters:
    ///   - error: The parser's error.
    ///   - arguments: The command line without the program's name.
    init(_ error: any Error, arguments: [String]) {
        let takesSecrets = ["token", "defender"].contains(arguments.first)
        message = Redaction.redacted(
            parserMessage: Redaction.quoting(
                arguments, in: Tokcheck.message(for: error), hiding: takesSecrets))
        self.arguments = arguments
    }

    /// The usage error.
    var fault: CommandFault {
        if let unknownCommand { return unknownCommand }
        // What may stand there the parser lists behind its sentence, in one line or in several.
        let parts = message.ranges(of: ". Please provide one of").first.map {
            (message[..<$0.lowerBound], message[$0.upperBound...])
        }
        var sentence = (parts?.0 ?? message[...]).prefix { $0 != "\n" }
        if sentence.hasSuffix(".") { sentence.removeLast() }
        let hint = parts.map { "one of " + Self.names(in: $0.1) } ?? form ?? help
        return .usage(
            sentence.prefix(1).lowercased() + Escaping.plain(String(sentence.dropFirst())),
            hint: hint)
    }

    /// The names of a list such as `'a', 'b' or 'c'.`, or of one with a line for each.
    private static func names(in list: Substring) -> String {
        let lines = list.split(separator: "\n").filter { $0.hasPrefix("  - ") }
        let names =
            lines.isEmpty
            ? list.split(separator: "'", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map(\.element)
            : lines.map { $0.dropFirst(4) }
        return names.joined(separator: ", ")
    }

    /// How the value of a flag is written, if that is what is wrong.
    private var form: String? {
        Self.forms.first { flags, _ in
            flags.contains { message.contains(" for '\($0) <") }
        }?.form
    }

    private static let forms: [(flags: [String], form: String)] = [
        (["--at"], "such as 2026-11-23T09:00:00Z, or seconds since 1970"),
        (
            ["--min-remaining", "--max-lifetime", "--max-key-age"],
            "such as 90s, 10m, 25h or 7d"
        ),
        (["--leeway"], "such as 90s, at most 300s"),
        (
            ["--since", "--created-since"],
            "how long ago, such as 2h or 7d, or a time such as 2026-11-23T09:00:00Z"
        ),
        (["--limit", "--request", "--jobs", "--redirect-port"], "a whole number"),
        (["--field", "--id-field"], "names with a dot in between, such as request.headers.token"),
    ]

    /// A word that is no command, where one of several must be named; it is not repeated, for it may be a secret.
    private var unknownCommand: CommandFault? {
        let (path, command) = HelpCommand.command(in: arguments)
        let commands = command.configuration.subcommands
        guard !commands.isEmpty, let word = arguments.dropFirst(path.count).first,
            !word.hasPrefix("-")
        else { return nil }
        let names = commands.flatMap { [$0._commandName] + $0.configuration.aliases }
        let nearest = NearestName.nearest(to: word, among: names).map {
            "did you mean `" + (["tokcheck"] + path + [$0]).joined(separator: " ") + "`?"
        }
        return .usage(
            "there is no such command",
            hint: nearest ?? (path.isEmpty ? Self.inspecting(word) : nil) ?? help)
    }

    /// How to look at what was given in the place of a command; nil when it looks like nothing that could be meant.
    private static func inspecting(_ word: String) -> String? {
        if word.contains("/") || word.hasPrefix("@") || word.hasSuffix(".jwt") {
            return "to look at the token in a file: `tokcheck inspect @FILE`"
        }
        return Redaction.redacted(parserMessage: word) == word
            ? nil : "run `tokcheck inspect`, and paste the token there"
    }

    private var help: String {
        let path = HelpCommand.command(in: arguments).path
        return "see `" + (["tokcheck"] + path + ["--help"]).joined(separator: " ") + "`"
    }
}
