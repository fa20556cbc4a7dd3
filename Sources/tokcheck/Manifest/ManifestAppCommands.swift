internal import ArgumentParser
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck manifest to-app`: what an app registration must ask for.
struct ManifestToAppCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "to-app",
        abstract: "Print what an app registration must ask for, as JSON.",
        discussion: """
            The list requiredResourceAccess: of each `any` the first member that is not
            forbidden, of each `all` every one. Asking is not having: consent is separate.

            tokcheck manifest to-app tokcheck.yaml > access.json
            az ad app update --id GUID --required-resource-accesses @access.json
            """
    )

    @Argument(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup(title: "What is asked") var selection: RequestSelection
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let requested = try selection.requested(of: try ManifestFile(file))
        global.write(JSONWriter.text(requested.json, layout: .indented) + "\n")
        return .success
    }
}

/// Which part of a manifest a registration is for.
struct RequestSelection: ParsableArguments {
    @Option(help: ArgumentHelp("Only this operation; may be repeated.", valueName: "name"))
    var operation: [String] = []

    @Option(
        help: ArgumentHelp("Only application or delegated permissions.", valueName: "kind"))
    var kind: KindArgument?

    /// The operations that are meant.
    /// - Throws: ``CommandFault`` (64) for a name that the manifest does not have.
    func operations(of file: ManifestFile) throws(CommandFault) -> [Operation] {
        let manifest = try file.usable()
        let names = manifest.operations.compactMap(\.name)
        for name in operation where manifest.operation(named: name) == nil {
            throw .narrowing(.operationUnknown(name, known: names), file: file)
        }
        return manifest.operations.filter {
            operation.isEmpty || operation.contains($0.name ?? "")
        }
    }

    /// The permissions to ask for.
    /// - Throws: ``CommandFault`` (65) at the place in the manifest that cannot be asked for.
    func requested(of file: ManifestFile) throws(CommandFault) -> RequestedPermissions {
        let manifest = try file.usable()
        let operations = try operations(of: file)
        do throws(RequestDefect) {
            return try RequestedPermissions(
                of: manifest, operations: operations, kinds: kind.map { [$0.kind] })
        } catch {
            throw fault(error, in: file)
        }
    }

    private func fault(_ defect: RequestDefect, in file: ManifestFile) -> CommandFault {
        let operation = Escaping.plain(defect.operation ?? "")
        let (message, hint): (String, String?) =
            switch defect.kind {
            case .resourceUnknown:
                (
                    "\(operation) is for audiences whose permissions have no ids here",
                    "give it a resource, or leave it out with --operation"
                )
            case .permissionUnknown:
                (
                    "\(Escaping.quoted(defect.found ?? "")) has no id here",
                    defect.nearest.map { "did you mean \($0)?" }
                        ?? "known names: `tokcheck permissions`"
                )
            case .forbidden:
                (
                    "every way to \(operation) is forbidden by the same manifest",
                    "see `tokcheck manifest lint`"
                )
            case .nothing:
                (
                    "no operation asks for \(kind.map { "\($0.rawValue) " } ?? "")permissions",
                    "see `tokcheck manifest explain`"
                )
            }
        return file.fault(code: defect.kind.rawValue, message, hint: hint, at: defect.path)
    }
}

/// `tokcheck manifest from-app`: a manifest of what a registration asks for.
struct ManifestFromAppCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "from-app",
        abstract: "Make a manifest of what an app registration asks for.",
        discussion: """
            Reads `az ad app show`, an application of Microsoft Graph, the manifest of the
            portal in both formats, or the list requiredResourceAccess alone. An id that
            the catalogue does not know is an error: a manifest that left it out would
            call it excess.

            az ad app show --id GUID | tokcheck manifest from-app -
            """
    )

    @Argument(
        help: ArgumentHelp("The registration, JSON; - for standard input.", valueName: "file"),
        completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp("Which application, if the file holds several.", valueName: "guid"))
    var clientID: String?

    @Flag(help: "Tell ids that are not known in comments instead of refusing the file.")
    var skipUnknown = false

    @OptionGroup(title: "The file") var draft: DraftOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let files = try ExportFiles([file])
        let application = try application(of: files)
        let name = application.displayName.map { Escaping.quoted($0, limit: 60) }
        try draft.write(
            files.draft(
                of: EntraExport.permissions(of: application),
                title: "What the app registration\(name.map { " \($0)" } ?? "") asks for;"
                    + " asking is not having.", skipUnknown: skipUnknown),
            global)
        return .success
    }

    private func application(of files: ExportFiles) throws(CommandFault) -> EntraExport.Application
    {
        let all = files.export.applications
        let found = all.filter { clientID == nil || $0.applicationID == clientID?.lowercased() }
        if let only = found.first, found.count == 1 { return only }
        let ids = all.compactMap(\.applicationID)
        throw CommandFault(
            exit: .badData, code: "export-form",
            message: found.isEmpty
                ? clientID == nil || ids.isEmpty
                    ? "there is no app registration in it" : "there is no such application in it"
                : "there are \(found.count) app registrations in it",
            hint: ids.isEmpty
                ? "export one with `az ad app show --id GUID`"
                : "name one with --client-id: " + ids.prefix(5).joined(separator: ", "),
            file: FileReader.label(of: file))
    }
}

extension ExportFiles {
    /// The draft of a manifest.
    /// - Throws: ``CommandFault`` (65) for what is not known.
    func draft(of permissions: [NamedPermission], title: String, skipUnknown: Bool)
        throws(CommandFault) -> ManifestDraft
    {
        do throws(ExportDraftDefect) {
            let draft = try ManifestDraft(
                of: permissions, title: title, unknown: skipUnknown ? .told : .refused)
            return ManifestDraft(
                draft.manifest, comments: draft.comments, notes: notes + draft.notes)
        } catch {
            switch error {
            case .unknown(let permission):
                throw fault(
                    "permission-unknown", at: permission.place,
                    "no name is known for the \(ManifestDraft.words(permission))",
                    hint: hint(for: permission) + "--skip-unknown leaves it out and says so")
            case .nothing:
                throw CommandFault(
                    exit: .badData, code: "nothing-asked",
                    message: "there is no permission in it that a manifest could ask")
            }
        }
    }

    private func hint(for permission: NamedPermission) -> String {
        guard permission.resource == nil else { return "" }
        return GUID.isCanonical(permission.resourceLabel) && permission.id == nil
            ? "add the export of `az ad sp show --id \(permission.resourceLabel)`, or "
            : "only built-in resources are known here; "
    }
}
