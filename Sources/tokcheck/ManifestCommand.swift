internal import ArgumentParser
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck manifest`: permissions manifests.
struct ManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Make permissions manifests and look at them.",
        discussion: """
            A manifest lists operations and, for each, which permissions a token must hold.
            Begin with `tokcheck manifest init --operation 'GET /api/incidents'`.
            """,
        subcommands: [
            ManifestInitCommand.self, ManifestToAppCommand.self, ManifestFromAppCommand.self,
            ManifestFromGrantsCommand.self, ManifestLearnCommand.self, ManifestDiffCommand.self,
            ManifestCheckGrantsCommand.self,
            ManifestLintCommand.self, ManifestExplainCommand.self, ManifestShowCommand.self,
            ManifestHashCommand.self, ManifestSchemaCommand.self,
        ]
    )
}

/// `tokcheck manifest lint`: what is wrong with a manifest, and what is worth a remark.
struct ManifestLintCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say everything that is wrong with a manifest, or worth a remark.",
        discussion: "Ends with 65 if the manifest cannot be used; remarks alone end with 0."
    )

    @Argument(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let file = try ManifestFile(file)
        let report = LintReport(file: file.path, problems: file.errors + file.remarks)
        global.write(json: report.json, text: report.text(style: global.style(in: program)))
        return report.isUsable ? .success : .badData
    }
}

/// `tokcheck manifest explain`: which tokens would pass, in words.
struct ManifestExplainCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say in words which tokens a manifest lets pass, for both kinds."
    )

    @Argument(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp("Only this operation; may be repeated.", valueName: "name"))
    var operation: [String] = []

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let file = try ManifestFile(file)
        let manifest = try file.usable()
        let names = manifest.operations.compactMap(\.name)
        for name in operation where manifest.operation(named: name) == nil {
            throw CommandFault.narrowing(.operationUnknown(name, known: names), file: file)
        }
        let operations = manifest.operations.filter {
            operation.isEmpty || operation.contains($0.name ?? "")
        }
        let explanation = ManifestExplanation(
            manifest, operations: operations, reference: file.reference)
        global.write(
            json: explanation.json, text: explanation.text(style: global.style(in: program)))
        return .success
    }
}

/// `tokcheck manifest show`: the manifest as JSON, as it is read.
struct ManifestShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a manifest as JSON, as it is read."
    )

    @Argument(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let file = try ManifestFile(file)
        _ = try file.usable()
        if let document = file.document {
            global.write(JSONWriter.text(.copy(document.root), layout: .indented) + "\n")
        }
        return .success
    }
}

/// `tokcheck manifest hash`: the SHA-256 of a manifest's bytes, for pinning.
struct ManifestHashCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Print the SHA-256 of a manifest, for --manifest-sha256."
    )

    @Argument(
        help: ArgumentHelp("The manifest, YAML or JSON.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let file = try ManifestFile(file)
        // What cannot be used is not worth pinning.
        _ = try file.usable()
        global.write(json: file.reference.hash, text: file.sha256 + "\n")
        return .success
    }
}
