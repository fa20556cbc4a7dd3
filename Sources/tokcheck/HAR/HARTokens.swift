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
    private var tokens: [Carried] = []
    /// For each entry that has a token its place in the list.
    private var places: [Int: Int] = [:]
    private var entryCount = 0
    /// So many different tokens are kept; an archive of one session has a few.
    private static let mostTokens = 1_000

    /// Reads an archive.
    init(_ path: String) throws(CommandFault) {
        self.path = path
        var tokens: [Carried] = []
        var places: [Int: Int] = [:]
        var known: [[UInt8]: Int] = [:]
        let file = try HARFile(path) { number, exchange in
            guard let token = Self.token(of: exchange) else { return }
            if let place = known[token.bytes] {
                tokens[place].count += 1
                places[number] = place
            } else if tokens.count < Self.mostTokens {
                known[token.bytes] = tokens.count
                places[number] = tokens.count
                tokens.append(
                    Carried(
                        number: number, requestLine: exchange.requestLine, status: exchange.status,
                        token: token))
            }
        }
        notes = file.notes
        entryCount = file.count
        self.tokens = tokens
        self.places = places
    }

    /// The only token, or the one of an entry.
    /// - Parameter number: The entry's number, from 1; nil: there must be only one token.
    /// - Returns: The token, with a note of where it stood.
    /// - Throws: ``CommandFault`` (64, 65) with a list of the tokens by number and fingerprint.
    func token(ofRequest number: Int?) throws(CommandFault) -> FoundToken {
        guard !tokens.isEmpty else {
            throw CommandFault(
                exit: .badData, code: "token-present",
                message: "no token in the HAR; entries read: \(entryCount)",
                hint: (notes + ["browsers leave tokens out unless they export with sensitive data"])
                    .joined(separator: "; "), file: Escaping.plain(path))
        }
        let place: Int
        if let number {
            guard let found = places[number] else {
                throw .usage("--request \(number) carries no token", hint: "with tokens:" + list)
            }
            place = found
        } else {
            guard tokens.count == 1 else {
                throw .usage(
                    "the HAR has \(tokens.count) different tokens",
                    hint: "name one with --request N:" + list)
            }
            place = 0
        }
        let carried = tokens[place]
        var token = carried.token
        token.form = .har
        token.notes =
            notes + ["the token of request \(number ?? carried.number): \(carried.requestLine)"]
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
        let rest = tokens.count > most ? ["\n  and \(tokens.count - most) more"] : []
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
