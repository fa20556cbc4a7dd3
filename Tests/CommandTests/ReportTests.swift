import Foundation
import TestSupport
import Testing

@Suite struct ReportTests {
    static let formats = ["sarif", "junit", "github", "markdown"]

    @Test func `there are cases, and nothing else is kept`() throws {
        #expect(ReportCase.all.count >= 10)
        let kept = try TestFiles.paths(below: "Fixtures/reports/golden")
        let expected = ReportCase.all.flatMap { item in Self.formats.map(item.path) }
        #expect(Set(kept) == Set(expected + ["Fixtures/reports/golden/hostile.text"]))
    }

    @Test(arguments: ReportCase.all)
    func `a report is what is kept, and tells a failure in every format or in none`(
        _ item: ReportCase
    ) throws {
        let outcomes = try Self.formats.map { format in
            let outcome = try Binary.run(item.arguments + ["-o", format])
            try compare(outcome, with: item.path(format))
            return outcome
        }
        let isAccepted = outcomes[0].exit == 0
        #expect(Set(outcomes.map(\.exit)).count == 1)
        #expect(outcomes[0].output.contains(#""level": "error""#) != isAccepted)
        let junit = outcomes[1].output
        #expect((junit.contains("<failure ") || junit.contains("<error ")) != isAccepted)
        #expect(outcomes[2].output.contains("::error ") != isAccepted)
        #expect(outcomes[3].output.contains("✘ | `") != isAccepted)
    }

    @Test func `hostile claims are text to people, too`() throws {
        let item = try #require(ReportCase.all.first { $0.name == "hostile" })
        let outcome = try Binary.run(item.arguments)
        try compare(outcome, with: item.path("text"))
        for line in outcome.output.split(separator: "\n") {
            #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
            #expect(!line.contains("##"), "\(line)")
        }
    }

    @Test(arguments: ReportCase.all)
    func `every line of annotations is one of ours`(_ item: ReportCase) throws {
        // What is kept is what the program writes.
        let lines = String(decoding: try TestFiles.bytes(item.path("github")), as: UTF8.self)
        #expect(lines.hasSuffix("\n"))
        for line in lines.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(line.prefixMatch(of: #/::(error|warning|notice) [^:]*::[^\r]+/#) != nil)
        }
    }

    private func compare(_ outcome: Outcome, with path: String) throws {
        let file = TestFiles.root.appending(path: path)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(outcome.output.utf8).write(to: file)
            Issue.record("recorded \(path); run again without RECORD")
            return
        }
        #expect(outcome.output == String(decoding: try TestFiles.bytes(path), as: UTF8.self))
    }
}
