import Foundation
import TestSupport
import Testing

/// Reports that go to files: where they lie, what is refused, and with what the process ends.
@Suite final class ReportFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    private static let base = ReportCase.fixed.split(separator: " ").map(String.init)
    private static let good =
        ["check", "@tokens/defender-xdr-app.jwt", "--resource", "defender-xdr"] + base
    private static let bad = good + ["--role", "Nothing"]

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func `several reports are written at once, and nothing beside them`() throws {
        let formats = ["text", "json", "sarif", "junit", "github", "markdown"]
        let outcome = try Binary.run(
            Self.bad + formats.flatMap { ["--report", "\($0)=\(path($0))"] })
        #expect(outcome.exit == 12)
        #expect(outcome.output.contains("REJECTED"))
        #expect(outcome.errors.isEmpty)
        #expect(try names() == formats.sorted())
        for format in formats.dropFirst() {
            let alone = try Binary.run(Self.bad + ["-o", format])
            #expect(try content(format) == alone.output)
        }
        #expect(try content("text").contains("✘ permissions"))
    }

    @Test func `with -q reports are all there is`() throws {
        let outcome = try Binary.run(Self.bad + ["-q", "--report", "sarif=\(path("a"))"])
        #expect(outcome == Outcome(output: "", errors: "", exit: 12))
        #expect(try content("a").contains("permissions-held"))
    }

    @Test func `a report is as readable as other files, and an old one is replaced`() throws {
        try Data("old".utf8).write(to: folder.appending(path: "a"))
        #expect(try Binary.run(Self.good + ["--report", "github=\(path("a"))"]).exit == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: path("a"))
        let mode = try #require(attributes[.posixPermissions] as? Int)
        #expect(mode & 0o600 == 0o600 && mode & 0o133 == 0)
        #expect(try content("a").hasPrefix("::warning "))
    }

    @Test func `a link is replaced and what it points to stays`() throws {
        try Data("kept".utf8).write(to: folder.appending(path: "target"))
        try FileManager.default.createSymbolicLink(
            atPath: path("link"), withDestinationPath: path("target"))
        #expect(try Binary.run(Self.good + ["--report", "json=\(path("link"))"]).exit == 0)
        #expect(try content("target") == "kept")
        #expect(try content("link").contains("tokcheck/result/1"))
    }

    @Test(arguments: ["missing/a", "folder", "file/a"])
    func `what cannot be written ends with 73 only where the token was accepted`(
        _ name: String
    ) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "folder"), withIntermediateDirectories: false)
        try Data().write(to: folder.appending(path: "file"))
        let report = ["--report", "sarif=\(path(name))", "--report", "json=\(path("b"))"]
        let accepted = try Binary.run(Self.good + report + ["-o", "json"])
        #expect(accepted.exit == 73)
        // Every other report tells the code with which the process ends.
        #expect(accepted.output.contains(#""exitCode": 73"#))
        #expect(try content("b") == accepted.output)
        let rejected = try Binary.run(Self.bad + report + ["-o", "json"])
        #expect(rejected.exit == 12)
        #expect(rejected.output.contains(#""exitCode": 12"#))
        for outcome in [accepted, rejected] {
            #expect(outcome.errors.hasPrefix("tokcheck: \(path(name)): "))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
        #expect(try names() == ["b", "file", "folder"])
    }

    @Test func `nothing hides a missing report behind a zero`() throws {
        let report = ["--report", "sarif=\(path("missing/a"))"]
        #expect(try Binary.run(Self.bad + report + ["--exit-zero"]).exit == 73)
        #expect(try Binary.run(Self.bad + report + ["--expect", "permission"]).exit == 73)
        #expect(try Binary.run(Self.bad + report + ["--expect", "time"]).exit == 12)
    }

    @Test(arguments: ["/dev/null", "/dev/stdout", "pipe"])
    func `devices and pipes are left alone`(_ name: String) throws {
        mkfifo(path("pipe"), 0o600)
        let target = name.hasPrefix("/") ? name : path(name)
        #expect(try Binary.run(Self.good + ["--report", "json=\(target)"]).exit == 73)
        var information = stat()
        #expect(lstat(target, &information) == 0)
        #expect(information.st_mode & S_IFMT != S_IFREG)
    }

    @Test(arguments: ["a a", "a ./a", "a sub/../a", "a link", "a hard", "new ./new", "no/x ./no/x"])
    func `two reports to one file are refused`(_ pair: String) throws {
        try Data().write(to: folder.appending(path: "a"))
        try FileManager.default.createDirectory(
            at: folder.appending(path: "sub"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: path("link"), withDestinationPath: "a")
        try FileManager.default.linkItem(atPath: path("a"), toPath: path("hard"))
        let names = pair.split(separator: " ").map { path(String($0)) }
        let outcome = try Binary.run(
            Self.good + ["--report", "json=\(names[0])", "--report", "sarif=\(names[1])"])
        #expect(outcome.exit == 64)
        #expect(outcome.errors.contains("json and sarif would go to one file"))
        #expect(try content("a").isEmpty)
    }

    @Test func `no report replaces what is read`() throws {
        let manifest = folder.appending(path: "gate.yaml")
        try Data(try TestFiles.bytes("Fixtures/reports/gate.yaml")).write(to: manifest)
        let report = ["--report", "json=\(path("./gate.yaml"))"]
        let arguments = ["check", "@tokens/defender-xdr-app.jwt"] + Self.base + report
        let byFlag = try Binary.run(arguments + ["--manifest", manifest.path])
        #expect(byFlag.exit == 64)
        #expect(byFlag.errors.contains("which is read"))
        let byVariable = try Binary.run(
            arguments, environment: ["TOKCHECK_MANIFEST": manifest.path])
        #expect(byVariable.exit == 64)
        #expect(try content("gate.yaml").hasPrefix("tokcheck: 1"))
    }

    @Test func `a fault before the verdict is reported, and replaces an older report`() throws {
        try Data("an accepted token of yesterday".utf8).write(to: folder.appending(path: "sarif"))
        let outcome = try Binary.run(
            ["check", "@tokens/defender-xdr-app.jwt"] + Self.base + [
                "--manifest", "reports/broken.yaml", "--report", "sarif=\(path("sarif"))",
                "--report", "json=\(path("json"))", "--report", "text=\(path("text"))",
            ])
        #expect(outcome.exit == 65)
        #expect(try content("sarif").contains(#""exitCode": 65"#))
        #expect(try content("sarif").contains(#""startLine": 6"#))
        #expect(try content("json").contains("tokcheck/error/1"))
        #expect(try content("text") == outcome.errors)
    }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func content(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}
