internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// One token under one expectation, with everything that was found: what `check` and `why` have in common.
struct Examination {
    let expectation: Expectation
    let policy: Policy
    let token: FoundToken
    let found: KeyFinder.Found
    let now: Instant
    let report: Report
    /// What was given in place of the clock.
    private let at: TimeArgument?

    /// Whether an expectation may be missing.
    enum Completeness { case required, optional }

    /// The flags that say what is examined, and how.
    struct Options {
        let source: TokenOptions
        let expectations: ExpectationOptions
        let keys: KeyOptions
        let noInput: Bool
    }

    /// Reads expectation, keys and token, in this order, so that nobody pastes a token in vain, and makes the checks.
    init(
        _ options: Options, _ completeness: Completeness, finder: KeyFinder, in program: Program
    ) async throws {
        try options.keys.refuseContradictions()
        expectation = try Expectation(options.expectations, environment: program.environment)
        if completeness == .required, let missing = expectation.missing {
            throw missing.fault(
                token: options.source.tokenWithoutAsking(
                    in: program, noInput: options.noInput))
        }
        var policy = expectation.policy
        if let age = options.keys.maxKeyAge { policy.maximumKeyAgeSeconds = age.seconds }
        self.policy = policy
        let files = try options.keys.keySet()
        token = try options.source.token(
            in: program, noInput: options.noInput, joiningLines: .never)
        found =
            options.keys.keys.isEmpty
            ? try await Self.keys(for: token, policy: policy, finder: finder)
            : KeyFinder.Found(keys: files)
        at = options.expectations.at
        now = at?.instant ?? Instant(secondsSince1970: program.now)
        let token = token
        report = Report(on: token.bytes.span, keys: found.keys, policy: policy, now: now)
    }

    /// Whether the token is judged by the clock of this machine.
    var isJudgedNow: Bool { at == nil }

    /// What a report says beside the verdict.
    func context(exit status: ExitStatus, surroundings: Surroundings) -> ResultContext {
        var context = ResultContext(
            version: tokcheckVersion, inputForm: token.form.rawValue,
            fingerprint: token.fingerprint, exitCode: status.code,
            origins: expectation.origins, notes: token.notes)
        context.manifest = expectation.manifest?.reference(
            for: policy.operations.compactMap(\.name))
        context.notes += found.notes + notes
        let token = token
        context.causes =
            CauseSearch(explaining: report, on: token.bytes.span, surroundings: surroundings)
            .causes
        return context
    }

    /// Writes the report as it was asked for.
    /// - Returns: The exit code.
    func write(_ context: ResultContext, to output: ResultOutput, saying extent: TextReport.Extent)
        -> ExitStatus
    {
        output.write(ExitStatus(rawValue: context.exitCode) ?? .internalFault) {
            format, style, status in
            var context = context
            context.exitCode = status.code
            return RunSummary(report, context: context).text(
                format,
                text: portrait(style)
                    + TextReport(
                        report, context: context, extent: extent, style: style,
                        localTime: TerminalTraits.localTime
                    ).text,
                json: JSONReport(report, context: context).json)
        }
    }

    /// Of a token of which nothing is expected what it says of itself; else nothing.
    private func portrait(_ style: TextStyle) -> String {
        guard let missing = expectation.missing, missing.lacksIssuer, missing.lacksAudience else {
            return ""
        }
        let text = InspectReport(
            report, inputForm: token.form.rawValue, fingerprint: token.fingerprint
        ).portrait(style: style, localTime: TerminalTraits.localTime)
        return text.isEmpty ? "" : text + "\n\n"
    }

    private var notes: [String] {
        var notes = policy.whatIsLeftOpen
        for operation in policy.operations {
            guard let known = operation.catalogued, let day = known.retires else { continue }
            notes.append(
                "\(operation.name ?? ""): \(known.request) ends on \(day)"
                    + (known.note.map { "; \($0)" } ?? ""))
        }
        if let at {
            notes.append("judged as of \(TimeText.utc(at.instant.secondsSince1970)) (--at)")
        }
        return notes
    }

    /// The keys of the cache or the authority.
    private static func keys(for token: FoundToken, policy: Policy, finder: KeyFinder) async throws
        -> KeyFinder.Found
    {
        let claims = Report(
            on: token.bytes.span, keys: .none, policy: Policy(), now: Instant(secondsSince1970: 0))
        // What is no JWT needs no keys.
        guard claims.verdict.rejection != .form, let header = claims.unverifiedClaims.header else {
            return KeyFinder.Found(keys: .none)
        }
        return try await finder.keys(for: policy, wanting: header.root["kid"]?.string)
    }
}

extension Policy {
    /// The two ways to expect less than a check should, which are never silent.
    fileprivate var whatIsLeftOpen: [String] {
        [
            tenants == .any ? "any tenant is accepted (--any-tenant)" : nil,
            acceptedAudiences == nil ? "any audience is accepted (--any-audience)" : nil,
        ].compactMap(\.self)
    }

    /// Says on standard error what is left open.
    func sayWhatIsLeftOpen() {
        for note in whatIsLeftOpen { StandardStreams.printNote(note) }
    }
}
