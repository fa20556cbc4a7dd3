import Foundation
import Glibc
import TestSupport
import Testing

/// A running `batch` with a pipe on either side.
private final class Conversation {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var pending: [UInt8] = []

    init(jobs: String) throws {
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(filePath: Binary.path)
        process.arguments = ["batch", "--jobs", jobs] + BatchFlags.all
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        process.currentDirectoryURL = TestFiles.root.appending(path: "Fixtures")
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    func say(_ text: [UInt8]) throws { try input.fileHandleForWriting.write(contentsOf: text) }
    func hangUp() throws { try input.fileHandleForWriting.close() }
    func stopListening() throws { try output.fileHandleForReading.close() }
    func interrupt() { kill(process.processIdentifier, SIGINT) }

    /// The next line; nil at the end.
    ///
    /// A program that says nothing for long is a fault.
    func line() throws -> String? {
        let descriptor = output.fileHandleForReading.fileDescriptor
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                defer { pending.removeSubrange(...end) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 20_000) > 0 else {
                kill(process.processIdentifier, SIGKILL)
                throw TestFault("no answer")
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return nil }
            pending += buffer[..<count]
        }
    }

    func exit() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal ? -1 : process.terminationStatus
    }
}

@Suite struct BatchConversationTests {
    private static func token() throws -> [UInt8] {
        try TestFiles.bytes("Fixtures/tokens/defender-xdr-app.jwt") + [0x0A]
    }

    @Test(arguments: ["1", "2"])
    func `a line is answered before the next is given`(_ jobs: String) throws {
        let talk = try Conversation(jobs: jobs)
        for number in 1...20 {
            try talk.say(Self.token())
            let answer = try talk.line()
            #expect(answer?.hasPrefix("{\"line\":\(number),") == true)
        }
        try talk.hangUp()
        #expect(try talk.line()?.contains("\"complete\":true") == true)
        #expect(try talk.line() == nil)
        #expect(talk.exit() == 0)
    }

    @Test(arguments: ["1", "2"])
    func `an interruption ends with what was begun, and the summary`(_ jobs: String) throws {
        let talk = try Conversation(jobs: jobs)
        try talk.say(Self.token() + Array(Self.token().dropLast(5)))
        #expect(try talk.line()?.hasPrefix("{\"line\":1,") == true)
        talk.interrupt()
        let summary = try talk.line()
        #expect(summary?.contains("\"lines\":1,") == true)
        #expect(summary?.contains("\"complete\":false") == true)
        #expect(try talk.line() == nil)
        #expect(talk.exit() == 130)
    }

    @Test(arguments: ["1", "2"])
    func `a reader that has gone ends it quietly`(_ jobs: String) throws {
        let talk = try Conversation(jobs: jobs)
        try talk.say(Self.token())
        #expect(try talk.line() != nil)
        try talk.stopListening()
        // Whether the pipe takes another line depends on when the program notices.
        for _ in 0..<3 { try? talk.say(Self.token()) }
        try? talk.hangUp()
        #expect(talk.exit() == 0)
    }
}
