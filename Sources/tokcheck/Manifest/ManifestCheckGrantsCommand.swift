internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// `tokcheck manifest check-grants`: whether a token will do, before there is one.
struct ManifestCheckGrantsCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-grants",
        abstract: "Say what a token will carry, before there is one.",
        discussion: """
            Reads what Microsoft Graph, `az` or PowerShell export: the registration, the
            appRoleAssignments and oauth2PermissionGrants of its service principal, and the
            service principals of the resources. Ends with 12 if a permission will be
            missing, with 13 if the exports do not tell.

            tokcheck manifest check-grants app.json roles.json scopes.json --manifest tokcheck.yaml
            """
    )

    @Argument(
        help: ArgumentHelp("The exports, JSON; - for standard input.", valueName: "file"),
        completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var manifest: String

    @OptionGroup(title: "What is needed") var selection: RequestSelection
    @OptionGroup(title: "Whose") var principal: PrincipalOption
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let file = try ManifestFile(manifest)
        let operations = try selection.operations(of: file)
        let files = try ExportFiles(files)
        try files.refuseContradiction()
        let principal = try principal.principal(of: files)
        let forecast = GrantForecast(
            try file.usable(), operations: operations, kinds: selection.kind.map { [$0.kind] },
            export: files.export, principal: principal?.id)
        let status: ExitStatus =
            switch forecast.outcome {
            case .accepted: .success
            case .clientRefused: .rejected
            case .rejected: .permission
            case .undecided: .undecided
            }
        let report = GrantsReport(
            forecast, manifest: file.reference, files: self.files, exitCode: status.code,
            notes: files.notes)
        global.write(json: report.json, text: report.text(style: global.style(in: program)))
        return status
    }
}
