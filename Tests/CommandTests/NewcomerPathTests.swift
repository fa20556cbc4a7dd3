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

    @Test func `the gate of the path fails, and then passes`() throws {
        let path = try Transcript(path: "Fixtures/transcripts/newcomer-path.txt")
        let gate = path.steps.filter { $0.line.hasPrefix("tokcheck check ") }
        #expect(gate.map(\.expected.last) == ["[exit 10]", "[exit 0]"])
        // Nothing but the token differs.
        #expect(Set(gate.map { $0.line.split(separator: " ").dropFirst(3) }).count == 1)
    }

    @Test func `the README names the path, and every command and flag of it`() throws {
        let readme = try TestFiles.text("README.md")
        #expect(readme.contains("Fixtures/transcripts/newcomer-path.txt"))
        for step in try Transcript(path: "Fixtures/transcripts/newcomer-path.txt").steps {
            let words = try ShellWords.split(step.line)
            let command = words.dropFirst().prefix { word in
                !word.hasPrefix("-") && !word.hasPrefix("@") && !word.contains("/")
            }
            #expect(readme.contains(command.joined(separator: " ")), "\(step.line)")
            // Only a transcript has a clock of its own.
            for flag in words where flag.hasPrefix("--") && flag != "--at" {
                #expect(readme.contains(flag), "\(flag)")
            }
        }
    }
}
