internal import StrictJSON
internal import TokenCheck
internal import Transport

/// How a token endpoint says no (RFC 6749 §5.2, with what Entra ID adds).
///
/// Its texts are a stranger's: bounded, without anything that looks like a token, and without what was sent.
public struct SignInRefusal: Sendable, Equatable {
    /// The status; nil when it came through the browser.
    public let status: Int?
    /// `error`, by which programs branch.
    public let error: String?
    /// The number behind AADSTS, which explains it to people.
    public let number: Int?
    /// `suberror`.
    public let suberror: String?
    /// `error_description`, its first line.
    public let message: String?
    /// `claims`: what a second request must bring, as JSON.
    public let claims: String?
    /// By what the authority finds the request in its logs.
    public let correlationID: String?
    /// After so many seconds it may be tried again, if the server says so.
    public let retryAfterSeconds: Int64?
    /// By how many seconds this machine's clock is behind the server's; nil when it does not say.
    public let clockBehindSeconds: Int64?
}

extension SignInRefusal {
    /// Reads a refusal; nil when the answer has no `error`.
    init?(_ answer: HTTPAnswer, hiding secrets: [[UInt8]], now: Int64) {
        let limits = JSONLimits(repeatedNames: .recorded)
        guard let document = try? JSONDocument(taking: answer.body, limits: limits) else {
            return nil
        }
        let root = document.root
        // App Service says `{"statusCode":400,"message":"…"}`; others put an object into `error`.
        let object = root["error"]?.kind == .object ? root["error"] : nil
        guard
            let error = root["error"]?.string ?? object?["code"]?.string
                ?? root["statusCode"].map({ $0.string ?? $0.number?.text ?? "" })
        else { return nil }
        let date = answer.value(of: "date").flatMap(ServerAnswer.date)
        self.init(
            status: answer.status, error: error,
            description: (root["error_description"] ?? root["message"] ?? object?["message"])?
                .string,
            codes: root["error_codes"]?.elements.compactMap { $0.number?.integer } ?? [],
            suberror: root["suberror"]?.string,
            claims: root["claims"]?.string, correlationID: root["correlation_id"]?.string,
            retryAfter: answer.retryAfterSeconds(date: date),
            clockBehind: date.map { $0 - now }, hiding: secrets)
    }

    /// Reads a refusal that came through the browser; nil when there is no `error`.
    init?(redirect parameters: [String: String], hiding secrets: [[UInt8]]) {
        guard let error = parameters["error"] else { return nil }
        self.init(
            status: nil, error: error, description: parameters["error_description"], codes: [],
            suberror: parameters["error_subcode"], claims: parameters["claims"],
            correlationID: nil, retryAfter: nil, clockBehind: nil, hiding: secrets)
    }

    private init(
        status: Int?, error: String, description: String?, codes: [Int64], suberror: String?,
        claims: String?, correlationID: String?, retryAfter: Int64?, clockBehind: Int64?,
        hiding secrets: [[UInt8]]
    ) {
        func sentence(_ text: String?) -> String? {
            text.flatMap { HiddenSecrets(secrets).sentence($0) }
        }
        self.status = status
        self.error = sentence(error)
        self.suberror = sentence(suberror)
        let description = description.map { $0.split(whereSeparator: \.isNewline) } ?? []
        message = sentence(description.first.map(String.init))
        number =
            Self.number(in: description.first ?? "") ?? codes.first.flatMap { Int(exactly: $0) }
        self.claims = sentence(claims)
        self.correlationID = sentence(correlationID)
        retryAfterSeconds = retryAfter
        clockBehindSeconds = clockBehind
    }

    /// The digits behind the first `AADSTS`.
    private static func number(in text: Substring) -> Int? {
        let mark = Array("AADSTS".utf8)
        let bytes = Array(text.utf8.prefix(4_096))
        guard bytes.count > mark.count else { return nil }
        for start in 0..<(bytes.count - mark.count)
        where bytes[start..<(start + mark.count)].elementsEqual(mark) {
            let digits = bytes[(start + mark.count)...].prefix { (0x30...0x39).contains($0) }
            guard (4...9).contains(digits.count) else { continue }
            return Int(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }
}

extension HTTPAnswer {
    /// `Retry-After`: seconds, or a date against the answer's own.
    func retryAfterSeconds(date: Int64?) -> Int64? {
        guard let text = value(of: "retry-after") else { return nil }
        if let seconds = Int64(text), (0...864_000).contains(seconds) { return seconds }
        guard let then = ServerAnswer.date(text), let date else { return nil }
        return max(0, then - date)
    }
}
