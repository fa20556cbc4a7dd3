internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// A new token on its way out: looked at, then written to where it was asked for.
struct TokenHandout {
    let issued: IssuedToken
    let plan: SignInPlan
    let policy: Policy
    let manifest: ManifestReference?
    let origins: [(part: String, origin: String)]
    let options: HandoutOptions
    let global: GlobalOptions
    let program: Program

    /// Writes the token, unless something speaks against it.
    /// - Returns: The exit code.
    func write() throws(CommandFault) -> ExitStatus {
        let preflight = issued.preflight(
            policy: policy, now: Instant(secondsSince1970: SignInPace.system.wall()))
        let isChecked = !options.noCheck
        if isChecked, preflight.decision == .blocked { return refuse(preflight) }
        if let out = options.out {
            try OutputFile.write(text + "\n", to: out, for: .owner)
        }
        if !global.quiet {
            StandardStreams.printError("tokcheck: note: \(summary(preflight))\n")
        }
        write(preflight)
        return .success
    }

    private var text: String {
        issued.accessToken.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
    }

    private func write(_ preflight: Preflight) {
        switch global.format {
        case .text: if options.out == nil { global.write(text + "\n") }
        case .json:
            let document = IssuedTokenDocument(
                grant: plan.grant.rawValue, accessToken: options.out == nil ? text : nil,
                file: options.out, expiresInSeconds: issued.expiresInSeconds, scope: issued.scope,
                fingerprint: fingerprint, preflight: preflight,
                isChecked: !options.noCheck)
            global.write(JSONWriter.text(document.json, layout: .indented) + "\n")
        }
    }

    private var fingerprint: String {
        issued.accessToken.withBytes { String(Hexadecimal.text(Digest.sha256($0)).prefix(12)) }
    }

    private func summary(_ preflight: Preflight) -> String {
        let summary = TokenSummary(preflight.report)
        let left = summary.remainingSeconds ?? issued.expiresInSeconds
        let words = [
            "\(fingerprint)",
            summary.audience.map { "for \(Escaping.quoted($0))" },
            left.map { "valid for another \(TimeText.duration($0))" },
        ].compactMap(\.self).joined(separator: ", ")
        guard !options.noCheck else { return "token \(words); nobody looked at it" }
        let style = TerminalTraits.style(
            of: .error, choice: global.color, environment: program.environment)
        let text = PreflightText(preflight, style: style, localTime: TerminalTraits.localTime)
        return style.spelled("token \(words); \(text.openNote)")
    }

    /// Says why the token is not handed out: to people on standard error, to programs as `check` does.
    private func refuse(_ preflight: Preflight) -> ExitStatus {
        let status = ExitStatus(preflight.report.verdict)
        var surroundings = Surroundings()
        if let behind = issued.clockBehindSeconds, abs(behind) > 5 {
            surroundings.clockBehindSeconds = behind
        }
        let causes = issued.accessToken.withBytes {
            CauseSearch(explaining: preflight.report, on: $0, surroundings: surroundings).causes
        }
        let style = TerminalTraits.style(
            of: .error, choice: global.color, environment: program.environment)
        let text = PreflightText(
            preflight, causes: causes, style: style, localTime: TerminalTraits.localTime)
        StandardStreams.printError(text.text + "the token was not handed out\n")
        guard global.format == .json, !global.quiet else { return status }
        var context = ResultContext(
            version: tokcheckVersion, inputForm: InputForm.tokenResponse.rawValue,
            fingerprint: fingerprint, exitCode: status.code,
            origins: origins, notes: [])
        context.manifest = manifest
        context.causes = causes
        global.write(
            JSONWriter.text(JSONReport(preflight.report, context: context).json, layout: .indented)
                + "\n")
        return status
    }
}
