internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// `tokcheck manifest schema`: the JSON Schema of manifests.
struct ManifestSchemaCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of manifests, for editors and validators."
    )

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        global.write(DocumentSchema.manifest.text)
        return .success
    }
}

/// `tokcheck schema`: the JSON Schema of any document.
struct SchemaCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a document that tokcheck reads or writes.",
        discussion: "Without a name it lists the names."
    )

    @Argument(help: ArgumentHelp("A document, such as result.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        guard let name else {
            global.write(Self.list)
            return .success
        }
        guard let schema = DocumentSchema(rawValue: name) else {
            let names = DocumentSchema.allCases.map(\.rawValue)
            throw CommandFault.usage(
                "no document \(Redaction.quoted(name))",
                hint: NearestName.nearest(to: name, among: names).map { "did you mean \($0)?" }
                    ?? "one of " + names.joined(separator: ", "))
        }
        global.write(schema.text)
        return .success
    }

    private static var list: String {
        DocumentSchema.allCases.map { schema in
            let padding = String(repeating: " ", count: max(1, 13 - schema.rawValue.count))
            return schema.rawValue + padding + schema.about + "\n"
        }.joined()
    }
}
