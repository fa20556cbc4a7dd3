internal import DefenderXDR
internal import Reporting
internal import StrictJSON
internal import TokenCheck

// What is said when there is no result.
extension DefenderSession {
    /// Says why there is no result; what the token has to do with it is told by its checks.
    /// - Returns: The exit code.
    /// - Throws: ``CommandFault`` for everything that the token has no part in.
    func explain(_ fault: DefenderFault, isJSON: Bool) throws(CommandFault) -> ExitStatus {
        switch fault {
        case .stopped(let preflight):
            let status = ExitStatus(preflight.report.verdict)
            let causes = causes(of: preflight.report, answer: nil)
            let text = PreflightText(
                preflight, causes: causes, style: errorStyle, localTime: TerminalTraits.localTime)
            write(
                preflight.report, causes, status, isJSON: isJSON, text.text + "nothing was sent\n")
            return status
        case .refused(let refusal):
            return try refused(refusal, isJSON: isJSON)
        case .commentMissing(let inner):
            note("the incident was changed; its comment was not added")
            return try explain(inner, isJSON: isJSON)
        default: throw DefenderFaultWords(fault, target: target).fault
        }
    }

    /// The API knows better than the checks: its answer is read as `why --response` reads it.
    private func refused(_ refusal: DefenderFault.Refusal, isJSON: Bool) throws(CommandFault)
        -> ExitStatus
    {
        let preflight: Preflight
        do throws(DefenderFault) {
            preflight = try client.preflight(for: operation)
        } catch {
            throw DefenderFaultWords(error, target: target).fault
        }
        let causes = causes(of: preflight.report, answer: refusal.answer)
        let status =
            preflight.report.verdict.rejection == nil
            ? .api : ExitStatus(preflight.report.verdict)
        let text = RefusalText(
            status: refusal.status, causes: causes, style: errorStyle,
            localTime: TerminalTraits.localTime
        ).text
        write(preflight.report, causes, status, isJSON: isJSON, text)
        return status
    }

    private func causes(of report: Report, answer: ServerAnswer?) -> [Cause] {
        var surroundings = Surroundings()
        surroundings.answer = answer
        let token = token
        return CauseSearch(
            explaining: report, on: token.bytes.span, surroundings: surroundings
        ).causes
    }

    /// People read it on standard error, where it is in no result's way; programs get the document of `check`.
    private func write(
        _ report: Report, _ causes: [Cause], _ status: ExitStatus, isJSON: Bool, _ text: String
    ) {
        StandardStreams.printError(text)
        guard isJSON, !display.quiet else { return }
        var context = ResultContext(
            version: tokcheckVersion, inputForm: token.form.rawValue,
            fingerprint: token.fingerprint, exitCode: status.code, origins: target.origins,
            notes: token.notes)
        context.causes = causes
        let json = JSONReport(report, context: context).json
        StandardStreams.print(JSONWriter.text(json, layout: .indented) + "\n")
    }
}

// What is said when a list ends too early.
extension DefenderSession {
    /// Ends a list of which something is written already, and says why.
    func explainCut(
        _ fault: DefenderFault, _ listing: inout IncidentListing, isJSON: Bool
    ) throws(CommandFault) -> ExitStatus {
        note("the list is not complete: \(listing.count) incidents were written")
        do throws(CommandFault) {
            // The document on standard output is the list itself.
            let status = try explain(fault, isJSON: false)
            listing.end(
                CommandFault(
                    exit: status, code: status.name, message: "the token no longer opens the list"))
            return status
        } catch {
            StandardStreams.printError(error.text)
            listing.end(error)
            return error.exit
        }
    }
}
