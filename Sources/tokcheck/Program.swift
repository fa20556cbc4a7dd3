internal import ArgumentParser
internal import Reporting
internal import StrictJSON

#if canImport(Glibc)
    @preconcurrency internal import Glibc
#elseif canImport(Musl)
    @preconcurrency internal import Musl
#else
    @preconcurrency internal import Darwin
#endif

/// The world around the process: environment, clock, streams.
struct Program: Sendable {
    /// The environment variables.
    let environment: [String: String]
    /// The time now, in seconds since 1970.
    let now: Int64

    /// The real world.
    static func current() -> Program {
        Program(environment: ProcessEnvironment.variables(), now: Int64(time(nil)))
    }

    /// Parses the arguments, runs the command and prints what went wrong.
    /// - Parameter arguments: The command line without the program's name.
    /// - Returns: The exit code.
    func run(_ arguments: [String]) async -> ExitStatus {
        let arguments = ArgumentOrder.globalFlagsBehindCommand(arguments)
        do {
            let command = try Tokcheck.parseAsRoot(arguments)
            if let command = command as? any RunnableCommand {
                return try await command.perform(in: self)
            }
            StandardStreams.print(Self.help(arguments) + "\n")
            return .success
        } catch let fault as CommandFault {
            return report(fault, asJSON: ArgumentOrder.asksForJSON(arguments))
        } catch {
            return report(parserError: error, arguments: arguments)
        }
    }

    /// Ends the process.
    func end(with status: ExitStatus) -> Never { exit(status.code) }

    private func report(parserError error: any Error, arguments: [String]) -> ExitStatus {
        if Tokcheck.exitCode(for: error) == .success {
            StandardStreams.print(Tokcheck.fullMessage(for: error, columns: 80) + "\n")
            return .success
        }
        return report(
            ParserFault(error, arguments: arguments).fault,
            asJSON: ArgumentOrder.asksForJSON(arguments))
    }

    /// The help of the command that the arguments name.
    ///
    /// The parser answers `--help` with a help command of its own, which would tell of itself.
    private static func help(_ arguments: [String]) -> String {
        Tokcheck.helpMessage(for: HelpCommand.command(in: arguments).command, columns: 80)
    }

    private func report(_ fault: CommandFault, asJSON: Bool) -> ExitStatus {
        if asJSON { StandardStreams.print(JSONWriter.text(fault.json, layout: .indented) + "\n") }
        StandardStreams.printError(fault.text)
        return fault.exit
    }
}

/// The environment of the process.
enum ProcessEnvironment {
    /// Every variable; of a repeated one the first.
    static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        // SAFETY: `environ` is a null-terminated array of C strings that nothing in this program changes.
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let equals = line.firstIndex(of: "=") {
                let name = String(line[..<equals])
                if variables[name] == nil {
                    variables[name] = String(line[line.index(after: equals)...])
                }
            }
            entry += 1
        }
        return variables
    }
}
