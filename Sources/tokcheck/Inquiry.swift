internal import EntraID
internal import JOSE
internal import TokenCheck
internal import Transport

/// What `why` asks the network beyond what the checks need: another key list, and what time it is.
struct Inquiry {
    let examination: Examination
    let keyOptions: KeyOptions
    let program: Program
    let listener: ServerClock

    /// What was found; nothing in it reaches the verdict.
    func surroundings() async throws -> Surroundings {
        var surroundings = Surroundings()
        surroundings.keyFaults = examination.found.faults
        guard keyOptions.keys.isEmpty, !keyOptions.offline else { return surroundings }
        if lacks("key-found"), keyOptions.appid == nil, let application {
            var options = keyOptions
            options.appid = application
            let found = try await KeyFinder(options: options, program: program, listener: listener)
                .keys(for: examination.policy, wanting: nil)
            surroundings.applicationID = application
            surroundings.applicationKeys = found.keys.entries.isEmpty ? nil : found.keys
        }
        guard examination.isJudgedNow else { return surroundings }
        if await listener.secondsBehind == nil,
            ["exp-not-passed", "nbf-reached", "iat-not-future"].contains(where: lacks)
        {
            // The keys do not matter: every answer names the time.
            var options = keyOptions
            options.refresh = true
            _ = try await KeyFinder(options: options, program: program, listener: listener)
                .keys(for: examination.policy, wanting: nil)
        }
        // Clocks differ by a second or two, and answers travel.
        if let behind = await listener.secondsBehind, abs(behind) > 5 {
            surroundings.clockBehindSeconds = behind
        }
        return surroundings
    }

    private func lacks(_ code: CheckCode) -> Bool {
        examination.report.remarkable.contains { $0.code == code }
    }

    /// The API for which the token is expected, if it is an application of the tenant's own.
    private var application: String? {
        let scheme = "api://"
        let names = examination.policy.acceptedAudiences?.accepted ?? []
        return names.map { $0.hasPrefix(scheme) ? String($0.dropFirst(scheme.count)) : $0 }
            .first(where: GUID.isCanonical)
    }
}

/// Notes by how much this machine's clock differs from the servers' that answer.
actor ServerClock {
    /// How many seconds the clock of this machine is behind; nil: no server named the time.
    private(set) var secondsBehind: Int64?

    func note(_ answer: HTTPAnswer, at now: Int64) {
        guard let text = answer.value(of: "date"), let date = ServerAnswer.date(text) else {
            return
        }
        secondsBehind = date - now
    }

    /// The same way to the network, listened to.
    nonisolated func listening(to exchange: any HTTPExchange) -> any HTTPExchange {
        ListeningExchange(exchange: exchange, clock: self)
    }
}

/// An exchange of whose answers a clock takes note.
private struct ListeningExchange: HTTPExchange {
    let exchange: any HTTPExchange
    let clock: ServerClock

    func send(_ request: HTTPRequest, limit: Int, deadline: Duration) async throws(HTTPFault)
        -> HTTPAnswer
    {
        let answer = try await exchange.send(request, limit: limit, deadline: deadline)
        await clock.note(answer, at: KeyClock.system.wall())
        return answer
    }
}
