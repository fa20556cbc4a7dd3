/// The order of the command line: flags that every command has may stand before the command's name.
enum ArgumentOrder {
    private static let globalFlags: Set<String> = [
        "--json", "-q", "--quiet", "-v", "--verbose", "--no-input",
    ]
    private static let globalOptions: Set<String> = ["-o", "--output", "--color"]

    /// Moves global flags that stand before the command behind it, where the parser looks for them.
    /// - Parameter arguments: The command line without the program's name.
    /// - Returns: The same arguments in the parser's order.
    static func globalFlagsBehindCommand(_ arguments: [String]) -> [String] {
        var moved: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            let name =
                argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
            if globalFlags.contains(argument) || (globalOptions.contains(name) && name != argument)
            {
                moved.append(argument)
            } else if globalOptions.contains(argument), index + 1 < arguments.count {
                moved += [argument, arguments[index + 1]]
                index += 1
            } else {
                break
            }
            index += 1
        }
        guard index < arguments.count, !moved.isEmpty, !arguments[index].hasPrefix("-") else {
            return arguments
        }
        // Behind the name of a command or, as in `keys show`, of its subcommand.
        let names = arguments[index...].prefix { !$0.hasPrefix("-") }.prefix(
            commandDepth(arguments[index]))
        return names + moved + arguments[(index + names.count)...]
    }

    private static func commandDepth(_ command: String) -> Int {
        switch command {
        case "keys", "manifest", "app", "token": 2
        case "defender": 3
        default: 1
        }
    }

    /// Whether the arguments ask for JSON, judged without a parser: it may be the parser that failed.
    static func asksForJSON(_ arguments: [String]) -> Bool {
        for (position, argument) in arguments.enumerated() {
            if ["--json", "--output=json", "-o=json", "-ojson"].contains(argument) { return true }
            if argument == "-o" || argument == "--output", position + 1 < arguments.count,
                arguments[position + 1] == "json"
            {
                return true
            }
        }
        return false
    }
}
