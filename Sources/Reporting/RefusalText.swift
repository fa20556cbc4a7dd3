public import TokenCheck

/// What people are told when an API refuses a token that a client's preflight let pass.
public struct RefusalText: Sendable {
    private let status: Int
    private let causes: [Cause]
    private let style: TextStyle
    private let localTime: LocalTime

    /// Describes a refusal.
    /// - Parameters:
    ///   - status: The status of the API's answer.
    ///   - causes: What the search found with the answer; that keys are missing is no reason of the API's, and left out.
    ///   - style: How it is shown.
    ///   - localTime: The zone of local times.
    public init(status: Int, causes: [Cause], style: TextStyle, localTime: LocalTime) {
        self.status = status
        let ownBusiness: [CauseCode] = [
            "key-app", "key-stale", "key-fetch", "sig-nonce", "policy-open",
        ]
        self.causes = causes.filter { !ownBusiness.contains($0.code) }
        self.style = style
        self.localTime = localTime
    }

    /// The whole text, with a line break at its end.
    public var text: String {
        let sign = style.paint("REFUSED", .red)
        var lines = [
            "\(style.no) the API answered \(status), and the token passed every check here", "",
        ]
        guard let cause = causes.first else {
            return style.spelled(
                (lines + [
                    "\(sign)  \(style.paint("status \(status)", .bold))",
                    "  The API gave no reason that is known.",
                    "  Do: ask for a new token, and if that is refused, too, for the user's or "
                        + "application's",
                    "      rights in the portal",
                ]).joined(separator: "\n")) + "\n"
        }
        lines.append("\(sign)  \(style.paint(cause.code.name, .bold))")
        lines += CauseText(cause, style: style, localTime: localTime).lines
        for other in causes.dropFirst() {
            lines += ["", "also \(other.code)"]
            lines += CauseText(other, style: style, localTime: localTime).lines
        }
        return style.spelled(lines.joined(separator: "\n")) + "\n"
    }
}
