import Foundation
import TestSupport
import Testing

/// A command line whose reports are kept in Fixtures/reports.
struct ReportCase: CustomTestStringConvertible {
    let name: String
    let arguments: [String]

    var testDescription: String { name }

    static let fixed =
        "--tenant 1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801 --keys keys/entra-v2.json --at 2026-11-23T09:00:00Z"

    static let all: [ReportCase] = {
        let lines = (try? TestFiles.text("Fixtures/reports/cases.txt"))?.split(separator: "\n")
        return (lines ?? []).filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let words = parts[2].replacing("$T", with: fixed).split(separator: " ")
            return ReportCase(name: parts[0], arguments: [parts[1]] + words.map(String.init))
        }
    }()

    /// The file of a report.
    func path(_ format: String) -> String { "Fixtures/reports/golden/\(name).\(format)" }
}
