internal import ArgumentParser
internal import Reporting

/// `tokcheck manifest schema`: the JSON Schema of manifests.
struct ManifestSchemaCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of manifests, for editors and validators."
    )

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        .success
    }
}
