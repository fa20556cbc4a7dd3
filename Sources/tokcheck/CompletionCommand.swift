internal import ArgumentParser

/// `tokcheck completion`: the script by which a shell completes commands and flags.
struct CompletionCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print the completion script for bash, zsh or fish.",
        discussion: """
            bash  tokcheck completion bash > ~/.local/share/bash-completion/completions/tokcheck
            zsh   tokcheck completion zsh > ~/.zfunc/_tokcheck  (a folder of your fpath)
            fish  tokcheck completion fish > ~/.config/fish/completions/tokcheck.fish
            """
    )

    /// The shells with scripts.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        fileprivate var script: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        global.write(Tokcheck.completionScript(for: shell.script) + "\n")
        return .success
    }
}
