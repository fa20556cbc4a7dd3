internal import JOSE
internal import StrictJSON

/// Everything a verdict rests on, to be changed one assumption at a time.
struct Assumptions: Sendable {
    var token: [UInt8]
    var keys: KeySet
    var policy: Policy
    var now: Instant

    /// The same checks as ever.
    var report: Report {
        let token = token
        return Report(on: token.span, keys: keys, policy: policy, now: now)
    }
}

/// A check that fails, of one operation where it is made for each.
struct Failure: Hashable, Sendable {
    let code: CheckCode
    let operation: String?

    init(_ finding: Finding) {
        code = finding.code
        operation = finding.operation
    }
}

/// A report with what it rests on, for hypotheses to look at.
struct CaseFile: Sendable {
    let assumptions: Assumptions
    let surroundings: Surroundings
    let report: Report
    /// Every finding of the report.
    let findings: [Finding]
    /// Those that keep the token from being accepted.
    let failures: [Finding]

    init(_ assumptions: Assumptions, _ surroundings: Surroundings, report: Report? = nil) {
        self.assumptions = assumptions
        self.surroundings = surroundings
        let report = report ?? assumptions.report
        self.report = report
        findings = report.findings
        failures = findings.filter {
            $0.checkClass != .warning && ($0.status == .violated || $0.status == .undecided)
        }
    }

    var policy: Policy { assumptions.policy }
    var payload: JSONValue? { report.unverifiedClaims.payload?.root }
    var header: JSONDocument? { report.unverifiedClaims.header }
    /// The report's time, in seconds since 1970.
    var now: Int64 { assumptions.now.secondsSince1970 }

    /// The first failing finding of a check.
    func failure(of code: CheckCode) -> Finding? { failures.first { $0.code == code } }

    /// A claim's text.
    func text(_ name: String) -> String? { payload?[name]?.string }

    /// `aud`, or the first of its texts.
    var audience: String? {
        payload?["aud"].flatMap { $0.string ?? $0.elements.lazy.compactMap(\.string).first }
    }

    /// The resource that `aud` names.
    var resource: Resource? { audience.flatMap(Resource.named(byAudience:)) }

    /// `appid`, or else `azp`.
    var client: String? { text("appid") ?? text("azp") }

    /// The permissions in the claim of the token's kind.
    var held: [String] {
        let document = report.unverifiedClaims.payload
        return HeldPermissions(
            kind: report.kind, payload: document,
            claims: document.map(ClaimIndex.init) ?? ClaimIndex()
        ).names
    }

    /// The same case with other assumptions.
    func assuming(_ change: (inout Assumptions) -> Void) -> Assumptions {
        var changed = assumptions
        change(&changed)
        return changed
    }
}
