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
        readBody(Array(text.bytes[head.bodyStart...].trimmed))
        for value in head.challenges { readChallenges(value) }
        let retry = retryAfterSeconds
        if head.status == 429 || retry != nil && head.status == nil {
            list.add(.throttled(retryAfterSeconds: retry))
        }
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
            add(ErrorShapes.words(in: document.root))
        } else if let page = WebPage(text) {
            body = .page
            addPage(page, text)
        } else {
            body = .other
            var words = ErrorWords()
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                let broken = BrokenJSON(reading: text)
                steps += broken.steps
                words = broken.words
            }
            if words.messages.isEmpty {
                words.messages = [ErrorWords.Message(text: text, isWhole: isWhole)]
            }
            add(words)
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

    private mutating func addPage(_ page: WebPage, _ text: [UInt8]) {
        let scan = PhraseScan(of: text, isWhole: isWhole, scope: .signInNumbers)
        steps += scan.steps
        for statement in scan.statements { list.add(statement) }
        guard scan.statements.isEmpty, let title = page.title else { return }
        list.add(.other(code: nil, message: title))
    }

    private mutating func add(_ words: ErrorWords) {
        guard !words.isEmpty else { return }
        var found: [ServerAnswer.Statement] = words.codes.compactMap(Self.statement(code:))
        for message in words.messages {
            let scan = PhraseScan(of: message.text, isWhole: message.isWhole)
            steps += scan.steps
            found += scan.statements
        }
        if let error = words.signInError {
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
        if found.isEmpty {
            let code = words.codes.first ?? words.signInError
            let message = words.messages.first.flatMap { KeptText.sentence($0.text) }
            guard code != nil || message != nil else { return }
            found = [.other(code: code, message: message)]
        }
        for statement in found { list.add(statement) }
    }

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
            let names = scope.bytes.split(whereSeparator: \.isBlank).prefix(KeptText.mostNames)
            found.append(.missingScopes(anyOf: names.compactMap { KeptText.name($0) }))
        }
        if found.isEmpty, challenge.error != nil || challenge.errorDescription != nil {
            found = [.other(code: challenge.error, message: challenge.errorDescription)]
        }
        for statement in found { list.add(statement) }
    }
}
