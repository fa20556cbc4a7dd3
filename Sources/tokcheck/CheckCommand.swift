internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck check`: every check, a verdict, an exit code.
struct CheckCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a token: signature, issuer, audience, time, permissions.",
        discussion: """
            Says for every check what became of it, and ends with 0 only if the token is accepted.
            An audience and a tenant or issuer must be expected; the usage error shows how.

            tokcheck check @token.jwt --tenant GUID --manifest tokcheck.yaml
            """
    )

    @OptionGroup(title: "The token") var source: TokenOptions
    @OptionGroup(title: "What is expected") var expectations: ExpectationOptions
    @OptionGroup(title: "Keys") var keyOptions: KeyOptions
    @OptionGroup(title: "The exit code") var gate: GateOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) async throws -> ExitStatus {
        try gate.refuseContradictions()
        try keyOptions.refuseContradictions()
        let expectation = try Expectation(expectations, environment: program.environment)
        if let missing = expectation.missing {
            throw missing.fault(
                token: source.tokenWithoutAsking(in: program, noInput: global.noInput))
        }
        var policy = expectation.policy
        if let age = keyOptions.maxKeyAge { policy.maximumKeyAgeSeconds = age.seconds }
        // A broken key file is told before anybody has to paste a token.
        let files = try keyOptions.keySet()
        let token = try source.token(in: program, noInput: global.noInput, joiningLines: .never)
        let found = try await keys(for: token, policy: policy, files: files, in: program)
        let now = expectations.at?.instant ?? Instant(secondsSince1970: program.now)
        let report = Report(
            on: token.bytes.span, keys: found.keys, policy: policy, now: now)
        let status = gate.status(of: report)
        var context = ResultContext(
            version: tokcheckVersion, inputForm: token.form.rawValue,
            fingerprint: token.fingerprint, exitCode: status.code,
            origins: expectation.origins, notes: token.notes)
        context.manifest = expectation.manifest?.reference
        context.notes += found.notes + notes(policy)
        sayWhatIsLeftOpen(expectation.policy)
        write(report, context, in: program)
        return status
    }

    /// The two ways to expect less than a check should are never silent.
    private func sayWhatIsLeftOpen(_ policy: Policy) {
        if policy.tenants == .any {
            StandardStreams.printError("tokcheck: note: any tenant is accepted (--any-tenant)\n")
        }
        if policy.acceptedAudiences == nil {
            StandardStreams.printError(
                "tokcheck: note: any audience is accepted (--any-audience)\n")
        }
    }

    /// The keys of the files that were named, else of the cache or the authority.
    private func keys(
        for token: FoundToken, policy: Policy, files: KeySet, in program: Program
    ) async throws -> KeyFinder.Found {
        guard keyOptions.keys.isEmpty else { return KeyFinder.Found(keys: files, notes: []) }
        let claims = Report(
            on: token.bytes.span, keys: .none, policy: Policy(), now: Instant(secondsSince1970: 0))
        // What is no JWT needs no keys.
        guard claims.verdict.rejection != .form, let header = claims.unverifiedClaims.header else {
            return KeyFinder.Found(keys: .none, notes: [])
        }
        return try await KeyFinder(options: keyOptions, program: program)
            .keys(for: policy, wanting: header.root["kid"]?.string)
    }

    private func notes(_ policy: Policy) -> [String] {
        var notes: [String] = []
        if policy.tenants == .any { notes.append("any tenant is accepted (--any-tenant)") }
        if policy.acceptedAudiences == nil {
            notes.append("any audience is accepted (--any-audience)")
        }
        for operation in policy.operations {
            guard let known = operation.catalogued, let day = known.retires else { continue }
            notes.append(
                "\(operation.name ?? ""): \(known.request) ends on \(day)"
                    + (known.note.map { "; \($0)" } ?? ""))
        }
        if let at = expectations.at {
            notes.append("judged as of \(TimeText.utc(at.instant.secondsSince1970)) (--at)")
        }
        return notes
    }

    private func write(_ report: Report, _ context: ResultContext, in program: Program) {
        switch global.format {
        case .json:
            global.write(
                JSONWriter.text(JSONReport(report, context: context).json, layout: .indented) + "\n"
            )
        case .text:
            let text = TextReport(
                report, context: context, extent: global.verbose ? .everyCheck : .summary,
                style: global.style(in: program), localTime: TerminalTraits.localTime)
            global.write(text.text)
        }
    }
}
