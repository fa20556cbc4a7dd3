import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct ManifestCaseTests {
    @Test func `every case is there`() throws {
        #expect(try TestFiles.paths(below: "Fixtures/manifests/cases").count == 299)
    }

    @Test(arguments: try TestFiles.paths(below: "Fixtures/manifests/cases", suffix: ".json"))
    func `each manifest judges its token as it must`(_ path: String) throws {
        let fixture = try TokenCase(path: path)
        let manifest = try #require(fixture.manifest)
        let policy: Policy
        do throws(NarrowingDefect) {
            policy = try manifest.narrowing(fixture.policy, selecting: fixture.selected)
        } catch {
            #expect(error.code == fixture.expect.defect)
            #expect(fixture.expect.verdict == "refused")
            return
        }
        #expect(fixture.expect.defect == nil)
        let report = Report(
            on: fixture.token.span, keys: fixture.keys, policy: policy, now: fixture.now)
        #expect(remarkable(report) == fixture.expect.findings)
        #expect(verdict(report) == fixture.expect.verdict)
        #expect(rejection(report) == fixture.expect.rejection)
        for (code, statuses) in fixture.expect.operations {
            for (operation, status) in statuses {
                let finding = report.findings.first {
                    $0.code.name == code && $0.operation == operation
                }
                // A check that nobody asks of any operation is not required of each.
                let whole = report.findings.first { $0.code.name == code && $0.operation == nil }
                #expect((finding ?? whole)?.status.rawValue == status, "\(code) of \(operation)")
            }
        }
        for (code, names) in fixture.expect.actual {
            #expect(fact(report, code) { $0.actual } == names.sorted(), "\(code)")
        }
        for (code, names) in fixture.expect.expected {
            #expect(fact(report, code) { $0.expected } == names.sorted(), "\(code)")
        }
    }

    /// The names of a finding as a set: their order is the token's.
    private func fact(_ report: Report, _ code: String, _ read: (Detail) -> Fact?) -> [String]? {
        let fact = report.findings.first { $0.code.name == code }?.detail.flatMap(read)
        if case .texts(let names) = fact { return names.sorted() }
        return nil
    }

    private func verdict(_ report: Report) -> String {
        switch report.verdict {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .undecided: "undecided"
        }
    }

    private func rejection(_ report: Report) -> String? {
        if case .rejected(let rejection) = report.verdict { rejection.rawValue } else { nil }
    }
}
