import TestSupport
import Testing

@Suite struct NewcomerPathTests {
    @Test func `the manifest of the path is what init makes`() throws {
        let path = try Transcript(path: "Fixtures/transcripts/newcomer-path.txt")
        #expect((1...8).contains(path.steps.count))
        let first = try #require(path.steps.first)
        let printed = try Transcript.run(first).dropLast().joined(separator: "\n") + "\n"
        let kept = try TestFiles.bytes("Fixtures/manifests/newcomer/incidents.yaml")
        #expect(printed == String(decoding: kept, as: UTF8.self))
        let names = path.steps.map { $0.line.contains("newcomer/incidents.yaml") }
        #expect(names.dropFirst().allSatisfy { $0 })
    }
}
