internal import ArgumentParser
internal import DefenderXDR
internal import Reporting

/// `tokcheck defender hunt`.
struct HuntCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hunt",
        abstract: "Run an advanced hunting query.",
        discussion: """
            Asks Microsoft Graph unless --backend xdr is given; that API ends on 2027-02-01.
            A query may take three minutes, and bring 100,000 rows.
            The flags behind --grant are those of `tokcheck token get --help`.

            tokcheck defender hunt 'DeviceInfo | summarize count() by OSPlatform' @token.jwt
            tokcheck defender hunt @query.kql --token-env TOKEN -o csv > rows.csv
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The query, @FILE for one in a file, or - for standard input.", valueName: "query"))
    var query: String

    @OptionGroup var source: CallTokenOptions
    @OptionGroup(title: "The API") var options: DefenderOptions
    @OptionGroup(title: "Output") var rows: OutputOptions<RowFormat>

    /// Far above any query that people write; the API's own limit is not documented.
    private static let mostBytes = 1_048_576

    func perform(in program: Program) async throws -> ExitStatus {
        if query == "-", source.takesStandardInput {
            throw CommandFault.usage(
                "the query and the token both want standard input",
                hint: "name the file of either: @FILE, or --client-secret-file FILE")
        }
        let text = try text()
        let format = rows.format
        return try await DefenderSession.run(
            for: .hunt, options, source, rows.display, isJSON: format == .json, in: program
        ) { session in
            try session.preflight()
            let answer = try await session.client.hunt(text)
            let style = rows.style(in: program)
            var listing = HuntingListing(
                answer, session.target.backend, format, style, isQuiet: rows.quiet)
            listing.write()
            return listing.status
        }
    }

    private func text() throws(CommandFault) -> String {
        let bytes: [UInt8]
        if query == "-" {
            bytes = try FileReader.standardInput(limit: Self.mostBytes + 1)
        } else if query.hasPrefix("@") {
            bytes = try FileReader.bytes(of: String(query.dropFirst()), limit: Self.mostBytes + 1)
        } else {
            bytes = Array(query.utf8)
        }
        guard bytes.count <= Self.mostBytes, let text = String(validating: bytes, as: UTF8.self)
        else {
            throw CommandFault(
                exit: .badData, code: "query", message: "the query is no text in UTF-8, or too long"
            )
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            throw .usage("the query is empty", hint: "such as 'DeviceInfo | take 5'")
        }
        guard !text.hasPrefix("eyJ") else {
            throw .usage("a token in the place of the query", hint: "the query comes first")
        }
        return text
    }
}
