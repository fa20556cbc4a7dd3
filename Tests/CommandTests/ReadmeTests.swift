import Foundation
import TestSupport
import Testing

@Suite struct ReadmeTests {
    @Test func `the first command accepts the bundled token`() throws {
        let readme = try TestFiles.text("README.md")
        let line = try #require(
            readme.components(separatedBy: "\n").first { $0.contains("swift run -q tokcheck ") })
        let command = try #require(line.components(separatedBy: "swift run -q tokcheck ").last)
        // The runner stands in the folder of fixtures.
        let words = try ShellWords.split(command).map {
            $0.replacingOccurrences(of: "Fixtures/", with: "")
        }
        let outcome = try Binary.run(words)
        #expect(outcome.exit == 0)
        #expect(outcome.output.contains("ACCEPTED"))
    }

    @Test func `the example of embedding is the program that a gate builds`() throws {
        let readme = try TestFiles.text("README.md")
        #expect(
            readme.contains(try TestFiles.text("Examples/Embedding/Sources/Embedding/main.swift")))
    }

    @Test func `its first example is what why says`() throws {
        let readme = try TestFiles.text("README.md")
        let example = try #require(readme.components(separatedBy: "```").dropFirst().first)
        let transcript = try TestFiles.text("Fixtures/transcripts/why/03-aud-door.txt")
        // The command is shortened there, and the keys come from a file here.
        let lines = example.split(separator: "\n").dropFirst().filter { !$0.contains("signature") }
        #expect(lines.count > 15)
        for line in lines { #expect(transcript.contains(line)) }
    }

    @Test(arguments: ["exit-codes", "environment", "checks", "causes", "manifest-format"])
    func `help explains each topic it names`(_ topic: String) throws {
        #expect(try Binary.run(["help", topic]).exit == 0)
    }
}
