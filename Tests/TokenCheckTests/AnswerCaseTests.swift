import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct AnswerCaseTests {
    @Test func `every saved answer is there`() throws {
        #expect(try TestFiles.paths(below: "Fixtures/answers").count == 103)
        #expect(AnswerCase.paths.count == 103)
    }

    @Test(arguments: AnswerCase.paths)
    func `each saved answer says what it must`(_ path: String) throws {
        let fixture = try AnswerCase(path: path)
        let answer = ServerAnswer(reading: fixture.answer.span)
        #expect(answer.status == fixture.status)
        #expect(answer.date == fixture.date)
        #expect(answer.body == fixture.body)
        #expect(answer.isCut == fixture.isCut)
        #expect(answer.statements == fixture.statements)
    }

    @Test func `every kind of statement and of body is in a saved answer`() throws {
        let cases = try AnswerCase.paths.map { try AnswerCase(path: $0) }
        #expect(Set(cases.map(\.body)) == Set(ServerAnswer.Body.allCases))
        let kinds = cases.flatMap(\.statements).map { "\($0)".prefix { $0 != "(" } }
        #expect(Set(kinds).count == 15)
    }

    @Test(arguments: AnswerCase.paths)
    func `what an answer says it saw is what its token holds`(_ path: String) throws {
        let fixture = try AnswerCase(path: path)
        for statement in fixture.statements {
            if case .missingRoles(_, let seen?) = statement {
                #expect(seen == fixture.claims["roles"]?.elements.compactMap(\.string) ?? [])
            } else if case .wrongAudience(let seen?, _) = statement {
                #expect(seen == fixture.claims["aud"]?.string)
            } else if case .expired(let time?) = statement {
                #expect(time == fixture.claims["exp"]?.number?.integer)
            } else if case .wrongIssuer(let seen?) = statement {
                #expect(seen == fixture.claims["iss"]?.string)
            }
        }
    }
}
