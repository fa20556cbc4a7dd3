internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// `tokcheck manifest from-grants`: a manifest of what is granted to an application.
struct ManifestFromGrantsCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "from-grants",
        abstract: "Make a manifest of what is granted to an application.",
        discussion: """
            Reads exports of appRoleAssignments and oauth2PermissionGrants, from Microsoft
            Graph, `az` or PowerShell, and of the resources' service principals, which
            tell what an object id stands for.

            az ad sp show --id 8ee8fdad-f234-4243-8f3b-15c294843740 > resource.json
            az rest -u https://graph.microsoft.com/v1.0/servicePrincipals/ID/appRoleAssignments > roles.json
            tokcheck manifest from-grants roles.json resource.json
            """
    )

    @Argument(
        help: ArgumentHelp("The exports, JSON; - for standard input.", valueName: "file"),
        completion: .file())
    var files: [String]

    @OptionGroup(title: "Whose") var principal: PrincipalOption

    @Flag(help: "Tell ids that are not known in comments instead of refusing the file.")
    var skipUnknown = false

    @OptionGroup(title: "The file") var draft: DraftOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let files = try ExportFiles(files)
        try files.refuseContradiction()
        let principal = try principal.principal(of: files)
        let name = principal?.name.map { " to " + Escaping.quoted($0, limit: 60) } ?? ""
        try draft.write(
            files.draft(
                of: files.export.granted(to: principal?.id, guessing: .byNames),
                title: "What is granted\(name), by the exports that were read.",
                skipUnknown: skipUnknown),
            global)
        return .success
    }
}

/// Whose grants are meant, if exports hold those of several.
struct PrincipalOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The object id of the client's service principal, if the files hold several.",
            valueName: "guid"))
    var principal: String?

    /// The client; nil when no file says whose grants they are.
    /// - Throws: ``CommandFault`` (65) when there are several, or not the one that is meant.
    func principal(of files: ExportFiles) throws(CommandFault) -> (id: String, name: String?)? {
        let all = files.export.principals
        guard let principal else {
            guard all.count > 1 else { return all.first }
            let list = all.prefix(5).map {
                ($0.name.map { Escaping.plain($0) + " " } ?? "") + $0.id
            }
            throw CommandFault(
                exit: .badData, code: "principals",
                message: "the files hold the grants of \(all.count) clients: of several"
                    + " applications, or of one in several tenants",
                hint: "name one with --principal: " + list.joined(separator: ", "))
        }
        guard let found = all.first(where: { $0.id == principal.lowercased() }) else {
            throw CommandFault(
                exit: .badData, code: "principals",
                message: "nothing is granted to \(Redaction.quoted(principal)) by these files",
                hint: all.isEmpty
                    ? nil : "they are about " + all.prefix(5).map(\.id).joined(separator: ", "))
        }
        return found
    }
}
