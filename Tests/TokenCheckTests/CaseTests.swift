import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// The findings of a report that a case must list.
func remarkable(_ report: Report) -> [String: String] {
    var findings: [String: String] = [:]
    for finding in report.remarkable { findings[finding.code.name] = finding.status.rawValue }
    return findings
}

@Suite struct CaseTests {
    @Test(arguments: try TestFiles.paths(below: "Fixtures/checks", suffix: ".json"))
    func `each twin case gives exactly the findings it names`(_ path: String) throws {
        try judge(path)
    }

    @Test(arguments: try TestFiles.paths(below: "Fixtures/shapes", suffix: ".json"))
    func `each kind of token is judged as it must be`(_ path: String) throws {
        try judge(path)
    }

    @Test(arguments: try TestFiles.paths(below: "Fixtures/refused", suffix: ".json"))
    func `each hostile token gets exactly its findings`(_ path: String) throws {
        try judge(path)
    }

    private func judge(_ path: String) throws {
        let fixture = try TokenCase(path: path)
        let report = Report(
            on: fixture.token.span, keys: fixture.keys, policy: fixture.policy, now: fixture.now)
        #expect(remarkable(report) == fixture.expect.findings)
        switch report.verdict {
        case .accepted:
            #expect(fixture.expect.verdict == "accepted")
            #expect(fixture.expect.exit == 0)
        case .undecided:
            #expect(fixture.expect.verdict == "undecided")
            #expect(fixture.expect.exit == 13)
        case .rejected(let rejection):
            #expect(fixture.expect.verdict == "rejected")
            #expect(fixture.expect.rejection == rejection.rawValue)
        }
    }
}
