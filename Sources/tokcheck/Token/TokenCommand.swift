internal import ArgumentParser

/// `tokcheck token`: tokens, and how to get them.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Get a token, checked before it is handed out.",
        subcommands: [TokenGetCommand.self]
    )
}
