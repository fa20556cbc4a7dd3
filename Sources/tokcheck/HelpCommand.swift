internal import ArgumentParser
internal import Reporting
internal import TokenCheck

/// `tokcheck help`: a topic, a check code, or a command.
struct HelpCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help",
        abstract: "Explain a command, a code of a check or cause, or a topic.",
        discussion: "Topics: exit-codes, environment, checks, causes, manifest-format."
    )

    @Argument(help: ArgumentHelp("A topic, a code, or a command.", valueName: "topic"))
    var topic: [String] = []

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        global.write(try text(style: global.style(in: program)))
        return .success
    }

    private func text(style: TextStyle) throws(CommandFault) -> String {
        guard let first = topic.first else { return Tokcheck.helpMessage(columns: 80) + "\n" }
        if let command = Self.command(named: topic) {
            return Tokcheck.helpMessage(for: command, columns: 80) + "\n"
        }
        switch first {
        case "exit-codes": return ExitStatus.table(style: style)
        case "environment": return Self.environment(style: style)
        case "manifest-format": return style.spelled(ManifestFormat.page) + "\n"
        case "checks": return style.spelled(Self.checks) + "\n"
        case "causes": return Self.causes(style: style)
        default:
            if let cause = CauseCode.named(first) {
                return style.spelled(CauseHelp(cause).text(style: style))
            }
            let path = Self.command(in: topic).path
            guard path.isEmpty else {
                let command = (["tokcheck"] + path).joined(separator: " ")
                throw .usage(
                    "no command \(Redaction.quoted(topic[path.count])) of `\(command)`",
                    hint: "see `\(command) --help`")
            }
            guard let check = Check.named(first) else {
                throw .usage(
                    "no topic \(Redaction.quoted(first))",
                    hint: Self.nearest(to: first).map { "did you mean \($0)?" }
                        ?? "see `tokcheck help`; all codes: `tokcheck help checks`, `tokcheck help causes`"
                )
            }
            return style.spelled(CheckHelp(check).text(style: style))
        }
    }

    /// The command that a command line names, the program itself if it names none.
    static func command(in arguments: [String])
        -> (path: [String], command: any ParsableCommand.Type)
    {
        let names = Array(arguments.prefix { !$0.hasPrefix("-") })
        for count in (0...names.count).reversed() {
            let path = Array(names.prefix(count))
            if let command = command(named: path) { return (path, command) }
        }
        return ([], Tokcheck.self)
    }

    /// The command of this path of names; nil when there is none, or no name.
    static func command(named path: [String]) -> (any ParsableCommand.Type)? {
        var commands = Tokcheck.configuration.subcommands
        var found: (any ParsableCommand.Type)?
        for name in path {
            found = commands.first {
                $0._commandName == name || $0.configuration.aliases.contains(name)
            }
            guard let found else { return nil }
            commands = found.configuration.subcommands
        }
        return found
    }

    private static var checks: String {
        Check.all.map { check in
            let padding = String(repeating: " ", count: max(1, 24 - check.code.name.count))
            return check.code.name + padding + check.checkClass.rawValue
        }.joined(separator: "\n")
    }

    private static func causes(style: TextStyle) -> String {
        CauseCode.all.map { code in
            let padding = String(repeating: " ", count: max(1, 15 - code.name.count))
            return style.folded(
                CauseHelp(code).meaning, firstIndent: code.name + padding,
                indent: String(repeating: " ", count: 15))
        }.joined(separator: "\n") + "\n"
    }

    private static func environment(style: TextStyle) -> String {
        let own = PolicyVariables.all.map { name, words in
            style.folded(
                "\(name): \(words)", firstIndent: "", indent: "    ")
        }
        let others = [
            "NO_COLOR: no colours, if not empty",
            "CLICOLOR_FORCE: colours also without a terminal, if neither empty nor 0",
            "LC_ALL, LC_CTYPE, LANG: whether characters beyond ASCII are written",
            "TZ: the zone of local times",
            "HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE: the way to servers, whom to trust there",
            "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, "
                + "AZURE_CLIENT_CERTIFICATE_PASSWORD, AZURE_CLIENT_SEND_CERTIFICATE_CHAIN, "
                + "AZURE_FEDERATED_TOKEN_FILE, AZURE_AUTHORITY_HOST: read by token get --azure-env only",
            "ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "
                + "read by token get --github-actions only",
            "IDENTITY_ENDPOINT, IDENTITY_HEADER, IMDS_ENDPOINT, MSI_ENDPOINT, MSI_SECRET: "
                + "the service of a managed identity, read by token get --grant managed-identity only",
            "DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME: whether a desktop can open a browser",
            "CI: a token as argument is refused",
        ]
        let folded = others.map { style.folded($0, firstIndent: "", indent: "    ") }
        return (own + folded).joined(separator: "\n") + "\n\n"
            + "Any other variable whose name begins TOKCHECK_ is an error; --no-env ignores them all.\n"
    }

    /// A topic, code or command that is spelt nearly like this, or a code of which this is a part.
    private static func nearest(to text: String) -> String? {
        let codes = Check.all.map(\.code.name) + CauseCode.all.map(\.name)
        let commands = Tokcheck.configuration.subcommands.map { $0._commandName }
        let topics = ["exit-codes", "environment", "checks", "causes", "manifest-format"]
        return NearestName.nearest(to: text, among: topics + commands + codes)
            ?? codes.first { $0.hasPrefix(text) || text.hasPrefix($0) || $0.contains(text) }
    }
}
