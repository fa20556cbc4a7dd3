internal import ArgumentParser
internal import DefenderXDR
internal import Reporting
internal import StrictJSON

/// `tokcheck defender incidents get`.
struct IncidentGetCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show an incident.",
        discussion: """
            The flags behind --grant are those of `tokcheck token get --help`.

            tokcheck defender incidents get 924565 @token.jwt
            """
    )

    @Argument(help: ArgumentHelp("The incident's id.", valueName: "id"))
    var id: String

    @OptionGroup var source: CallTokenOptions
    @OptionGroup(title: "The API") var options: DefenderOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) async throws -> ExitStatus {
        let id = try IncidentArgument.id(id)
        return try await DefenderSession.run(
            for: .getIncident, options, source, global.display, isJSON: global.format == .json,
            in: program
        ) { session in
            try session.preflight()
            session.write(try await session.client.incident(id), global)
            return .success
        }
    }
}

/// The id of an incident on the command line.
enum IncidentArgument {
    /// Reads an id.
    static func id(_ text: String) throws(CommandFault) -> IncidentID {
        guard !text.hasPrefix("eyJ"), let id = IncidentID(text) else {
            throw .usage(
                "not the id of an incident: \(Redaction.quoted(text))",
                hint: "the id comes first, then the token: such as 924565 @token.jwt")
        }
        return id
    }
}

extension DefenderSession {
    /// Writes an incident as it was asked for.
    func write(_ incident: Incident, _ global: GlobalOptions) {
        global.write(
            json: .object([
                ("schema", .string("tokcheck/incident/1")),
                ("backend", .string(target.backend.rawValue)),
                ("incident", incident.json),
            ]),
            text: IncidentPage(incident, style: global.style(in: program)).text)
        if let other = incident.redirectID {
            note("incident \(incident.id) was merged into \(other)")
        }
    }
}
