internal import ArgumentParser
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck resources`: the APIs that are known by name.
struct ResourcesCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resources",
        abstract: "List the built-in resources with their audiences."
    )

    @Argument(help: ArgumentHelp("Only this resource, with every alias.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let resources = try resources()
        switch global.format {
        case .json:
            global.write(JSONWriter.text(ResourceListing(resources).json, layout: .indented) + "\n")
        case .text:
            let extent: ResourceListing.Extent = name == nil ? .brief : .full
            global.write(ResourceListing(resources).text(extent))
        }
        return .success
    }

    private func resources() throws(CommandFault) -> [Resource] {
        guard let name else { return Resource.all }
        guard let resource = Resource.named(name) else {
            throw .usage(
                "no resource \(Redaction.quoted(name))",
                hint: Resource.hint(for: name))
        }
        return [resource]
    }
}

extension Resource {
    /// What to do about a name that no resource has.
    static func hint(for name: String) -> String {
        let names = all.map(\.name)
        return NearestName.nearest(to: name, among: names).map { "did you mean \($0)?" }
            ?? "one of " + names.joined(separator: ", ")
    }
}
