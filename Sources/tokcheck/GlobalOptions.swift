internal import ArgumentParser
internal import Reporting
internal import StrictJSON

/// How a result is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The flags that every command has.
struct GlobalOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "How the result is written: text or json.")
    var output: OutputFormat = .text

    @OptionGroup var display: DisplayOptions

    /// The format that was asked for.
    var format: OutputFormat { display.asJSON ? .json : output }

    /// Whether only the exit code tells.
    var quiet: Bool { display.quiet }

    /// Whether more is said.
    var verbose: Bool { display.verbose }

    /// Whether nothing is asked for on the terminal.
    var noInput: Bool { display.noInput }

    /// How text looks on standard output.
    func style(in program: Program) -> TextStyle { display.style(in: program) }

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
struct DisplayOptions: ParsableArguments {
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

    /// How text looks on standard output.
    func style(in program: Program) -> TextStyle {
        TerminalTraits.style(of: .output, choice: color, environment: program.environment)
    }
}
