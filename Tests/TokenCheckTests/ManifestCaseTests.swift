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

    @Test func `a ring of five hundred fallbacks is told once`() throws {
        let operations = (0..<500).map {
            #""o\#($0)":{"application":"A.B","fallback":"o\#(($0 + 1) % 500)"}"#
        }
        let text = #"{"tokcheck":1,"operations":{\#(operations.joined(separator: ","))}}"#
        let manifest = try Manifest(parsing: try JSONDocument(taking: Array(text.utf8)))
        #expect(manifest.remarks.map(\.kind) == [.fallbackLoop])
        #expect(manifest.remarks.first?.path == "/operations/o0/fallback")
    }

    @Test func `needs that are nested deeper than files may be are refused`() throws {
        for (depth, isRefused) in [(15, false), (16, true)] {
            let need =
                String(repeating: #"{"any":["#, count: depth) + #""A.B""#
                + String(repeating: "]}", count: depth)
            let text = #"{"tokcheck":1,"operations":{"a":{"application":\#(need)}}}"#
            let document = try JSONDocument(taking: Array(text.utf8))
            let manifest = try? Manifest(parsing: document)
            #expect((manifest == nil) == isRefused)
        }
    }

    @Test func `a name longer than Entra ID registers is never let pass a wildcard`() throws {
        let fixture = try TokenCase(path: "Fixtures/manifests/cases/list-app-first.json")
        var policy = fixture.policy
        policy.audiences = .resource(.defenderXDR)
        policy.excess = ExcessRule()
        policy.excess?.allowed = [PermissionPattern("*")]
        policy.forbidden.application = [PermissionPattern("Machine.*")]
        let long = String(repeating: "a", count: 121)
        let claims = fixture.document["claims"]?.text
            .replacing(#""Incident.Read.All""#, with: #""Incident.Read.All","\#(long)""#)
        let input =
            Base64URL.encode(#"{"alg":"RS256"}"#.utf8) + "."
            + Base64URL.encode((claims ?? "").utf8) + ".AAAA"
        let report = Report(
            on: Array(input.utf8).span, keys: .none, policy: policy, now: fixture.now)
        let statuses = Dictionary(
            report.findings.map { ($0.code.name, $0.status) }, uniquingKeysWith: { $1 })
        #expect(statuses["permissions-forbidden"] == .violated)
        #expect(statuses["permissions-minimal"] == .violated)
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
