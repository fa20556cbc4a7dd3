import Foundation
import TestSupport
import Testing

@Suite struct TranscriptTests {
    /// Those below `network` need an authority, and are run by Tests/Integration/why.py.
    static let paths = ((try? TestFiles.paths(below: "Fixtures/transcripts", suffix: ".txt")) ?? [])
        .filter { !$0.contains("/network/") }

    @Test func `there are transcripts`() { #expect(Self.paths.count >= 10) }

    @Test(arguments: paths)
    func `a transcript is what happens`(_ path: String) throws {
        let transcript = try Transcript(path: path)
        #expect(!transcript.steps.isEmpty)
        let results = try transcript.steps.map(Transcript.run)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            let file = TestFiles.root.appending(path: path)
            try Data(transcript.text(with: results).utf8).write(to: file)
            Issue.record("recorded \(path); run again without RECORD")
            return
        }
        for (step, result) in zip(transcript.steps, results) {
            #expect(result == step.expected, "$ \(step.line)")
        }
    }
}
