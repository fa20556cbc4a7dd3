internal import JOSE
internal import StrictJSON
internal import TokenCheck

/// What is wrong with a token whatever anybody expects of it.
struct InspectProblem: Sendable {
    /// The check that found it.
    let code: String
    /// What it found, with its place but never the text there.
    let words: String

    /// The violated checks of form, and those of trust that judge how a token is built, not for whom.
    static func all(in report: Report) -> [InspectProblem] {
        let structural: Set<CheckCode> = [
            "names-unique", "crit-absent", "exp-present", "nbf-shape", "times-ordered",
        ]
        return report.findings.compactMap { finding in
            guard case .violated(let detail) = finding.outcome,
                finding.check.checkClass == .form || structural.contains(finding.code)
            else { return nil }
            return InspectProblem(
                code: finding.code.name, words: words(detail) ?? "not so: \(finding.check.meaning)")
        }
    }

    private static func words(_ detail: Detail) -> String? {
        switch detail {
        case .token(let defect): words(defect)
        case .json(let segment, let defect): "\(segment.rawValue): \(defect)"
        case .repeated(let segment, let offset):
            "\(segment.rawValue): byte \(offset): name repeated"
        case .tenantSpellings(let count): "tid stands there in \(count) spellings"
        case .absent(let place): "\(place): absent"
        case .present(let place): "\(place): must not be there"
        case .malformed(let place, let defect): "\(place): \(defect.rawValue)"
        case .order(let earlier, let later): "\(earlier) is later than \(later)"
        // No other facts come with the checks that are listed here; their meaning speaks for them.
        default: nil
        }
    }

    private static func words(_ defect: TokenDefect) -> String {
        switch defect {
        case .empty: "there is no text"
        case .tooLarge(let bytes, let limit): "\(bytes) bytes, the limit is \(limit)"
        case .opaque(let text): words(text)
        case .encrypted: "encrypted (JWE): only its recipient can read it"
        case .segmentCount(let count): "\(count) parts, a JWT has 3"
        case .emptySegment(let segment): "\(segment.rawValue): empty"
        case .encoding(let segment, let defect):
            "\(segment.rawValue): byte \(defect.offset): \(defect.kind.rawValue)"
        }
    }

    private static func words(_ text: OpaqueText) -> String {
        switch text {
        case .personalAccountTicket:
            "a ticket of a personal Microsoft account: only the resource can read it"
        case .refreshToken: "a refresh token or a code: only Entra ID can read it"
        case .html: "a web page"
        case .json: "a JSON text"
        case .other: "a text without dots"
        }
    }
}
