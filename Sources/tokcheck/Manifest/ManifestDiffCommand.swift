internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// `tokcheck manifest diff`: which tokens pass with a new manifest and did not with the old one.
struct ManifestDiffCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say which tokens pass with a new manifest and did not with the old one.",
        discussion: """
            Compares what is accepted, not the text, and shows a token for each difference.
            With --fail-if-widened it ends with 12 when a token passes now that did not
            before, or when that cannot be ruled out.

            tokcheck manifest diff base.yaml head.yaml --fail-if-widened
            """
    )

    @Argument(help: ArgumentHelp("The manifest before.", valueName: "old"), completion: .file())
    var old: String

    @Argument(help: ArgumentHelp("The manifest after.", valueName: "new"), completion: .file())
    var new: String

    @Flag(help: "End with 12 if the new manifest lets more pass.")
    var failIfWidened = false

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let (old, new) = (try ManifestFile(old), try ManifestFile(new))
        let comparison = ManifestComparison(from: try old.usable(), to: try new.usable())
        let report = DiffReport(comparison, old: old.reference, new: new.reference)
        global.write(json: report.json, text: report.text(style: global.style(in: program)))
        return failIfWidened && comparison.isWidened ? .permission : .success
    }
}
