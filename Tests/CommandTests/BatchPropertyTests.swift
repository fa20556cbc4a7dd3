import Foundation
import JOSE
import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@testable import tokcheck

/// Random sequences of good, mutated and repeated tokens: batch, inspectors with and without a memory, and reports say
/// the same of each.
///
/// A report takes a millisecond in a debug build, so here are a few hundred sequences; `Tests/Gates/batch.sh` makes a
/// hundred thousand with release builds.
@Suite struct BatchPropertyConcurrencyTests {
    /// A token with what a report, made by itself, says of it.
    private struct Judged: Sendable {
        let token: [UInt8]
        let line: String
        let findings: String
    }

    private static let keys = try? TokenCase(path: "Fixtures/checks/exp-not-passed/satisfied.json")
    private static let times: [Int64] = [0, 90_000]

    /// For each time a hundred tokens: those of the folder, and altered ones.
    private static let judged: [[Judged]] = {
        guard let fixture = keys else { return [] }
        var random = SplitMix64(seed: 91)
        var tokens: [[UInt8]] = []
        for path in (try? TestFiles.paths(below: "Fixtures/tokens", suffix: ".jwt")) ?? [] {
            guard let token = try? TestFiles.bytes(path), !token.contains(0x0A) else { continue }
            tokens.append(token)
        }
        tokens.append(fixture.token)
        let originals = tokens
        while tokens.count < 100 {
            guard var token = originals.randomElement(using: &random), !token.isEmpty else { break }
            let place = Int.random(in: token.indices, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: token[place] = UInt8(ascii: "A") + UInt8(random.next() % 26)
            case 1: token.remove(at: place)
            default: token = Array(token[..<place])
            }
            tokens.append(token)
        }
        return times.map { later in
            let now = Instant(secondsSince1970: fixture.now.secondsSince1970 + later)
            return tokens.map { token in
                let report = Report(
                    on: token.span, keys: fixture.keys, policy: fixture.policy, now: now)
                return Judged(
                    token: token, line: Self.line(report, token), findings: Self.findings(report))
            }
        }
    }()

    private static func line(_ report: Report, _ token: [UInt8]) -> String {
        let digest = Hexadecimal.text(Digest.sha256(token.span)).prefix(12)
        let place = JSONLReport.Place(
            line: 1, problem: token.isEmpty ? LineProblem.empty.rawValue : nil)
        let line = JSONLReport(report, at: place, fingerprint: Array(digest.utf8)[...])
        // Without the number, which depends on the place.
        return String(JSONWriter.text(line.json, layout: .line).dropFirst(#"{"line":1"#.count))
    }

    private static func findings(_ report: Report) -> String {
        report.findings.map { "\($0.code.name) \($0.status) \($0.operation ?? "")" }
            .joined(separator: "\n")
    }

    @Test func `there are good and bad tokens among them`() {
        for judged in Self.judged {
            #expect(judged.count == 100)
            #expect(Set(judged.map(\.findings)).count > 15)
        }
        #expect(Self.judged.first?.contains { $0.line.contains(#""verdict":"accepted""#) } == true)
    }

    /// The tokens of a sequence, of which the same come again and again.
    private static func sequence(_ random: inout SplitMix64) -> (time: Int, places: [Int]) {
        let time = Int(random.next() % UInt64(times.count))
        let few = (0..<3).map { _ in Int(random.next() % 100) }
        return (time, (0..<4).map { _ in few[Int(random.next() % 3)] })
    }

    @Test(arguments: 0..<4)
    func `inspectors with and without a memory, and batch, say what a report says`(
        _ worker: Int
    ) throws {
        let fixture = try #require(Self.keys)
        var random = SplitMix64(seed: 1000 + UInt64(worker))
        var rules = BatchRules(policy: fixture.policy)
        rules.remembering = .tokens(maximumBytes: worker % 2 == 0 ? 20_000 : 8_388_608)
        var judge = LineJudge(rules)
        var faults = 0
        for block in 0..<4 {
            var bytes: [UInt8] = []
            var expected: [Judged] = []
            let time = block % Self.times.count
            for _ in 0..<20 {
                for place in Self.sequence(&random).places {
                    expected.append(Self.judged[time][place])
                    bytes += Self.judged[time][place].token + [0x0A]
                }
            }
            var splitter = LineSplitter(limit: LineToken.maximumBytes)
            splitter.add(bytes.span)
            let now = Instant(
                secondsSince1970: fixture.now.secondsSince1970 + Self.times[time])
            let result = judge.result(of: splitter.take(), keys: fixture.keys, now: now)
            let lines = result.output.split(separator: 0x0A)
            #expect(lines.count == expected.count)
            for (number, (line, judged)) in zip(lines, expected).enumerated() {
                let text = "{\"line\":\(number + 1)" + judged.line
                if !line.elementsEqual(text.utf8) { faults += 1 }
            }
        }
        #expect(faults == 0)
    }

    @Test func `inspectors have the findings of reports`() throws {
        let fixture = try #require(Self.keys)
        for remembering in [Inspector.Remembering.nothing, .tokens(maximumBytes: 20_000), .tokens] {
            var random = SplitMix64(seed: 92)
            var inspector = Inspector(policy: fixture.policy, remembering: remembering)
            for _ in 0..<60 {
                let (time, places) = Self.sequence(&random)
                let now = Instant(
                    secondsSince1970: fixture.now.secondsSince1970 + Self.times[time])
                for place in places {
                    let judged = Self.judged[time][place]
                    let report = inspector.report(
                        on: judged.token.span, keys: fixture.keys, now: now)
                    #expect(Self.findings(report) == judged.findings)
                }
            }
        }
    }

    /// In the program the first thread reads; here it is one of its own.
    private static let reader: Void = Thread.detachNewThread { MainThread.run() }

    /// A real run, its reader, workers and writer, within this process for the thread sanitizer.
    @Test func `lanes write what turns write`() async throws {
        _ = Self.reader
        let fixture = try #require(Self.keys)
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = SplitMix64(seed: 93)
        var bytes: [UInt8] = []
        for _ in 0..<100 {
            for place in Self.sequence(&random).places {
                bytes += Self.judged[0][place].token + [0x0A]
            }
        }
        let input = folder.appending(path: "in")
        try Data(bytes).write(to: input)
        var rules = BatchRules(policy: fixture.policy)
        rules.at = fixture.now
        rules.remembering = .tokens
        var outputs: [[UInt8]] = []
        for jobs in [1, 2, 3, 8] {
            let url = folder.appending(path: "out-\(jobs)")
            try Data().write(to: url)
            let file = try FileHandle(forWritingTo: url)
            let run = BatchRun(
                rules: rules, jobs: jobs, keys: fixture.keys, keySource: nil,
                showsProgress: false, clock: .system, output: file.fileDescriptor)
            let outcome = await run.run(BlockSource([input.path], interruption: nil))
            try file.close()
            #expect(outcome.tally.lines == 400)
            #expect(outcome.isComplete && outcome.exit == .notAToken)
            outputs.append(try Array(Data(contentsOf: url)))
        }
        #expect(outputs.first?.isEmpty == false)
        for output in outputs { #expect(output == outputs[0]) }
    }
}
