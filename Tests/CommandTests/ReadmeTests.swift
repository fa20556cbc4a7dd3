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

    @Test(arguments: ["exit-codes", "environment", "checks", "manifest-format"])
    func `help explains each topic it names`(_ topic: String) throws {
        #expect(try Binary.run(["help", topic]).exit == 0)
    }
}
