internal import ArgumentParser
internal import Reporting
internal import StrictJSON

/// In which forms a command writes its result.
protocol OutputForm: ExpressibleByArgument, CaseIterable, Equatable, Sendable {
    static var text: Self { get }
    static var json: Self { get }
    /// What help says of the flag.
    static var help: ArgumentHelp { get }
}

/// How a result is written.
enum OutputFormat: String, OutputForm {
    case text, json

    static let help: ArgumentHelp = "How the result is written: text or json."
}

/// The flags that every command has.
///
/// One group without groups within: in debug builds the parser looks at each group five times as often as at the one
/// around it, and every test of the program pays for that.
struct OutputOptions<Form: OutputForm>: ParsableArguments {
    @Option(name: .shortAndLong, help: Form.help)
    var output: Form = .text

    @Flag(name: .customLong("json"), help: "The same as --output json.")
    var asJSON = false

    @Flag(name: .shortAndLong, help: "Write no result; only the exit code tells.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more: every check with its code.")
    var verbose = false

    @Option(help: "Colours: auto, always or never.")
    var color: ColourChoice = .auto

    @Flag(help: "Never ask for anything on the terminal.")
    var noInput = false

    /// The format that was asked for; `--json` goes before any other.
    var format: Form { asJSON ? .json : output }

    /// What does not depend on the format.
    var display: DisplayOptions {
        DisplayOptions(quiet: quiet, verbose: verbose, color: color, noInput: noInput)
    }

    /// How text looks on standard output.
    func style(in program: Program) -> TextStyle { display.style(in: program) }
}

/// The output flags of commands that write text or JSON.
typealias GlobalOptions = OutputOptions<OutputFormat>

extension OutputOptions<OutputFormat> {
    /// Writes a result in the format that was asked for.
    func write(json: @autoclosure () -> JSONOutput, text: @autoclosure () -> String) {
        switch format {
        case .json: write(JSONWriter.text(json(), layout: .indented) + "\n")
        case .text: write(text())
        }
    }

    /// Writes a result to standard output, unless only the exit code is wanted.
    func write(_ text: String) {
        if !quiet { StandardStreams.print(text) }
    }
}

/// The flags about a result that do not choose its format.
struct DisplayOptions {
    /// Whether only the exit code tells.
    let quiet: Bool
    /// Whether more is said.
    let verbose: Bool
    let color: ColourChoice
    /// Whether nothing is asked for on the terminal.
    let noInput: Bool

    /// How text looks on standard output.
    func style(in program: Program) -> TextStyle {
        TerminalTraits.style(of: .output, choice: color, environment: program.environment)
    }
}
