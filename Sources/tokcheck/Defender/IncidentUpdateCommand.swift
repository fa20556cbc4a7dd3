internal import ArgumentParser
internal import DefenderXDR
internal import Reporting

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// `tokcheck defender incidents update`.
struct IncidentUpdateCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change an incident.",
        discussion: """
            What is not named stays. A change is sent once and never repeated by itself.
            The flags behind --grant are those of `tokcheck token get --help`.

            tokcheck defender incidents update 924565 @token.jwt --status resolved
              --classification falsePositive --determination clean --comment 'scanner' --yes
            """
    )

    @Argument(help: ArgumentHelp("The incident's id.", valueName: "id"))
    var id: String

    @OptionGroup var source: CallTokenOptions

    @Option(help: ArgumentHelp("active, inProgress, resolved.", valueName: "status"))
    var status: String?

    @Option(help: ArgumentHelp("Who works on it.", valueName: "name"))
    var assignedTo: String?

    @Option(
        help: ArgumentHelp(
            "truePositive, informationalExpectedActivity, falsePositive.", valueName: "word"))
    var classification: String?

    @Option(
        help: ArgumentHelp(
            "What kind of thing it is; which words there are depends on the classification.",
            valueName: "word"))
    var determination: String?

    @Option(
        help: ArgumentHelp(
            "A tag, in place of those that it has; may be repeated.", valueName: "text"))
    var tag: [String] = []

    @Flag(help: "Take all tags away.")
    var clearTags = false

    @Option(help: ArgumentHelp("A comment that is added.", valueName: "text"))
    var comment: String?

    @Flag(name: .shortAndLong, help: "Do not ask whether it is meant.")
    var yes = false

    @OptionGroup(title: "The API") var options: DefenderOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) async throws -> ExitStatus {
        let id = try IncidentArgument.id(id)
        let change = try change()
        guard yes || mayAsk else {
            throw CommandFault.usage(
                "incident \(id) would be changed, and nobody can be asked",
                hint: "--yes says that it is meant")
        }
        return try await DefenderSession.run(
            for: .updateIncident, options, source, global.display, isJSON: global.format == .json,
            in: program
        ) { session in
            try session.preflight()
            guard yes || confirms(id, session) else {
                session.note("nothing was changed")
                return .success
            }
            do throws(DefenderFault) {
                session.write(try await session.client.update(id, change), global)
            } catch {
                if error.leavesChangeOpen {
                    session.note(
                        "the change may have been made: look with `tokcheck defender incidents get "
                            + "\(id)` before it is sent again")
                }
                throw error
            }
            return .success
        }
    }

    private func change() throws(CommandFault) -> IncidentChange {
        if clearTags, !tag.isEmpty {
            throw .usage("--clear-tags contradicts --tag", hint: "leave out one of them")
        }
        var change = IncidentChange()
        change.status = status.map(IncidentStatus.init)
        change.assignedTo = assignedTo
        change.classification = classification.map(IncidentClassification.init)
        change.determination = determination.map(IncidentDetermination.init)
        change.tags = clearTags ? [] : tag.isEmpty ? nil : tag
        change.comment = comment
        if let defect = change.defect { throw IncidentChangeWords(defect).fault }
        return change
    }

    /// Whether somebody sits there who can be asked.
    private var mayAsk: Bool {
        !global.noInput && isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    private func confirms(_ id: IncidentID, _ session: DefenderSession) -> Bool {
        let parts: [(String, String?)] = [
            ("status", status), ("assigned to", assignedTo), ("classification", classification),
            ("determination", determination),
            ("tags", clearTags ? "none" : tag.isEmpty ? nil : tag.joined(separator: ", ")),
            ("comment", comment),
        ]
        let lines = parts.compactMap { label, value in
            value.map { "  \(label): \(Escaping.quoted($0))\n" }
        }
        StandardStreams.printError(
            "incident \(id) at \(session.client.host):\n" + lines.joined()
                + "Change it? [y/N] ")
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
