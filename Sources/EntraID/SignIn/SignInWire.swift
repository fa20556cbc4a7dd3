internal import JOSE
internal import StrictJSON
internal import Transport

/// Asks an authority, within bounds of time and size, and reads what it answers.
struct SignInWire {
    let exchange: any HTTPExchange
    let pace: SignInPace

    /// How long one attempt may take.
    static let attempt = Duration.seconds(10)
    /// The longest wait before a second attempt: whoever is told to wait longer is better told so.
    private static let longestWait: Int64 = 10
    private static let maximumBytes = 1_048_576

    /// Whether the same request may be made again.
    enum Repetition {
        /// It may.
        case twice
        /// It may not: what it sends serves once.
        case once
    }

    /// Sends a request and gives the whole answer, whatever its status.
    func answer(
        _ request: HTTPRequest, _ step: SignInFault.Step, _ repetition: Repetition,
        deadline: Duration = attempt
    ) async throws(SignInFault) -> HTTPAnswer {
        do throws(SignInFault) {
            let answer = try await attempt(request, step, deadline)
            guard repetition == .twice, answer.status == 429 || answer.status >= 500 else {
                return answer
            }
            let wait = answer.retryAfterSeconds(date: nil) ?? 1
            guard wait <= Self.longestWait else { return answer }
            try await sleep(.seconds(wait))
        } catch {
            guard repetition == .twice, case .exchange(_, let fault) = error, fault.mayPass else {
                throw error
            }
        }
        return try await attempt(request, step, deadline)
    }

    private func attempt(_ request: HTTPRequest, _ step: SignInFault.Step, _ deadline: Duration)
        async throws(SignInFault) -> HTTPAnswer
    {
        do throws(HTTPFault) {
            return try await exchange.send(request, limit: Self.maximumBytes, deadline: deadline)
        } catch {
            throw error == .cancelled ? .cancelled : .exchange(step, error)
        }
    }

    /// Waits.
    func sleep(_ duration: Duration) async throws(SignInFault) {
        guard !Task.isCancelled, (try? await pace.sleep(duration)) != nil, !Task.isCancelled else {
            throw .cancelled
        }
    }

    /// Asks for a JSON object.
    /// - Parameters:
    ///   - request: The request.
    ///   - step: What it is for.
    ///   - repetition: Whether it may be made again.
    ///   - secrets: What was sent and must not be repeated in a message.
    /// - Returns: The object, and the answer it came with.
    /// - Throws: ``SignInFault`` for everything that is no object.
    func object(
        _ request: HTTPRequest, _ step: SignInFault.Step, _ repetition: Repetition,
        hiding secrets: [Secret] = []
    ) async throws(SignInFault) -> (root: JSONValue, answer: HTTPAnswer) {
        let answer = try await answer(request, step, repetition)
        return (try object(in: answer, step, hiding: secrets), answer)
    }

    /// The JSON object of an answer with status 200; any other is a fault.
    func object(in answer: HTTPAnswer, _ step: SignInFault.Step, hiding secrets: [Secret])
        throws(SignInFault) -> JSONValue
    {
        if let refusal = SignInRefusal(
            answer, hiding: secrets.map(\.copy), now: pace.wall())
        {
            throw .refused(step, refusal)
        }
        if (300..<400).contains(answer.status) { throw .answer(step, .redirected(answer.status)) }
        let first = answer.body.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        guard answer.status == 200 else { throw .answer(step, .status(answer.status)) }
        if first == UInt8(ascii: "<") { throw .answer(step, .page) }
        guard let document = try? JSONDocument(taking: answer.body),
            document.root.kind == .object
        else { throw .answer(step, .notJSON) }
        return document.root
    }
}

extension HTTPFault {
    /// Whether the same request may succeed a moment later.
    var mayPass: Bool {
        switch self {
        case .notConnected, .deadline, .cut: true
        case .nameNotFound, .proxy, .tls, .tooLarge, .encoded, .cancelled, .other: false
        }
    }
}
