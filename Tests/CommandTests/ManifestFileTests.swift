import Reporting
import StrictJSON
import TestSupport
import Testing

@testable import tokcheck

@Suite struct ManifestFileTests {
    @Test func `every sound manifest is read`() throws {
        let paths = try ["examples", "accepted"].flatMap {
            try TestFiles.paths(below: "Fixtures/manifests/\($0)")
        }
        #expect(paths.count == 70)
        for path in paths {
            let file = ManifestFile(path, bytes: try TestFiles.bytes(path))
            #expect(file.errors.map(\.code) == [], "\(path)")
            #expect(file.manifest != nil, "\(path)")
        }
    }

    @Test func `every unsound manifest is refused for its one reason, at its place`() throws {
        let rows = try Row.all("Fixtures/manifests/refused.txt")
        #expect(rows.count == 491)
        let files = try TestFiles.paths(below: "Fixtures/manifests/refused")
        #expect(files.map { $0.split(separator: "/").last.map(String.init) } == rows.map(\.name))
        for row in rows {
            let bytes = try TestFiles.bytes("Fixtures/manifests/refused/\(row.name)")
            let problem = try #require(only(ManifestFile(row.name, bytes: bytes)), "\(row.name)")
            #expect(problem.code == row.code, "\(row.name)")
            let place = "\(problem.place.line):\(problem.place.column)"
            #expect(row.rest == "*" || row.rest == place, "\(row.name) at \(place)")
            #expect(!problem.message.isEmpty)
        }
    }

    @Test func `large and hostile manifests are read or refused as they must be`() throws {
        let rows = try Row.all("Fixtures/manifests/generated.txt")
        #expect(rows.count == 82)
        for row in rows {
            let file = ManifestFile(row.name, bytes: Array(try Recipe.text(row.rest).utf8))
            let code = file.errors.first?.code ?? "accepted"
            #expect(code == row.code, "\(row.name)")
            #expect((file.manifest != nil) == (row.code == "accepted"), "\(row.name)")
        }
    }

    private func only(_ file: ManifestFile) -> ManifestProblem? {
        file.manifest == nil && file.errors.count == 1 ? file.errors.first : nil
    }
}

/// A line of a list: `NAME | CODE | REST`.
private struct Row {
    let name: String
    let code: String
    let rest: String

    static func all(_ path: String) throws -> [Row] {
        try TestFiles.text(path).split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { line in
            let cells = line.split(separator: "|", maxSplits: 2).map {
                String($0.drop { $0 == " " })
            }
            guard cells.count == 3 else { throw TestFault("\(path): \(line)") }
            func trimmed(_ text: String) -> String {
                String(text.reversed().drop { $0 == " " }.reversed())
            }
            return Row(name: trimmed(cells[0]), code: trimmed(cells[1]), rest: trimmed(cells[2]))
        }
    }
}

/// A text that is too large to keep: JSON strings joined by `+`, each perhaps `* COUNT`, in which `{i}` counts from 0.
private enum Recipe {
    static func text(_ recipe: String) throws -> String {
        var text = ""
        var rest = recipe[...]
        while let start = rest.firstIndex(of: "\"") {
            var end = rest.index(after: start)
            while rest[end] != "\"" {
                end = rest.index(end, offsetBy: rest[end] == "\\" ? 2 : 1)
            }
            end = rest.index(after: end)
            let literal = try JSONDocument(taking: Array(rest[start..<end].utf8)).root.string ?? ""
            rest = rest[end...]
            let operation = rest.prefix { $0 != "\"" }
            let digits = operation.contains("*") ? operation.filter(\.isNumber) : "1"
            let count = try #require(Int(digits))
            if literal.contains("{i}") {
                for number in 0..<count { text += literal.replacing("{i}", with: "\(number)") }
            } else {
                text += String(repeating: literal, count: count)
            }
        }
        return text
    }
}
