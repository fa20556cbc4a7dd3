internal import StrictJSON
internal import TokenCheck
internal import Transport

/// One call to an API, perhaps after some waiting, and what its answer means.
struct DefenderCall {
    /// What may be done when no good answer comes.
    enum Kind {
        /// Nothing changes by asking: it may be asked again.
        case read
        /// The API works for minutes: nothing changes, but what took too long would do so again.
        case longRead
        /// Something may have changed: it is never asked again.
        case change

        var deadline: Duration {
            self == .longRead ? DefenderPace.huntingDeadline : DefenderPace.callDeadline
        }

        /// The largest body: a page of a hundred incidents takes a few MiB, and the rows of a query at most 124 MB.
        var mostBytes: Int { self == .longRead ? 128 << 20 : 32 << 20 }
    }

    let exchange: any HTTPExchange
    let pace: DefenderPace
    let kind: Kind

    /// The body of a good answer.
    func body(of request: HTTPRequest) async throws(DefenderFault) -> [UInt8] {
        var tries = 0
        while true {
            tries += 1
            let outcome: HTTPAnswer
            do throws(HTTPFault) {
                outcome = try await exchange.send(
                    request, limit: kind.mostBytes, deadline: kind.deadline)
            } catch {
                guard mayRepeat(after: error), tries < DefenderPace.mostTries else {
                    throw .exchange(error)
                }
                try await wait(pace.backoff(before: tries + 1), status: nil, nextTry: tries + 1)
                continue
            }
            if (200..<300).contains(outcome.status) { return outcome.body }
            let (fault, seconds) = verdict(on: outcome, tries: tries)
            let isPassing = outcome.status == 429 || [500, 502, 503, 504].contains(outcome.status)
            guard isPassing, kind != .change, tries < DefenderPace.mostTries,
                seconds ?? 0 <= DefenderPace.longestWait
            else { throw fault }
            let pause = seconds.map { Duration.seconds($0) } ?? pace.backoff(before: tries + 1)
            try await wait(pause, status: outcome.status, nextTry: tries + 1)
        }
    }

    private func mayRepeat(after fault: HTTPFault) -> Bool {
        switch (kind, fault) {
        case (.change, _): false
        case (_, .notConnected), (_, .cut): true
        case (.read, .deadline): true
        default: false
        }
    }

    private func wait(_ duration: Duration, status: Int?, nextTry: Int)
        async throws(DefenderFault)
    {
        pace.waits(DefenderPace.Wait(duration: duration, status: status, nextTry: nextTry))
        do { try await pace.sleep(duration) } catch { throw .exchange(.cancelled) }
    }

    /// What a status other than a good one means, and for how long the API wants to be left alone.
    private func verdict(on outcome: HTTPAnswer, tries: Int) -> (DefenderFault, Int64?) {
        let answer = Self.serverAnswer(outcome)
        let refusal = DefenderFault.Refusal(status: outcome.status, answer: answer)
        let seconds = retrySeconds(outcome, answer)
        switch outcome.status {
        case 401, 403: return (.refused(refusal), nil)
        case 429: return (.throttled(retryAfterSeconds: seconds, tries: tries), seconds)
        case 300..<400: return (.redirected(status: outcome.status), nil)
        default: return (.status(refusal), seconds)
        }
    }

    /// `Retry-After` as seconds or as a date (RFC 9110 §10.2.3), else what the body says.
    private func retrySeconds(_ outcome: HTTPAnswer, _ answer: ServerAnswer) -> Int64? {
        if let text = outcome.value(of: "retry-after") {
            if let seconds = Int64(text), (0...864_000).contains(seconds) { return seconds }
            if let date = ServerAnswer.date(text) { return max(0, date - pace.wall()) }
        }
        for case .throttled(let seconds?) in answer.statements { return max(0, seconds) }
        return nil
    }

    /// The answer in the form in which people save it, for reading it and for explaining.
    private static func serverAnswer(_ outcome: HTTPAnswer) -> ServerAnswer {
        var text = Array("HTTP/1.1 \(outcome.status)\r\n".utf8)
        for field in outcome.fields { text += Array("\(field.name): \(field.value)\r\n".utf8) }
        text += Array("\r\n".utf8)
        text += outcome.body.prefix(ServerAnswer.maximumBytes)
        return ServerAnswer(reading: text.span)
    }
}
