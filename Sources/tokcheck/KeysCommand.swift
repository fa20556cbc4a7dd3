internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON

/// `tokcheck keys`: key files.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Look at key files.",
        subcommands: [KeysShowCommand.self]
    )
}

/// `tokcheck keys show`: every key of a file, and why it cannot be used if it cannot.
struct KeysShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "List every key of a file, usable or not."
    )

    @Argument(
        help: ArgumentHelp("A JWK set, JWK, PEM or DER file.", valueName: "file"),
        completion: .file())
    var file: String

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let keys = try KeyFiles.read(file)
        switch global.format {
        case .json: global.write(JSONWriter.text(KeyListing(keys).json, layout: .indented) + "\n")
        case .text: global.write(KeyListing(keys).text(style: global.style(in: program)))
        }
        return .success
    }
}
