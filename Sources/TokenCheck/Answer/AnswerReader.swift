internal import StrictJSON

/// Puts together what head, challenges and body of an answer say.
struct AnswerReader {
    private(set) var head: AnswerHead
    private(set) var body = ServerAnswer.Body.empty
    private(set) var challenges: [ServerAnswer.Challenge] = []
    private(set) var list = StatementList()
    /// How many bytes were looked at, each as often as it was; tests bound it.
    private(set) var steps: Int
    private let isWhole: Bool

    init(reading text: AnswerText) {
        head = AnswerHead(reading: text.bytes)
        steps = head.steps
        isWhole = !text.isCut
        // The header's delay is the one that counts, if the body has another.
        let retry = retryAfterSeconds
        if head.status == 429 || retry != nil && head.status == nil {
            list.add(.throttled(retryAfterSeconds: retry))
        }
        readBody(Array(text.bytes[head.bodyStart...].trimmed))
        for value in head.challenges { readChallenges(value) }
        if let resource = challenges.lazy.compactMap(\.resourceID).first {
            list.complete(accepted: resource)
        }
    }

    /// `Retry-After`: seconds, or a date, which is compared with the answer's own.
    private var retryAfterSeconds: Int64? {
        guard let value = head.retryAfter?[...] else { return nil }
        if !value.isEmpty, value.count <= 9, value.allSatisfy(\.isDigit) {
            return value.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        guard let then = HTTPDate.seconds(value), let date = head.date else { return nil }
        return max(0, then - date)
    }

    private mutating func readBody(_ text: [UInt8]) {
        steps += text.count
        guard let first = text.first else { return }
        if first == UInt8(ascii: "{"), let document = Self.object(text) {
            body = .json
            let words = ErrorShapes.words(in: document.root, status: head.status)
            add(statements(of: words), else: words)
        } else if let page = WebPage(text) {
            body = .page
            addPage(page, text)
        } else {
            body = .other
            addText(text)
        }
    }

    /// The object that a text is, or that it begins with, as when a shell's mark or a note follows.
    private static func object(_ text: [UInt8]) -> JSONDocument? {
        let limits = JSONLimits(maximumBytes: text.count, repeatedNames: .recorded)
        do throws(JSONDefect) {
            return try JSONDocument(taking: text, limits: limits)
        } catch {
            guard error.kind == .trailingBytes else { return nil }
            return try? JSONDocument(taking: Array(text[..<error.offset]), limits: limits)
        }
    }

    /// A text that may hold the pieces of an error object, perhaps behind the words of a program that printed it.
    private mutating func addText(_ text: [UInt8]) {
        let whole = ErrorWords.Message(text: text, isWhole: isWhole)
        var words = ErrorWords(messages: [whole])
        if let brace = text.firstIndex(of: UInt8(ascii: "{")) {
            let broken = BrokenJSON(reading: text[brace...])
            steps += broken.steps
            if !broken.words.isEmpty { words = broken.words }
        }
        var found = statements(of: words)
        if found.isEmpty, !words.isEmpty {
            // A piece that is cut off must not be taken for a whole name.
            let rest = ErrorWords.Message(text: text, isWhole: isWhole && text.first != 0x7B)
            found = statements(of: ErrorWords(messages: [rest]))
        }
        add(found, else: words)
    }

    private mutating func addPage(_ page: WebPage, _ text: [UInt8]) {
        // A page ends with a tag: what touches the end is cut off.
        let scan = PhraseScan(of: text, isWhole: false, scope: .signInNumbers)
        steps += scan.steps
        for statement in scan.statements { list.add(statement) }
        guard scan.statements.isEmpty, let title = page.title else { return }
        list.add(.other(code: nil, message: title))
    }

    private mutating func statements(of words: ErrorWords) -> [ServerAnswer.Statement] {
        var found: [ServerAnswer.Statement] = words.codes.compactMap(Self.statement(code:))
        let codes = words.codes.map { ErrorWords.Message(text: Array($0.utf8)) }
        for message in codes + words.messages {
            let scan = PhraseScan(of: message.text, isWhole: message.isWhole)
            steps += scan.steps
            found += scan.statements
            if head.status == 429 || found.contains(.throttled(retryAfterSeconds: nil)) {
                let delay = PhraseScan.delay(in: message.text, isWhole: message.isWhole)
                found.append(.throttled(retryAfterSeconds: delay))
            }
        }
        if let error = words.signInError {
            // What the token endpoint says of tokens is said of those that were sent to it.
            if Self.tokenEndpointErrors.contains(error) {
                found = found.filter { if case .signIn = $0 { true } else { false } }
            }
            found = found.map {
                if case .signIn(let number, nil) = $0 {
                    .signIn(number: number, error: error)
                } else {
                    $0
                }
            }
        }
        if let number = words.signInNumber {
            found.append(.signIn(number: number, error: words.signInError))
        }
        if let value = words.claims {
            let claims = ChallengeClaims(value)
            found.append(
                .claimsChallenge(
                    error: words.signInError, claims: claims?.json, notBefore: claims?.notBefore))
        }
        return found
    }

    /// Adds statements; where there are none, the words themselves.
    private mutating func add(_ found: [ServerAnswer.Statement], else words: ErrorWords) {
        for statement in found { list.add(statement) }
        guard found.isEmpty else { return }
        let code = words.codes.first ?? words.signInError
        let message = words.messages.first.flatMap { KeptText.sentence($0.text) }
        guard code != nil || message != nil else { return }
        list.add(.other(code: code, message: message))
    }

    /// Errors of RFC 6749 §5.2 and of OpenID Connect, which no API uses.
    private static let tokenEndpointErrors = [
        "invalid_grant", "invalid_client", "invalid_resource", "invalid_scope", "expired_token",
        "unauthorized_client", "interaction_required", "consent_required", "login_required",
    ]

    /// What a code alone says, in whatever language its message is.
    private static func statement(code: String) -> ServerAnswer.Statement? {
        switch code {
        case "ExpiredAuthenticationToken": .expired(at: nil)
        case "InvalidAuthenticationTokenAudience": .wrongAudience(seen: nil, accepted: [])
        case "InvalidAuthenticationTokenTenant": .wrongIssuer(seen: nil)
        case "TokenIssuedBeforeRevocationTimestamp":
            .claimsChallenge(error: nil, claims: nil, notBefore: nil)
        case "TooManyRequests", "429": .throttled(retryAfterSeconds: nil)
        default: nil
        }
    }

    private mutating func readChallenges(_ value: [UInt8]) {
        let reader = ChallengeReader(reading: value)
        steps += reader.steps
        for reading in reader.challenges where challenges.count < 16 {
            let challenge = ServerAnswer.Challenge(reading)
            challenges.append(challenge)
            add(reading, challenge)
        }
    }

    private mutating func add(
        _ reading: ChallengeReader.Reading, _ challenge: ServerAnswer.Challenge
    ) {
        var found: [ServerAnswer.Statement] = []
        let description = reading.value("error_description", "errordescription")
        if let description {
            let scan = PhraseScan(of: description.bytes, isWhole: description.isWhole)
            steps += scan.steps
            found = scan.statements
        }
        if let value = reading.value("claims") {
            let claims = ChallengeClaims(value.bytes)
            found.append(
                .claimsChallenge(
                    error: challenge.error, claims: claims?.json, notBefore: claims?.notBefore))
        } else if challenge.error == "insufficient_claims" {
            found.append(.claimsChallenge(error: challenge.error, claims: nil, notBefore: nil))
        }
        if challenge.error == "insufficient_scope", let scope = reading.value("scope") {
            var names = scope.bytes.split(whereSeparator: \.isBlank).prefix(KeptText.mostNames)
            if !scope.isWhole { names = names.dropLast() }
            found.append(.missingScopes(anyOf: names.compactMap { KeptText.name($0) }))
        }
        if found.isEmpty, challenge.error != nil || challenge.errorDescription != nil {
            found = [.other(code: challenge.error, message: challenge.errorDescription)]
        }
        for statement in found { list.add(statement) }
    }
}
