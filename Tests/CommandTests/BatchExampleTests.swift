import Foundation
import TestSupport
import Testing

/// The programs of `Examples/Batch`, run as their comments say.
@Suite struct BatchExampleTests {
    private func run(_ program: String, _ arguments: [String]) throws -> (Int32, [String]) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = TestFiles.root.appending(path: "Fixtures")
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        return (process.terminationStatus, lines)
    }

    @Test func `Python holds a conversation`() throws {
        let script = TestFiles.root.appending(path: "Examples/Batch/ask.py").path
        let (exit, lines) = try run(
            "python3", [script, Binary.path, "tokens/batch.txt"] + BatchFlags.all)
        #expect(exit == 0)
        #expect(
            lines == [
                "accepted -", "rejected signature-valid", "undecided key-found",
                "rejected kind-accepted", "rejected aud-accepted", "rejected token-present",
                "accepted -", "rejected token-not-opaque", "2 of 8 accepted",
            ])
    }

    @Test func `a shell sweeps a log`() throws {
        let script = TestFiles.root.appending(path: "Examples/Batch/sweep.sh").path
        let (exit, lines) = try run(
            "sh",
            [script, Binary.path, "tokens/batch.jsonl", "request.authorization"] + BatchFlags.all)
        #expect(exit == 0)
        #expect(lines == ["line 1 holds a token that is accepted", "swept"])
    }
}
