import TestSupport
import Testing
import TokenCheck

/// Texts that make a careless reader start again and again.
struct CostlyAnswer: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let head: String
    let piece: String

    static let all =
        [
            ("nothing but a letter", "", "a"), ("words", "", "a "), ("quotes", "", "'"),
            ("roles without end", "", "API required roles: "),
            ("names", "API required roles: ", "A,"),
            ("long names", "", "API required roles: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,"),
            ("Graph's roles", "", "missing role permissions on the request "),
            ("audiences", "", "wrong audience or resource 'a' allowed audiences 'b',"),
            ("expected", "", "invalid audience expected "), ("issuers", "", "the issuer '"),
            (".NET's audiences", "", "audience validation failed audiences: "),
            ("sign-in numbers", "", "AADSTS1 "), ("later", "", "too many requests "),
            ("half of a phrase", "", "continuous access evaluation resulted i "),
            ("brackets", "", "["), ("objects", "", #"{"a":"#),
            ("names of members", "", #""code":"#),
            ("broken codes", "{", #""code":"x","#), ("escapes", #"{"message":""#, #"\"#),
            ("a page", "<html>", "<title"), ("header lines", "HTTP/1.1 401 \r\n", "a: b\r\n"),
            ("blocks", "", "HTTP/1.1 401 \r\n\r\n"), ("line ends", "HTTP/1.1 401 \r\n", "\r\n"),
            ("returns", "", "\r"), ("folded lines", "WWW-Authenticate: B\r\n", " a=b,\r\n"),
            ("challenges", "WWW-Authenticate: ", "Bearer a=\"b\", "),
            ("commas", "WWW-Authenticate: ", ","), ("equals signs", "WWW-Authenticate: ", "a="),
            ("blanks", "WWW-Authenticate: B a", " "), ("a trace", "< HTTP/2 401\n", "< a: b\n"),
            ("notes", "* a\n", "* a\n"),
            (
                "text in text", #"{"error":{"message":"{\"error\":{\"message\":\""#,
                "API required roles: A"
            ),
        ].map { CostlyAnswer(testDescription: $0, head: $1, piece: $2) }

    func text(_ count: Int) -> [UInt8] {
        Array((head + String(repeating: piece, count: count / piece.utf8.count)).utf8)
    }
}

@Suite struct AnswerCostTests {
    @Test(arguments: CostlyAnswer.all)
    func `an answer four times as long is read in four times the steps`(_ answer: CostlyAnswer) {
        let short = answer.text(5_000)
        let long = answer.text(20_000)
        let steps = ServerAnswer.stepsOfReading(short.span)
        let more = ServerAnswer.stepsOfReading(long.span)
        // Values behind a phrase are looked for in so many bytes, for so many phrases.
        #expect(more <= 4 * steps + 600_000)
        #expect(more <= 40 * long.count + 600_000)
    }
}
