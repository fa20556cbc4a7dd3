internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// What is said when the authority says no.
struct RefusalWords {
    private let refusal: SignInRefusal
    private let step: SignInFault.Step
    private let secret: Secret?

    init(_ refusal: SignInRefusal, step: SignInFault.Step, secret: Secret?) {
        self.refusal = refusal
        self.step = step
        self.secret = secret
    }

    /// From here on a clock is wrong enough to be the reason.
    private static let wrongClockSeconds: Int64 = 240

    var fault: CommandFault {
        var (message, hint) = words
        if let behind = refusal.clockBehindSeconds, abs(behind) > Self.wrongClockSeconds {
            let word = behind > 0 ? "behind" : "ahead of"
            message +=
                "; this computer's clock is \(TimeText.duration(behind)) \(word) the server's"
            hint = "correct the clock"
        } else if refusal.number == 7_000_215, secret.map(Self.isIdentifier) ?? false {
            hint = "this has the form of a secret's id: use its value, which is shown only once"
        } else if let seconds = refusal.retryAfterSeconds {
            hint = "try again in \(TimeText.duration(seconds))"
        }
        if refusal.claims != nil {
            hint = (hint.map { $0 + "; " } ?? "") + "the authority asks for more: sign in anew"
        }
        if let message = refusal.message {
            hint =
                (hint.map { $0 + "\n" } ?? "") + "the server says "
                + Escaping.quoted(message, limit: 400)
        }
        // By this the tenant's administrators find the request among their sign-in logs.
        if let id = refusal.correlationID {
            hint =
                (hint.map { $0 + "\n" } ?? "")
                + "in the tenant's sign-in logs: \(Escaping.quoted(id))"
        }
        return CommandFault(exit: .api, code: code, message: message, hint: hint)
    }

    private var words: (String, String?) {
        guard let number = refusal.number else {
            let error = refusal.error.map { Escaping.quoted($0) } ?? "an error"
            return ("\(step.rawValue): refused with \(error)", known)
        }
        let words = CauseWords.signIn(number: number, error: refusal.error)
        return (
            words.message.hasSuffix(".") ? String(words.message.dropLast()) : words.message,
            words.fix
        )
    }

    /// What to do about errors that have no number.
    private var known: String? {
        switch refusal.error {
        case "invalid_client": "check the client id and how the application proves itself"
        case "invalid_grant": "sign in again"
        case "unauthorized_client": "check what the registration allows"
        case "invalid_scope", "invalid_resource", "invalid_target":
            "check --resource or --oauth-scope"
        case "consent_required": "have an administrator grant consent for the application"
        case "interaction_required", "login_required":
            "sign in interactively, with a device code or a browser"
        case "temporarily_unavailable", "server_error": "try again later"
        default: nil
        }
    }

    /// The number, or the error as codes are written.
    private var code: String {
        if let number = refusal.number { return "aadsts\(number)" }
        let code = (refusal.error ?? "").replacing("_", with: "-")
        let isCode =
            !code.isEmpty && code.first != "-" && code.last != "-" && !code.contains("--")
            && code.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".contains($0) }
        return isCode ? code : "refused"
    }

    private static func isIdentifier(_ secret: Secret) -> Bool {
        secret.count == 36
            && secret.withBytes {
                GUID.isCanonical(String(decoding: [UInt8](copying: $0), as: UTF8.self).lowercased())
            }
    }
}
