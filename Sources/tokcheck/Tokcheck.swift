internal import ArgumentParser
internal import JOSE

/// The root of the command line.
@main struct Tokcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokcheck",
        abstract: "Inspect and validate Microsoft Entra ID access tokens.",
        discussion: """
            Look at a token:    tokcheck inspect @token.jwt
            Check it:           tokcheck check @token.jwt --tenant GUID
                                  --resource defender-xdr --role Incident.Read.All
            Ask why it fails:   tokcheck why @token.jwt --tenant GUID --response answer.txt
            Get a token:        tokcheck token get --tenant contoso.com --client-id GUID
                                  --resource defender-xdr --grant device
            What a call needs:  tokcheck permissions --for 'GET /api/incidents'
            Make the call:      tokcheck defender incidents list @token.jwt
            Read about a code:  tokcheck help aud-accepted

            No token is printed but the one that token get got.
            Exit codes: tokcheck help exit-codes
            """,
        version: VersionCommand.text,
        subcommands: [
            InspectCommand.self, CheckCommand.self, WhyCommand.self, BatchCommand.self,
            KeysCommand.self,
            ManifestCommand.self, AppCommand.self, TokenCommand.self, DefenderCommand.self,
            ResourcesCommand.self, PermissionsCommand.self, SchemaCommand.self,
            CompletionCommand.self, HelpCommand.self, VersionCommand.self,
        ]
    )

    /// Runs the command line and ends the process with its exit code.
    ///
    /// OpenSSL is made ready first of all, so that no configuration file can change it.
    static func main() {
        CryptographyLibrary.initialiseWithoutConfiguration()
        let program = Program.current()
        let arguments = Array(CommandLine.arguments.dropFirst())
        Task.detached { program.end(with: await program.run(arguments)) }
        MainThread.run()
    }
}

/// A command that says with which code the process ends, instead of throwing for it.
protocol RunnableCommand: ParsableCommand {
    /// Does the work.
    /// - Parameter program: The world around the process.
    /// - Returns: The exit code.
    /// - Throws: ``CommandFault`` for what goes wrong before there is a result.
    func perform(in program: Program) async throws -> ExitStatus
}
