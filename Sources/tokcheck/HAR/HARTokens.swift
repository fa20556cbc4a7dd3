internal import Reporting
internal import TokenCheck

/// The tokens of an HTTP archive: those that requests carry, and those that a token endpoint answers.
struct HARTokens {
    /// A token where it was met first.
    private struct Carried {
        let number: Int
        let requestLine: String
        let status: Int?
        let token: FoundToken
        var count = 1
    }

    private let path: String
    private let notes: [String]
    /// The entry that is meant, if one was named.
    private let number: Int?
    private let tokens: [Carried]
    /// The token of the entry that is meant.
    private let meant: Carried?
    private let entryCount: Int
    /// Whether there were more tokens than are kept.
    private let isMore: Bool
    /// So many different tokens are kept, and so many of their bytes; an archive of one session has a few.
    private static let (mostTokens, mostBytes) = (1_000, 16_777_216)

    /// Reads an archive.
    /// - Parameters:
    ///   - path: The file; `-` is standard input.
    ///   - number: The entry that is meant, from 1; nil: there must be only one token.
    /// - Throws: ``CommandFault`` (65, 66) when it is no archive, or cannot be read.
    init(_ path: String, request number: Int?) throws(CommandFault) {
        self.path = path
        self.number = number
        var tokens: [Carried] = []
        var meant: Carried?
        var known: [[UInt8]: Int] = [:]
        var size = 0
        var isMore = false
        let file = try HARFile(path) { entry, exchange in
            guard let token = Self.token(of: exchange) else { return }
            let carried = Carried(
                number: entry, requestLine: exchange.requestLine, status: exchange.status,
                token: token)
            if entry == number { meant = carried }
            if let place = known[token.bytes] {
                tokens[place].count += 1
            } else if tokens.count < Self.mostTokens, size + token.bytes.count <= Self.mostBytes {
                known[token.bytes] = tokens.count
                tokens.append(carried)
                size += token.bytes.count
            } else {
                isMore = true
            }
        }
        notes = file.notes
        entryCount = file.count
        self.isMore = isMore
        self.tokens = tokens
        self.meant = meant
    }

    /// The only token, or the one of the entry that is meant.
    /// - Returns: The token, with a note of where it stood.
    /// - Throws: ``CommandFault`` (64, 65) with a list of the tokens by number and fingerprint.
    func token() throws(CommandFault) -> FoundToken {
        guard !tokens.isEmpty || isMore else {
            for note in notes { StandardStreams.printNote(note) }
            throw CommandFault(
                exit: .badData, code: "token-present",
                message: "no token in the HAR; entries read: \(entryCount)",
                hint: "browsers leave tokens out unless they export with sensitive data",
                file: FileReader.label(of: path))
        }
        if let number, meant == nil {
            throw .usage("--request \(number) carries no token", hint: "with tokens:" + list)
        }
        guard meant != nil || tokens.count == 1 && !isMore else {
            throw .usage(
                "the HAR has \(isMore ? "more than " : "")\(tokens.count) different tokens",
                hint: "name one with --request N:" + list)
        }
        let carried = meant ?? tokens[0]
        var token = carried.token
        token.form = .har
        token.notes = notes + ["the token of request \(carried.number): \(carried.requestLine)"]
        return token
    }

    private var list: String {
        let most = 20
        let rows = tokens.prefix(most).map { carried in
            let status = carried.status.map { " \($0)" } ?? ""
            let times = carried.count > 1 ? ", \(carried.count) times" : ""
            return "\n  \(carried.number)  \(carried.requestLine)\(status)"
                + "  SHA-256 \(carried.token.fingerprint)…\(times)"
        }
        let rest =
            tokens.count > most || isMore
            ? ["\n  and \(isMore ? "many" : String(tokens.count - most)) more"] : []
        return (rows + rest).joined()
    }

    private static func token(of exchange: HARExchange) -> FoundToken? {
        if let authorization = exchange.authorization {
            let found = TokenWrappers.unwrap(Array(authorization.utf8), joiningLines: .never)
            if found.form == .bearer, !found.bytes.isEmpty { return found }
        }
        guard exchange.url.prefix(while: { $0 != "?" && $0 != "#" }).hasSuffix("/token") else {
            return nil
        }
        let found = TokenWrappers.unwrap(exchange.body, joiningLines: .never)
        return found.form == .tokenResponse && !found.bytes.isEmpty ? found : nil
    }
}
