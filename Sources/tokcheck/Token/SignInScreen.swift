internal import EntraID
internal import Reporting

/// What a person at the terminal sees of a sign-in; everything goes to standard error.
struct SignInScreen: Sendable {
    private let style: TextStyle
    private let opensBrowser: Bool
    private let environment: [String: String]

    init(_ display: DisplayOptions, program: Program, opensBrowser: Bool) {
        style = TerminalTraits.style(
            of: .error, choice: display.color, environment: program.environment)
        self.opensBrowser = opensBrowser
        environment = program.environment
    }

    /// Shows a device code, and for how long it can be typed.
    func show(_ prompt: DeviceCodePrompt) {
        let address = Escaping.plain(prompt.address)
        let code = style.paint(Escaping.plain(prompt.userCode), .bold)
        print("To sign in, open  \(address)")
        print("and type the code \(code)")
        if !style.isTerminal {
            print("It can be typed for \(TimeText.duration(prompt.expiresInSeconds)).")
        }
    }

    /// Counts down on the terminal until somebody ends it.
    func countDown(from seconds: Int64) async {
        guard style.isTerminal else { return }
        let clock = ContinuousClock()
        let start = clock.now
        while !Task.isCancelled {
            let left = seconds - start.duration(to: clock.now).components.seconds
            guard left > 0 else { break }
            let rest = left % 60
            line("\(left / 60):\(rest < 10 ? "0" : "")\(rest) left, Ctrl-C to give up")
            guard (try? await clock.sleep(for: .seconds(1))) != nil else { break }
        }
        line("")
    }

    /// Shows the address of the sign-in page, and opens it if there is a browser.
    func open(_ address: String) {
        let isOpened = opensBrowser && Browser.open(address, environment)
        print(
            isOpened
                ? "A browser should open now; if none does, open:"
                : "To sign in, open in a browser of this machine:")
        print(Escaping.plain(address))
    }

    private func print(_ text: String) {
        StandardStreams.printError(style.spelled(text) + "\n")
    }

    /// Writes the line anew in which the cursor stands.
    private func line(_ text: String) { StandardStreams.printError("\r\u{1B}[K\(text)") }
}
