import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import tokcheck

/// What the tests of `batch` expect of every token.
enum BatchFlags {
    static let all = [
        "--tenant", "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801", "--resource", "defender-xdr", "--role",
        "Incident.Read.All", "--keys", "keys/entra-v2.json", "--at", "2026-11-23T09:00:00Z",
    ]
}

/// A run of `batch`, its lines read.
struct BatchRunning {
    let outcome: Outcome
    let lines: [JSONValue]
    let summary: JSONValue

    init(_ arguments: [String] = [], input: [UInt8]) throws {
        outcome = try Binary.run(["batch"] + BatchFlags.all + arguments, input: input)
        let documents = try outcome.output.split(separator: "\n").map {
            try JSONDocument(taking: Array($0.utf8)).root
        }
        guard let last = documents.last else { throw TestFault("no line: \(outcome.errors)") }
        lines = documents.dropLast()
        summary = last
    }

    func texts(_ member: String) -> [String?] { lines.map { $0[member]?.string } }
    func count(_ member: String) -> Int64? { summary[member]?.number?.integer }
}

@Suite struct BatchTests {
    private static func token(_ name: String) throws -> [UInt8] {
        try TestFiles.bytes("Fixtures/tokens/\(name).jwt")
    }
    private static let newline = [UInt8(ascii: "\n")]

    @Test(arguments: ["1", "2", "3"])
    func `each line has its answer, in order`(_ jobs: String) throws {
        let names = ["defender-xdr-app", "wrong-key", "unknown-kid", "alg-none"]
        var input: [UInt8] = []
        for number in 0..<400 { input += try Self.token(names[number % 4]) + Self.newline }
        let run = try BatchRunning(["--jobs", jobs], input: input)
        #expect(run.outcome.exit == 10)
        #expect(run.lines.count == 400)
        for (number, line) in run.lines.enumerated() {
            #expect(line["line"]?.number?.integer == Int64(number + 1))
            let verdict = ["accepted", "rejected", "undecided", "rejected"][number % 4]
            #expect(line["verdict"]?.string == verdict)
        }
        #expect(run.count("lines") == 400 && run.count("accepted") == 100)
        #expect(run.summary["rejected"]?["trust"]?.number?.integer == 200)
        #expect(run.summary["codes"]?["signature-valid"]?.number?.integer == 100)
        #expect(run.summary["complete"]?.boolean == true)
    }

    @Test func `bad lines are told, and the others are judged`() throws {
        let good = try Self.token("defender-xdr-app")
        let lines: [(line: [UInt8], problem: String?, violated: String?)] = [
            (good, nil, nil), ([], "line-empty", "token-present"),
            (good + [0x0D], nil, nil), ([0, 0, 0], nil, "token-not-opaque"),
            ([0xFF, 0xFE], "not-utf8", "token-present"),
            (good + [0xFF], "not-utf8", "token-present"),
            ([UInt8](repeating: 0x78, count: 70_000), nil, "token-size"),
            ([UInt8](repeating: 0x78, count: 1_100_000), "line-too-long", "token-size"),
            (Array("Bearer ".utf8) + good, nil, nil),
            (Array(good.dropLast()), nil, "segment-encoding"),
            // Half a last line is a line.
            (Array(good.prefix(700)), nil, "token-segments"),
        ]
        let run = try BatchRunning(input: Array(lines.map(\.line).joined(separator: Self.newline)))
        #expect(run.outcome.exit == 14)
        #expect(run.lines.count == lines.count)
        for (expected, line) in zip(lines, run.lines) {
            #expect(line["problem"]?.string == expected.problem)
            let codes = line["violated"]?.elements.compactMap(\.string) ?? []
            #expect(codes.first == expected.violated)
            #expect(line["verdict"]?.string == (expected.violated == nil ? "accepted" : "rejected"))
        }
    }

    @Test func `members of JSON lines`() throws {
        let token = String(decoding: try Self.token("defender-xdr-app"), as: UTF8.self)
        let long = String(repeating: "x", count: 1_100_000)
        let text = [
            #"{"id":"a","r":{"auth":"Bearer \#(token)"}}"#, #"{"id":2,"r":{}}"#,
            #"{"id":3,"r":{"auth":7}}"#, "nothing", #"{"id":5,"r":{"auth":"\#(long)"}}"#,
            #"{"id":"\#(token)","r":{"auth":"\#(token)"}}"#,
        ].joined(separator: "\r\n")
        let run = try BatchRunning(
            ["--field", "r.auth", "--id-field", "id"], input: Array(text.utf8))
        #expect(
            run.texts("problem") == [
                nil, "field-missing", "field-not-text", "not-json", "line-too-long", nil,
            ])
        #expect(
            run.lines.map { $0["id"]?.text } == [
                #""a""#, "2", "3", "null", "null", #""‹token›""#,
            ])
        #expect(!run.outcome.output.contains("eyJ"))
    }

    @Test func `only some lines, or only the summary`() throws {
        let input =
            try Self.token("defender-xdr-app") + Self.newline + Self.token("wrong-key")
            + Self.newline + Self.token("unknown-kid")
        let some = try BatchRunning(["--only", "undecided", "--only", "trust"], input: input)
        #expect(some.lines.map { $0["line"]?.number?.integer } == [2, 3])
        #expect(some.count("lines") == 3)
        let none = try BatchRunning(["--summary"], input: input)
        #expect(none.lines.isEmpty && none.outcome.exit == 10)
        let quiet = try Binary.run(["batch", "-q"] + BatchFlags.all, input: input)
        #expect(quiet.output.isEmpty && quiet.exit == 10)
    }

    @Test(
        arguments: [
            (["defender-xdr-app"], [], 0), (["defender-xdr-app"], ["--expect", "accepted"], 0),
            (["wrong-key", "wrong-key"], ["--expect", "trust"], 0),
            (["wrong-key", "unknown-kid"], ["--expect", "trust"], 13),
            (["wrong-key", "defender-xdr-app"], ["--expect", "rejected"], 10),
            (["wrong-key", "unknown-kid"], ["--exit-zero"], 0),
            (["unknown-kid", "defender-xdr-app"], [], 13),
            (["defender-xdr-app"], ["--min-remaining", "2h"], 11),
        ] as [([String], [String], Int32)])
    func `the gravest verdict is the exit code`(
        _ names: [String], _ flags: [String], _ exit: Int32
    ) throws {
        let input = try names.flatMap { try Self.token($0) + Self.newline }
        #expect(try BatchRunning(flags, input: input).outcome.exit == exit)
    }

    @Test func `files are read one after the other, and one that is none is told`() throws {
        let run = try BatchRunning(
            ["tokens/wrong-key.jwt", "nowhere", "tokens", "-", "tokens/unknown-kid.jwt"],
            input: try Self.token("defender-xdr-app"))
        #expect(
            run.texts("file") == ["tokens/wrong-key.jwt", "-", "tokens/unknown-kid.jwt"])
        #expect(run.lines.allSatisfy { $0["line"]?.number?.integer == 1 })
        #expect(run.summary["complete"]?.boolean == false)
        #expect(run.outcome.exit == 10)
        #expect(run.outcome.errors.contains("nowhere: there is no such file"))
        #expect(run.outcome.errors.contains("tokens: a folder, not a file"))
        let good = try BatchRunning(["tokens/defender-xdr-app.jwt", "nowhere"], input: [])
        #expect(good.outcome.exit == 66)
    }

    @Test func `a file that grows by what is written has an end`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "tokens.txt")
        let token = try Self.token("defender-xdr-app") + Self.newline
        try Data([[UInt8]](repeating: token, count: 200).joined()).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.currentDirectoryURL = TestFiles.root.appending(path: "Fixtures")
        process.arguments =
            [
                "-c", #"p=$1; f=$2; shift 2; "$p" batch "$f" "$@" >>"$f""#, "sh", Binary.path,
                file.path,
            ]
            + BatchFlags.all
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(
            separator: "\n")
        #expect(lines.count == 401)
    }

    @Test(arguments: [
        (["--summary", "--only", "trust"], "--summary contradicts --only"),
        (["--id-field", "a"], "--id-field without --field"), (["--jobs", "0"], "--jobs"),
        (["--field", "a..b"], "--field"), (["-", "-"], "standard input is named twice"),
    ])
    func `flags that make no sense are usage errors`(_ flags: [String], _ words: String) throws {
        let outcome = try Binary.run(["batch"] + BatchFlags.all + flags)
        #expect(outcome.exit == 64)
        #expect(outcome.errors.contains(words))
        #expect(outcome.output.isEmpty)
    }

    @Test func `nothing to read is nothing judged`() throws {
        let run = try BatchRunning(input: [])
        #expect(run.count("lines") == 0 && run.outcome.exit == 0)
    }
}
