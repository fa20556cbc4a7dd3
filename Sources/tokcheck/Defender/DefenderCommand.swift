internal import ArgumentParser

/// `tokcheck defender`: incidents and hunting, with a token that is checked before it is used.
struct DefenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "defender",
        abstract: "Use a token: incidents and hunting of Microsoft Defender.",
        discussion: """
            Before every call the token is held against what the request needs: a missing
            permission is told by its name and exit code, and nothing is sent. What the API
            refuses nevertheless is explained as `tokcheck why` does. With --grant in the
            place of a token it signs in itself, with the flags of `tokcheck token get`,
            and keeps the token in memory only.

            tokcheck defender incidents list @token.jwt --status active --limit 20
            tokcheck defender hunt 'DeviceInfo | take 5' @graph-token.jwt -o csv
            tokcheck defender incidents list --grant certificate --certificate app.pem \\
              --tenant contoso.com --client-id GUID
            """,
        subcommands: [IncidentsCommand.self, HuntCommand.self]
    )
}

/// `tokcheck defender incidents`.
struct IncidentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "List, show and change incidents.",
        subcommands: [
            IncidentListCommand.self, IncidentGetCommand.self, IncidentUpdateCommand.self,
        ]
    )
}
