import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// The names in what an answer says, as far as they must be copied from its text.
private func names(_ answer: ServerAnswer) -> [String] {
    answer.statements.flatMap { statement -> [String] in
        if case .missingRoles(let anyOf, let seen) = statement { return anyOf + (seen ?? []) }
        if case .missingScopes(let anyOf) = statement { return anyOf }
        if case .wrongAudience(let seen, let accepted) = statement {
            return [seen].compactMap(\.self) + accepted
        }
        if case .wrongIssuer(let seen?) = statement { return [seen] }
        return []
    }
}

private func read(_ text: String) -> ServerAnswer { ServerAnswer(reading: Array(text.utf8).span) }

@Suite struct AnswerPropertyTests {
    @Test(arguments: AnswerCase.paths)
    func `an answer cut anywhere names nothing that its text does not name`(_ path: String) throws {
        let fixture = try AnswerCase(path: path)
        let whole = Set(names(ServerAnswer(reading: fixture.answer.span)))
        // A sentence without brackets or quotes does not show where it is cut.
        let showsItsEnd = !path.hasSuffix("form-no-brackets.json")
        for count in 0...fixture.answer.count {
            let answer = ServerAnswer(reading: Array(fixture.answer.prefix(count)).span)
            let text = String(decoding: fixture.answer.prefix(count), as: UTF8.self)
            for name in names(answer) {
                #expect(showsItsEnd ? whole.contains(name) : text.contains(name), "\(count)")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `an altered answer is read, with bounded words`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let cases = try AnswerCase.paths.map { try AnswerCase(path: $0).answer }
        for _ in 0..<600 {
            var bytes = try #require(cases.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
                }
            }
            let answer = ServerAnswer(reading: bytes.span)
            #expect(isBounded(answer), "seed \(seed)")
            #expect(answer == ServerAnswer(reading: bytes.span))
        }
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `random bytes are read`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let letters = Array("{}[]\"'\\:, .<>*\r\nHTTP/1.aeio=\u{FEFF}".utf8)
        for _ in 0..<1000 {
            var bytes = random.bytes(Int.random(in: 0...200, using: &random))
            if Bool.random(using: &random) {
                bytes = bytes.map { letters[Int($0) % letters.count] }
            }
            #expect(isBounded(ServerAnswer(reading: bytes.span)), "seed \(seed)")
        }
    }

    @Test func `brackets nested ten thousand deep are no object, and the words in them are read`() {
        for open in ["[", #"{"error":"#] {
            let nested = String(repeating: open, count: 10_000)
            #expect(read(nested).body == .other)
            let answer = read(
                nested + #"{"code":"Forbidden","message":"Account is not provisioned."}"#)
            #expect(answer.body == .other)
            #expect(answer.statements == [.notProvisioned])
        }
    }

    @Test func `of ten megabytes one is read`() {
        let head = "HTTP/1.1 403 Forbidden\r\n\r\n"
        let words = "Missing application roles. API required roles: A.Read, "
        let blanks = String(repeating: " ", count: 10_000_000)
        let answer = read(head + words + blanks + "application roles: B.Read.")
        #expect(answer.isCut)
        #expect(answer.status == 403)
        #expect(answer.statements == [.missingRoles(anyOf: ["A.Read"], seen: nil)])
        let most = ServerAnswer.maximumBytes
        #expect(!ServerAnswer(reading: [UInt8](repeating: 0x20, count: most).span).isCut)
        #expect(ServerAnswer(reading: [UInt8](repeating: 0x20, count: most + 1).span).isCut)
    }

    @Test func `what is kept is short, whatever the server sends`() {
        let long = String(repeating: "x", count: 100_000)
        #expect(isBounded(read(#"{"error":{"code":"\#(long)","message":"\#(long)"}}"#)))
        #expect(isBounded(read(String(repeating: "\u{FF}", count: 5000))))
        let many = (0..<5000).map { "Role.\($0)" }.joined(separator: ",")
        let answer = read("API required roles: \(many), application roles: \(many).")
        #expect(isBounded(answer))
        #expect(names(answer).count == 64)
        #expect(names(read("API required roles: \(long.prefix(1000)),A.Read")) == ["A.Read"])
        let quoted = (0..<500).map { "'https://\($0)'" }.joined(separator: ",")
        let audiences = read(
            "wrong audience or resource '\(long)'. One of the allowed audiences \(quoted).")
        #expect(isBounded(audiences))
        let header = (0..<500).map { "S\($0) realm=\"\(long.prefix(1000))\"" }.joined(
            separator: ", ")
        #expect(read("WWW-Authenticate: \(header)").challenges.count == 16)
    }

    private func isBounded(_ answer: ServerAnswer) -> Bool {
        let texts = answer.statements.flatMap { statement -> [String] in
            switch statement {
            case .inactive(let reason): [reason]
            case .claimsChallenge(let error, let claims, _): [error, claims].compactMap(\.self)
            case .signIn(_, let error): [error].compactMap(\.self)
            case .other(let code, let message): [code, message].compactMap(\.self)
            case .wrongIssuer(let seen), .wrongAudience(let seen, _): [seen].compactMap(\.self)
            case .missingRoles, .missingScopes, .notProvisioned, .expired, .badSignature,
                .unreadableToken, .noToken, .throttled, .missingUserRole:
                []
            }
        }
        let kept =
            texts
            + answer.challenges.flatMap { challenge in
                [
                    challenge.scheme, challenge.error, challenge.errorDescription, challenge.claims,
                    challenge.authorizationURI, challenge.realm, challenge.resourceID,
                ].compactMap(\.self)
            }
        return answer.statements.count <= 32 && kept.allSatisfy { $0.utf8.count <= 2048 }
            && names(answer).count <= 32 * 128 && names(answer).allSatisfy { $0.utf8.count <= 2048 }
    }
}
