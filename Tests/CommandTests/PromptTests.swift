import Foundation
import Glibc
import TestSupport
import Testing

/// A pseudo-terminal on which the program asks for a token.
private final class PromptSession {
    let master: Int32
    private let slave: Int32
    private let process = Process()
    private let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init(_ arguments: [String]) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        // Linux's requests TIOCSPTLCK and TIOCGPTN, whose macros are not imported.
        var lock: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0,
            ioctl(master, 0x8004_5430, &number) == 0
        else { throw TestFault("no pseudo-terminal") }
        slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try Data().write(to: output)
        process.executableURL = URL(filePath: Binary.path)
        process.arguments = arguments
        process.environment = ["TZ": "UTC", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        process.currentDirectoryURL = TestFiles.root.appending(path: "Fixtures")
        process.standardInput = FileHandle(fileDescriptor: slave)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle(fileDescriptor: slave)
        try process.run()
    }

    deinit {
        close(master)
        close(slave)
        try? FileManager.default.removeItem(at: output)
    }

    var echoes: Bool {
        var attributes = termios()
        tcgetattr(slave, &attributes)
        return attributes.c_lflag & tcflag_t(ECHO) != 0
            && attributes.c_lflag & tcflag_t(ICANON) != 0
    }

    /// Sets the terminal as a shell does for itself.
    func setEcho() {
        var attributes = termios()
        tcgetattr(slave, &attributes)
        attributes.c_lflag |= tcflag_t(ECHO | ICANON)
        tcsetattr(slave, TCSANOW, &attributes)
    }

    /// Waits for the question, which is written after the echo is off.
    func waitForQuestion() throws -> String {
        var text = ""
        while !text.contains("Enter") { text += try readSome() }
        return text
    }

    func readSome() throws -> String {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 20_000) > 0 else { throw TestFault("the program says nothing") }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    func type(_ text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; a program that does not end is killed, and that is a fault.
    func end() throws -> Outcome {
        for _ in 0..<200 where process.isRunning { usleep(50_000) }
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            throw TestFault("the program does not end")
        }
        let isSignal = process.terminationReason == .uncaughtSignal
        return Outcome(
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self), errors: "",
            exit: process.terminationStatus + (isSignal ? 128 : 0))
    }
}

@Suite(.serialized) struct PromptTests {
    private let flags = [
        "check", "--tenant", "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", "--any-audience", "--keys",
        "keys/entra-v2.json", "--at", "1795425000", "--json",
    ]

    @Test(arguments: ["\n", "\r"])
    func `a pasted token is read without echo`(_ enter: String) throws {
        let token = try TestFiles.text("Fixtures/tokens/defender-xdr-app.jwt")
        let session = try PromptSession(flags)
        _ = try session.waitForQuestion()
        #expect(!session.echoes)
        session.type(token + enter)
        let outcome = try session.end()
        #expect(outcome.exit == 0)
        #expect(outcome.output.contains("\"verdict\": \"accepted\""))
        #expect(session.echoes)
    }

    @Test(arguments: [6000, 60_000])
    func `a long paste arrives whole`(_ length: Int) throws {
        let session = try PromptSession(["inspect", "--json"])
        _ = try session.waitForQuestion()
        let text = "\u{1B}[200~" + String(repeating: "x", count: length) + "\u{1B}[201~\n"
        session.type(text)
        let outcome = try session.end()
        #expect(outcome.exit == 14)
        // Nothing was lost: it is judged as one opaque text, and what was typed is nowhere shown.
        #expect(outcome.output.contains("token-not-opaque"))
        #expect(!outcome.output.contains("xxxx"))
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal puts the terminal back and ends the program`(_ signal: Int32) throws {
        let session = try PromptSession(flags)
        _ = try session.waitForQuestion()
        #expect(!session.echoes)
        session.send(signal)
        #expect(try session.end().exit == 128 + signal)
        #expect(session.echoes)
    }

    @Test func `a paste that is slow and broken over lines arrives whole`() throws {
        let token = try TestFiles.text("Fixtures/tokens/defender-xdr-app.jwt")
        let session = try PromptSession(["inspect", "--json"])
        _ = try session.waitForQuestion()
        session.type("\u{1B}[200~" + token.prefix(64) + "\r")
        // Longer than the program waits for more after a line end outside a paste.
        usleep(300_000)
        session.type(token.dropFirst(64) + "\u{1B}[201~\r")
        let outcome = try session.end()
        #expect(outcome.exit == 0)
        #expect(outcome.output.contains("\"form\": \"plain\""))
    }

    @Test func `a terminal is asked for the argument - too`() throws {
        let session = try PromptSession(flags + ["-"])
        _ = try session.waitForQuestion()
        #expect(!session.echoes)
        session.type(try TestFiles.text("Fixtures/tokens/defender-xdr-app.jwt") + "\n")
        #expect(try session.end().exit == 0)
    }

    @Test func `a process that goes on after a stop is quiet again and asks again`() throws {
        let session = try PromptSession(flags)
        _ = try session.waitForQuestion()
        session.setEcho()
        #expect(session.echoes)
        session.send(SIGCONT)
        _ = try session.waitForQuestion()
        #expect(!session.echoes)
        session.type("\u{4}")
        #expect(try session.end().exit == 14)
        #expect(session.echoes)
    }

    @Test func `end of input is an empty token`() throws {
        let session = try PromptSession(flags)
        _ = try session.waitForQuestion()
        session.type("\u{4}")
        #expect(try session.end().exit == 14)
    }
}
