import Foundation
import TestSupport
import Testing
import TokenCheck

@Suite struct ArticleTests {
    /// The article that lists every check.
    private var article: String {
        let rows = Check.all.map { check in
            let needs = check.needs.map { "`\($0)`" }.joined(separator: ", ")
            return
                "| `\(check.code)` | \(check.meaning) | \(check.checkClass.rawValue) | \(needs) |"
        }
        return """
            # All checks

            In the order in which they are made and told.

            ## Overview

            Class *form* means exit code 14, *trust* 10, *time* 11, *permission* 12, *undecided* 13; a *warning* leaves the
            verdict as it is. A check is made once those it needs are satisfied or not required.

            | code | what must be so | class | needs |
            |---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    @Test func `the article lists every check as it is`() throws {
        let path = "Sources/TokenCheck/TokenCheck.docc/AllChecks.md"
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(article.utf8).write(to: TestFiles.root.appending(path: path))
            Issue.record("recorded \(path); run again without RECORD")
            return
        }
        #expect(try TestFiles.bytes(path) == Array(article.utf8))
    }
}
