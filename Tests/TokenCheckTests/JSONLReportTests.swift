import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct JSONLReportTests {
    @Test(arguments: TokenCase.all)
    func `the bytes are those of the value`(_ fixture: TokenCase) {
        let report = fixture.report
        let fingerprint = Array("0123456789ab".utf8)[...]
        for place in [
            JSONLReport.Place(line: 1),
            JSONLReport.Place(
                line: 70, file: "a \"b\u{202E}", id: Array(#""x\ny""#.utf8),
                problem: "line-too-long"),
            JSONLReport.Place(line: 7, id: Array("1.50e3".utf8)),
        ] {
            let line = JSONLReport(report, at: place, fingerprint: fingerprint)
            var bytes: [UInt8] = []
            line.write(to: &bytes)
            #expect(
                String(decoding: bytes, as: UTF8.self)
                    == JSONWriter.text(line.json, layout: .line) + "\n")
        }
    }

    @Test func `the sets of checks are those of the findings`() {
        #expect(TokenCase.all.count > 300)
        for fixture in TokenCase.all {
            let report = fixture.report
            let codes = Check.all.map(\.code.name)
            func names(_ isIn: (Finding) -> Bool) -> Set<String> {
                Set(report.findings.filter(isIn).map(\.code.name))
            }
            #expect(
                Set(report.violatedChecks.map { codes[$0] })
                    == names { $0.status == .violated && !$0.isWarning })
            #expect(
                Set(report.undecidedChecks.map { codes[$0] }) == names { $0.status == .undecided })
            #expect(Set(report.warnings.map { codes[$0] }) == names(\.isWarning))
            #expect(
                report.isSignatureVerified
                    == report.findings.contains {
                        $0.code == "signature-valid" && $0.status == .satisfied
                    })
        }
    }

    @Test func `a tally counts what it is given, in whatever parts`() {
        var whole = BatchTally()
        var halves = [BatchTally(), BatchTally()]
        for (number, fixture) in TokenCase.all.enumerated() {
            let report = fixture.report
            whole.count(report)
            halves[number % 2].count(report)
        }
        var sum = BatchTally()
        for half in halves { sum.add(half) }
        #expect(sum == whole)
        #expect(whole.lines == TokenCase.all.count)
        #expect(whole.lines == whole.accepted + whole.undecided + whole.rejectedInAll)
        let summary = JSONWriter.text(
            whole.summary(milliseconds: 1500, isComplete: true), layout: .line)
        #expect(summary.hasPrefix(#"{"type":"summary","lines":\#(whole.lines),"accepted":"#))
        #expect(summary.contains(#""seconds":1.500,"#))
    }

    @Test func `progress says how much, how fast and how long still`() {
        var tally = BatchTally()
        for fixture in TokenCase.accepted { tally.count(fixture.report) }
        let count = tally.accepted
        var progress = BatchProgress(
            tally: tally, milliseconds: 2000, bytes: 1000, totalBytes: 61_000)
        #expect(progress.text == "\(count) lines - \(count / 2)/s - 2 min left - \(count) accepted")
        progress.totalBytes = nil
        #expect(progress.text == "\(count) lines - \(count / 2)/s - \(count) accepted")
        let nothing = BatchProgress(
            tally: BatchTally(), milliseconds: 0, bytes: 0, totalBytes: 5)
        #expect(nothing.text == "0 lines - 0/s")
    }
}
