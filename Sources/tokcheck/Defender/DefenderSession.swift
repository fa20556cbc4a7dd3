internal import DefenderXDR
internal import EntraID
internal import Reporting
internal import TokenCheck
internal import Transport

/// One token at one API: makes the client, does the work, and says what went wrong.
struct DefenderSession {
    /// What the token is held against.
    let operation: DefenderOperation
    let target: DefenderOptions.Target
    let client: DefenderClient
    let display: DisplayOptions
    let program: Program
    private let found: FoundToken

    /// Gets the token, does work with a client, and ends with the exit code that its fault stands for.
    static func run(
        for operation: DefenderOperation, _ options: DefenderOptions, _ source: CallTokenOptions,
        _ display: DisplayOptions, isJSON: Bool, in program: Program,
        _ work: (DefenderSession) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        var target = try options.target(for: operation, source.signIn, in: program)
        let callToken = try source.callToken(for: target, display, in: program)
        if case .signIn(let signingIn) = callToken { target.take(signingIn.plan) }
        // What no token could mend is told before anybody signs in.
        _ = try client(FoundToken(bytes: [], form: .plain), nil, target, nil)
        let taken = target.origins.filter { $0.origin.hasPrefix("TOKCHECK_") }
            .map { "\($0.part) from \($0.origin)" }
        for note in callToken.notes + taken { StandardStreams.printNote(note) }
        return try await KeyNetwork.use(program.environment) { exchange in
            let (found, renewal) = try await callToken.token(for: &target, by: exchange)
            let session = DefenderSession(
                operation: operation, target: target,
                client: try client(found, renewal, target, exchange), display: display,
                program: program, found: found)
            do {
                return try await work(session)
            } catch let fault as DefenderFault {
                return try session.explain(fault, isJSON: isJSON)
            }
        }
    }

    /// Makes a client; without a way to the network every call fails and says so.
    private static func client(
        _ token: FoundToken, _ renewal: DefenderClient.Renewal?, _ target: DefenderOptions.Target,
        _ exchange: (any HTTPExchange)?
    ) throws(CommandFault) -> DefenderClient {
        do throws(DefenderFault) {
            return try DefenderClient(
                token: token.bytes, backend: target.backend, cloud: target.cloud,
                host: target.host, tenant: target.tenant, renewal: renewal,
                exchange: exchange ?? NoExchange(), pace: DefenderPace.system.telling(tell))
        } catch {
            throw DefenderFaultWords(error, target: target).fault
        }
    }

    /// The token that is used now: perhaps no longer the one that the work began with.
    var token: FoundToken {
        var token = found
        token.bytes = client.tokenAtHand
        return token
    }

    /// Says on standard error that the token will do, and what nobody verified, if more is wanted.
    func preflight() throws(DefenderFault) {
        let preflight = try client.preflight(for: operation)
        if preflight.decision == .blocked { throw .stopped(preflight) }
        if let known = operation.catalogued(at: target.backend), let day = known.retires {
            note("\(known.request) ends on \(day)" + (known.note.map { "; \($0)" } ?? ""))
        }
        if display.verbose {
            let text = PreflightText(
                preflight, style: errorStyle, localTime: TerminalTraits.localTime)
            note("the token has what \(operation.name) needs; " + text.openNote)
        }
    }

    /// Says something on standard error.
    func note(_ text: String) { StandardStreams.printNote(text) }

    /// How text looks on standard error.
    var errorStyle: TextStyle {
        TerminalTraits.style(
            of: .error, choice: display.color, environment: program.environment)
    }

    private static func tell(_ wait: DefenderPace.Wait) {
        let reason = wait.status.map { "the API answered \($0)" } ?? "the connection failed"
        let seconds = wait.duration.components.seconds
        StandardStreams.printNote(
            "\(reason); asking again in \(TimeText.duration(max(1, seconds))), "
                + "try \(wait.nextTry) of 3")
    }
}

extension DefenderOperation {
    /// What it is called on the command line.
    var name: String {
        switch self {
        case .listIncidents: "incidents list"
        case .getIncident: "incidents get"
        case .updateIncident, .commentIncident: "incidents update"
        case .hunt: "hunt"
        }
    }
}

/// What a program without a network has in its place.
private struct NoExchange: HTTPExchange {
    func send(_ request: HTTPRequest, limit: Int, deadline: Duration) async throws(HTTPFault)
        -> HTTPAnswer
    {
        throw .other("this build has no network; build without TOKCHECK_CORE_ONLY")
    }
}
