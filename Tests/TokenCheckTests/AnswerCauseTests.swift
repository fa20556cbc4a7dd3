import Foundation
import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// What each saved answer means for the token that it is about, with nothing else known.
@Suite struct AnswerCauseTests {
    static let list = "Fixtures/answers.txt"

    private static func causes(of fixture: AnswerCase) throws -> [String] {
        let header = #"{"typ":"JWT","alg":"RS256","kid":"a"}"#
        let text =
            Base64URL.encode(header.utf8) + "." + Base64URL.encode(fixture.claims.text.utf8) + ".AA"
        let token = Array(text.utf8)
        let issued = fixture.claims["iat"]?.number?.integer ?? 1_795_424_100
        let report = Report(
            on: token.span, keys: .none, policy: Policy(),
            now: Instant(secondsSince1970: issued + 600))
        var surroundings = Surroundings()
        surroundings.answer = ServerAnswer(reading: fixture.answer.span)
        return CauseSearch(explaining: report, on: token.span, surroundings: surroundings).causes
            .filter { $0.explains.isEmpty }.map { "\($0.code) \($0.certainty)" }
    }

    @Test func `every saved answer means what the list says`() throws {
        let lines = try AnswerCase.paths.map { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let causes = try Self.causes(of: try AnswerCase(path: path))
            return name.replacingOccurrences(of: ".json", with: ": ")
                + (causes.isEmpty ? "nothing" : causes.joined(separator: ", "))
        }
        let text = lines.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data((text + "\n").utf8).write(to: TestFiles.root.appending(path: Self.list))
            Issue.record("recorded \(Self.list); run again without RECORD")
            return
        }
        #expect(try TestFiles.text(Self.list) == text)
    }
}
