internal import DefenderXDR
internal import Reporting
internal import StrictJSON
internal import TokenCheck
internal import Transport

/// What is said of a fault that the token has no part in.
struct DefenderFaultWords {
    private let cause: DefenderFault
    private let target: DefenderOptions.Target

    init(_ fault: DefenderFault, target: DefenderOptions.Target) {
        cause = fault
        self.target = target
    }

    /// The sentence, the hint and the exit code.
    var fault: CommandFault {
        switch cause {
        case .stopped, .refused, .commentMissing:
            api("refused", "the token was refused", nil)
        case .noNewToken(let error):
            error as? CommandFault ?? api("no-new-token", "no new token came", "sign in again")
        case .unsendableToken:
            CommandFault(
                exit: .notAToken, code: "token-not-opaque",
                message: "the token has characters that no bearer may have")
        case .unavailable(_, let backend, let cloud):
            .usage(
                "the cloud \(cloud.rawValue) has no \(backend.resource.displayName)",
                hint: "leave out --cloud, or ask the other API with --backend")
        case .unknownHost(let host):
            .usage(
                "--host: \(Redaction.quoted(host)) does not answer for \(target.backend.resource.name)",
                hint: "one of " + target.backend.resource.hosts.joined(separator: ", "))
        case .change(let defect): IncidentChangeWords(defect).fault
        case .unsupportedFilter(let name, _):
            .usage(
                "--\(name): Defender XDR's own API cannot filter by it",
                hint: "ask Microsoft Graph: --backend graph, with a token for graph")
        case .exchange(let fault): exchange(fault)
        case .notFound(let id):
            api(
                "not-found", "there is no incident \(id)",
                "`tokcheck defender incidents list` has the ids")
        case .throttled(let seconds, let tries):
            api(
                "throttled",
                "too many calls: the API refuses for now"
                    + (tries > 1 ? ", also at try \(tries)" : ""),
                seconds.map { "try again in \(TimeText.duration($0))" }
                    ?? "try again in a few minutes, and more slowly")
        case .query(let defect): query(defect)
        case .status(let refusal): status(refusal)
        case .redirected(let status):
            api(
                "redirected", "the API answered \(status) and sends elsewhere",
                "it is not followed: the token would go along; is there a proxy in between?")
        case .malformed(let defect):
            api(
                "answer", "the answer is broken at byte \(defect.offset): \(defect.kind.rawValue)",
                "it was cut on the way, or something else than the API answered")
        case .shape(let place):
            api(
                "answer", "the answer lacks \(Escaping.plain(place)), or has it in another form",
                nil)
        case .nextPage(.elsewhere(let host)):
            api(
                "next-page",
                "the next page is said to be at "
                    + (host.map { "another host, " + Escaping.quoted($0) }
                        ?? "no address of the API"),
                "it is not asked for: the token would go along")
        case .nextPage(.loop):
            api(
                "next-page", "the next page is one that was read already",
                "the list is not complete")
        }
    }

    private func api(_ code: String, _ message: String, _ hint: String?) -> CommandFault {
        CommandFault(exit: .api, code: code, message: message, hint: hint)
    }

    private func exchange(_ fault: HTTPFault) -> CommandFault {
        let isTooMuch = if case .tooLarge = fault { true } else { fault == .deadline }
        return api(
            "network", "\(target.namedHost): \(ExchangeWords.reason(fault))",
            isTooMuch ? "narrow what is asked, or try again later" : ExchangeWords.hint(fault))
    }

    private func status(_ refusal: DefenderFault.Refusal) -> CommandFault {
        let (code, message) = refusal.words
        let own = [code, message].compactMap(\.self).map { Escaping.quoted($0) }
        return api(
            "status",
            "the API answered \(refusal.status)"
                + (own.isEmpty ? "" : ": " + own.joined(separator: ", ")),
            refusal.status >= 500 ? "the API has trouble; try again later" : nil)
    }

    private func query(_ defect: HuntingDefect) -> CommandFault {
        let said = "the query: " + Escaping.quoted(defect.message, limit: 500)
        guard let place = defect.place else { return api("query", said, nil) }
        return CommandFault(
            exit: .api, code: "query", message: said,
            hint: "line \(place.line), column \(place.column):\n" + Self.pointer(place),
            line: place.line, column: place.column)
    }

    /// The line with a mark below the place; of a long line the part around it.
    private static func pointer(_ place: HuntingDefect.Place) -> String {
        let characters = Array(place.text)
        let start = max(0, min(place.column - 1, characters.count) - 40)
        let part = characters[start..<min(characters.count, start + 76)]
        let shown = Escaping.plain(String(part))
        let before = Escaping.plain(String(part.prefix(place.column - 1 - start))).count
        return "  \(shown)\n  \(String(repeating: " ", count: before))^"
    }
}
