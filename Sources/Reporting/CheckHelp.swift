public import TokenCheck

/// What `help CODE` says of a check.
public struct CheckHelp: Sendable {
    private let check: Check

    /// Explains a check.
    public init(_ check: Check) { self.check = check }

    /// A page of text.
    public func text(style: TextStyle) -> String {
        let remedy = Wording.of(check.code).remedy
        var lines = [
            style.paint(check.code.name, .bold),
            style.folded(check.meaning, firstIndent: "  ", indent: "  "),
            "",
            style.folded(consequence, firstIndent: "If it fails: ", indent: "  "),
            style.folded(remedy, firstIndent: "Do: ", indent: "  "),
            style.folded(check.reference, firstIndent: "From: ", indent: "  "),
        ]
        if !check.needs.isEmpty {
            let needs = check.needs.map(\.name).joined(separator: ", ")
            lines.append(style.folded(needs, firstIndent: "Needs: ", indent: "  "))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var consequence: String {
        switch check.checkClass {
        case .form: "the text is no JWT, exit code 14"
        case .trust: "the token is rejected, exit code 10"
        case .time: "the token is rejected for its times, exit code 11"
        case .permission: "the token is rejected for its permissions, exit code 12"
        case .undecided: "the token is not accepted and not rejected either, exit code 13"
        case .warning where check.code == "permissions-minimal":
            "the result says so; with excess.level: fail the token is rejected, exit code 12"
        case .warning: "the result says so; the verdict stays as it is"
        }
    }
}
