internal import StrictJSON
public import TokenCheck

/// What a token says, explained and verified by nobody.
///
/// It never sounds like a verdict: the first line and the member `verified` say so. Values are hostile text and are shown
/// escaped; those that name a person are hidden unless asked for; a token inside the token is never shown.
public struct InspectReport: Sendable {
    /// Which values of claims are shown.
    public enum ShownValues: String, Sendable, CaseIterable {
        /// Those that do not name a person; of the others only the claim's name and meaning.
        case names
        /// All of them.
        case all
    }

    let report: Report
    let inputForm: String
    let fingerprint: String
    let shownValues: ShownValues

    /// Makes the report.
    /// - Parameters:
    ///   - report: A report on the token; its policy does not matter.
    ///   - inputForm: In which wrapping the token was found, such as `bearer`.
    ///   - fingerprint: What the token is called in place of its text.
    ///   - shownValues: Which values are shown.
    public init(
        _ report: Report, inputForm: String, fingerprint: String,
        showing shownValues: ShownValues = .names
    ) {
        self.report = report
        self.inputForm = inputForm
        self.fingerprint = fingerprint
        self.shownValues = shownValues
    }

    /// What stands in the place of a claim's value, if it is not shown itself.
    func replacement(for claim: ExplainedClaim) -> String? {
        switch (claim.privacy, shownValues) {
        case (.open, _), (.personal, .all): nil
        case (.personal, .names): "‹hidden›"
        case (.credential, _): "‹token›"
        }
    }

    /// The report for people.
    ///
    /// Lines are folded to the style's columns at blanks. A value without blanks that is longer than a line stands whole
    /// on a line of its own, so that it can be copied; apart from those no line is longer. Each character counts as one
    /// column, also those that some terminals draw twice as wide.
    /// - Parameters:
    ///   - style: Colours, characters and width; a terminal gets a bar of the token's lifetime.
    ///   - localTime: The zone in which times are told beside UTC.
    /// - Returns: Lines, without a line break at the end.
    public func text(style: TextStyle, localTime: LocalTime) -> String {
        var page = InspectPage(style: style)
        page.title(
            "NOT VERIFIED  this only shows what the token says; `tokcheck check` verifies it")
        page.blank()
        summary(localTime, on: &page)
        let unverified = report.unverifiedClaims
        page.heading("Header")
        if let header = unverified.header {
            ClaimDictionary.parameters(of: header).forEach { write($0, on: &page) }
        } else {
            page.row("", "cannot be read")
        }
        guard let payload = unverified.payload else {
            page.heading("Claims")
            page.row("", "cannot be read")
            return page.text
        }
        let groups = ClaimDictionary.groups(
            of: payload, kind: report.kind, now: report.now, localTime: localTime)
        for group in groups {
            page.heading(group.subject.rawValue)
            group.claims.forEach { write($0, on: &page) }
            if group.subject == .permissions { OpenedOperations(report)?.write(on: &page) }
        }
        return page.text
    }

    /// The short part for people: what the token seems to be, for whom, and what it would open.
    /// - Parameters:
    ///   - style: Colours, characters and width.
    ///   - localTime: The zone in which times are told beside UTC.
    /// - Returns: Lines, without a line break at the end; empty when the token cannot be read.
    public func portrait(style: TextStyle, localTime: LocalTime) -> String {
        guard report.unverifiedClaims.payload != nil else { return "" }
        var page = InspectPage(style: style)
        page.title("What the token says of itself, not verified")
        let summary = InspectSummary(report, localTime: localTime)
        for row in summary.rows { page.row(row.label, row.text) }
        for note in summary.notes { page.row("note", note) }
        OpenedOperations(report)?.write(on: &page)
        return page.text
    }

    private func write(_ claim: ExplainedClaim, on page: inout InspectPage) {
        if let replacement = replacement(for: claim) {
            page.claim(claim.name, value: replacement, meaning: claim.meaning)
        } else {
            page.claim(claim.name, value: claim.value, meaning: claim.meaning)
        }
    }

    private func summary(_ localTime: LocalTime, on page: inout InspectPage) {
        let summary = InspectSummary(report, localTime: localTime)
        for row in summary.rows { page.row(row.label, row.text) }
        for note in summary.notes { page.row("note", note) }
        for problem in InspectProblem.all(in: report) {
            page.row("problem", "\(problem.code): \(problem.words)", colour: .red)
        }
        page.row(
            "input", "\(Escaping.plain(inputForm)), fingerprint \(Escaping.plain(fingerprint))")
        guard page.style.isTerminal,
            let bar = LifetimeBar(
                from: report.times.issuedAt ?? report.times.notBefore, to: report.times.expiresAt,
                now: report.now)
        else { return }
        page.blank()
        bar.lines(style: page.style).forEach { page.line($0) }
    }
}
