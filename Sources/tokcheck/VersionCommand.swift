internal import ArgumentParser
internal import JOSE
internal import StrictJSON

/// `tokcheck version`: this program's version, and OpenSSL's.
struct VersionCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version, and that of OpenSSL."
    )

    /// One line for people.
    static var text: String { "tokcheck \(tokcheckVersion) (\(CryptographyLibrary.version))" }

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        switch global.format {
        case .text: global.write(Self.text + "\n")
        case .json:
            let document = JSONOutput.object([
                ("schema", .string("tokcheck/version/1")),
                ("version", .string(tokcheckVersion)),
                ("openssl", .string(CryptographyLibrary.version)),
            ])
            global.write(JSONWriter.text(document, layout: .indented) + "\n")
        }
        return .success
    }
}
