import Foundation
import TestSupport
import Testing

/// SECURITY.md names what holds each of its statements; here each of those is looked for.
@Suite struct SecurityPageTests {
    /// A statement with what holds it.
    private struct Row: CustomTestStringConvertible {
        let statement: String
        let holders: [Holder]
        var testDescription: String { statement }
    }

    /// A test, a transcript, a case or a run of a gate.
    private struct Holder {
        /// A suite, or a file of the repository.
        let place: String
        /// The title of the test, or what stands in the file.
        let title: String?
    }

    private static func rows() throws -> [Row] {
        try TestFiles.text("SECURITY.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
            .filter { $0.last != "held by" }
            .map { cells in
                Row(
                    statement: cells.dropLast().joined(separator: ": "),
                    holders: (cells.last ?? "").components(separatedBy: " · ").map(Self.holder))
            }
    }

    private static func holder(_ text: String) -> Holder {
        let parts = text.split(separator: "`", maxSplits: 1, omittingEmptySubsequences: true)
        let rest = parts.count > 1 ? String(parts[1]) : ""
        return Holder(
            place: parts.first.map(String.init) ?? "",
            title: rest.hasPrefix(": ") ? String(rest.dropFirst(2)) : nil)
    }

    @Test func `every statement names what holds it, and each of those is there`() throws {
        let rows = try Self.rows()
        #expect(rows.count >= 43)
        let suites = try Self.suites()
        var count = 0
        for row in rows {
            #expect(!row.holders.isEmpty, "\(row.statement)")
            for holder in row.holders {
                count += 1
                let fault = try Self.fault(holder, suites)
                #expect(fault == nil, "\(row.statement)")
            }
        }
        #expect(count >= 75)
    }

    @Test func `what is not there is told`() throws {
        let suites = try Self.suites()
        for text in [
            "`SecurityPageTests`: what is not there", "`NoSuchTests`: what is not there is told",
            "`Fixtures/refused/nothing.json`", "`Fixtures/transcripts/help.txt`: no such words",
            "`Tests/Gates/action.py`: no such run", "", "`PropertyTests`", "SecurityPageTests",
            "`Tests/Gates/action.py`", "`README.md`: tokcheck",
        ] {
            #expect(try Self.fault(Self.holder(text), suites) != nil, "\(text)")
        }
        #expect(
            try Self.fault(Self.holder("`SecurityPageTests`: what is not there is told"), suites)
                == nil)
    }

    @Test func `other programs are started in one place`() throws {
        let calls = #/\b(posix_spawnp?|execv[pe]*|execl[pe]*|v?fork|popen|Process)\(/#
        let starting = try TestFiles.paths(below: "Sources", suffix: ".swift").filter { path in
            try TestFiles.text(path).split(separator: "\n").contains { line in
                !line.drop { $0 == " " }.hasPrefix("//") && line.contains(calls)
            }
        }
        #expect(starting == ["Sources/tokcheck/Token/Browser.swift"])
    }

    /// The text of each suite's file, by the suite's name.
    private static func suites() throws -> [String: String] {
        var suites: [String: String] = [:]
        for path in try TestFiles.paths(below: "Tests", suffix: ".swift") {
            let text = try TestFiles.text(path)
            for match in text.matches(
                of: #/@Suite(?:\([^)]*\))? (?:final )?(?:struct|class) (\w+)/#)
            {
                suites[String(match.1)] = text
            }
        }
        return suites
    }

    /// What is wrong with a holder; nil: it is there.
    private static func fault(_ holder: Holder, _ suites: [String: String]) throws -> String? {
        if let suite = suites[holder.place] {
            guard let title = holder.title, suite.contains("func `\(title)`(") else {
                return "\(holder.place) has no test \(holder.title ?? "")"
            }
            return nil
        }
        guard
            let folder = ["Fixtures/", "Tests/Gates/", "Tests/Integration/"].first(
                where: holder.place.hasPrefix),
            let text = try? TestFiles.text(holder.place)
        else { return "there is no \(holder.place)" }
        guard let title = holder.title else {
            // A case is a file of its own, and its suite runs every one that is there.
            return folder == "Fixtures/" && holder.place.hasSuffix(".json")
                ? nil : "what of \(holder.place)?"
        }
        let isThere =
            folder == "Fixtures/" ? text.contains(title) : text.contains("\"\(title)\"")
        return isThere ? nil : "\(holder.place) has no \(title)"
    }
}
