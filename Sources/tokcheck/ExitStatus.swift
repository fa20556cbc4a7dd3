internal import Reporting

/// With what the process ends; frozen, for scripts depend on it.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case rejected = 10
    case time = 11
    case permission = 12
    case undecided = 13
    case notAToken = 14
    case api = 20
    case usage = 64
    case badData = 65
    case noInput = 66
    case internalFault = 70
    case cannotCreate = 73
    case interrupted = 130
    case terminated = 143

    /// The number.
    var code: Int32 { rawValue }

    /// The name in one word.
    var name: String {
        switch self {
        case .success: "accepted"
        case .rejected: "rejected"
        case .time: "time"
        case .permission: "permission"
        case .undecided: "undecided"
        case .notAToken: "not-a-token"
        case .api: "api"
        case .usage: "usage"
        case .badData: "bad-data"
        case .noInput: "no-input"
        case .internalFault: "internal"
        case .cannotCreate: "cannot-create"
        case .interrupted: "interrupted"
        case .terminated: "terminated"
        }
    }

    /// When the process ends so.
    var meaning: String {
        switch self {
        case .success: "every check that is asked is satisfied; for other commands: done"
        case .rejected:
            "the token is not genuine, or not for us: signature, algorithm, issuer, tenant, audience, caller, claims"
        case .time: "nothing graver is wrong, and the token is not valid now"
        case .permission:
            "nothing graver is wrong, and a permission is missing, forbidden or, if the manifest says so, too much; with --fail-if-widened: a manifest lets more pass"
        case .undecided: "nothing is known to be wrong, and something could not be checked"
        case .notAToken: "the text is no JWT: empty, cut, opaque, encrypted, a web page"
        case .api: "a server refused or failed"
        case .usage: "wrong, missing or contradicting flags"
        case .badData: "a key file or manifest is broken, or the manifest contradicts the flags"
        case .noInput: "a file that was named cannot be read"
        case .internalFault: "a bug in tokcheck"
        case .cannotCreate: "a file that was named for a result cannot be written"
        case .interrupted: "interrupted, as by Ctrl-C"
        case .terminated: "terminated"
        }
    }

    /// The page `help exit-codes`.
    static func table(style: TextStyle) -> String {
        let rows = allCases.map { status in
            let number = String(status.code)
            let first = number + String(repeating: " ", count: 5 - number.count) + status.name
            let padding = String(repeating: " ", count: max(1, 18 - first.count))
            return style.folded(
                status.meaning, firstIndent: first + padding,
                indent: String(repeating: " ", count: 18))
        }
        let end =
            "No verdict has the number 1; who meets it has found a bug. Of several failures the first in the order 14, 10, 11, 12, 13 counts."
        return rows.joined(separator: "\n") + "\n\n"
            + style.folded(end, firstIndent: "", indent: "") + "\n"
    }
}
