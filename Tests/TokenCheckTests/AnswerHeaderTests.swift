import TestSupport
import Testing
import TokenCheck

/// The value of a header line, and what is read from it.
struct HeaderCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let seconds: Int64?

    init(_ text: String, _ seconds: Int64?) {
        testDescription = text
        self.seconds = seconds
    }

    static let dates = [
        HeaderCase("Mon, 23 Nov 2026 09:10:00 GMT", 1_795_425_000),
        HeaderCase("Monday, 23-Nov-26 09:10:00 GMT", 1_795_425_000),
        HeaderCase("Mon Nov 23 09:10:00 2026", 1_795_425_000),
        HeaderCase("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        HeaderCase("Wed, 31 Dec 1969 23:59:59 GMT", -1),
        HeaderCase("Thursday, 01-Jan-70 00:00:00 GMT", 0),
        HeaderCase("Friday, 31-Dec-69 00:00:00 GMT", 3_155_673_600),
        HeaderCase("Thu, 29 Feb 2024 00:00:00 GMT", 1_709_164_800),
        HeaderCase("Sun, 29 Feb 2099 00:00:00 GMT", nil),
        HeaderCase("Sat, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        HeaderCase("Thu, 29 Feb 1900 12:00:00 GMT", nil),
        HeaderCase("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        HeaderCase("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
        HeaderCase("Mon Nov  2 09:10:00 2026", 1_793_610_600),
        HeaderCase("Mon, 31 Nov 2026 09:10:00 GMT", nil),
        HeaderCase("Mon, 23 Nov 2026 24:10:00 GMT", nil),
        HeaderCase("Mon, 23 Nov 2026 09:60:00 GMT", nil),
        HeaderCase("Mon, 23 Nov 2026 09:10 GMT", nil),
        HeaderCase("Mon, 23 Nov 2026 09:10:00 CET", nil),
        HeaderCase("Mon, 23 Nov 26 09:10:00 GMT", nil),
        HeaderCase("Mon, 23 Nov 2026 09:10:00", nil),
        HeaderCase("Mon, 00 Nov 2026 09:10:00 GMT", nil),
        HeaderCase("Mon, 23 Foo 2026 09:10:00 GMT", nil),
        HeaderCase("Mon, -3 Nov 2026 09:10:00 GMT", nil),
        HeaderCase("2026-11-23T09:10:00Z", nil), HeaderCase("1795425000", nil),
    ]

    static let delays = [
        HeaderCase("0", 0), HeaderCase("120", 120), HeaderCase("999999999", 999_999_999),
        HeaderCase("99999999999999999999", nil), HeaderCase("-1", nil), HeaderCase("1.5", nil),
        HeaderCase("Mon, 23 Nov 2026 09:11:00 GMT", 60),
        HeaderCase("Mon, 23 Nov 2026 09:00:00 GMT", 0), HeaderCase("soon", nil),
    ]
}

@Suite struct AnswerHeaderTests {
    private func read(_ text: String) -> ServerAnswer {
        ServerAnswer(reading: Array(text.utf8).span)
    }

    private func challenges(_ value: String) -> [ServerAnswer.Challenge] {
        read("WWW-Authenticate: \(value)").challenges
    }

    @Test(arguments: HeaderCase.dates)
    func `Date is read in the three forms, and nothing else is`(_ date: HeaderCase) {
        #expect(read("Date: \(date.testDescription)\r\n").date == date.seconds)
        #expect(read("HTTP/2 200\ndate:\(date.testDescription)").date == date.seconds)
    }

    @Test(arguments: HeaderCase.delays)
    func `Retry-After is seconds, or a date after that of the answer`(_ delay: HeaderCase) {
        let head = "HTTP/2 429\ndate: Mon, 23 Nov 2026 09:10:00 GMT\n"
        let answer = read(head + "retry-after: \(delay.testDescription)\n")
        #expect(answer.statements == [.throttled(retryAfterSeconds: delay.seconds)])
    }

    @Test func `a date without the answer's own says nothing of seconds`() {
        let answer = read("HTTP/2 429\nretry-after: Mon, 23 Nov 2026 09:11:00 GMT\n")
        #expect(answer.statements == [.throttled(retryAfterSeconds: nil)])
        let other = read("HTTP/2 503\nretry-after: 5\n")
        #expect(other.statements == [])
    }

    @Test func `challenges are told apart, with tokens and quoted strings`() {
        let several = challenges(
            #"Negotiate YII=, NTLM , Basic realm="a, \"b\" c" ,Bearer error=x"#)
        #expect(several.map(\.scheme) == ["Negotiate", "NTLM", "Basic", "Bearer"])
        #expect(several.map(\.realm) == [nil, nil, #"a, "b" c"#, nil])
        #expect(several.last?.error == "x")
    }

    @Test func `names of parameters have no case, and the first of a name counts`() {
        let challenge = challenges(#"bearer ERROR = "a", error="b", Error_Description="c""#).first
        #expect(challenge?.error == "a")
        #expect(challenge?.errorDescription == "c")
    }

    @Test func `where the server wants to be asked for is kept`() {
        let vault = challenges(
            #"Bearer authorization="https://login.windows.net/t", resource="https://vault.azure.net""#
        )
        #expect(vault.first?.authorizationURI == "https://login.windows.net/t")
        #expect(vault.first?.resourceID == "https://vault.azure.net")
        let open = challenges("Bearer authorization_uri=https://a/b?c=d, resource_id=\"x")
        #expect(open.first?.authorizationURI == "https://a/b?c=d")
        #expect(open.first?.resourceID == nil)
    }

    @Test(arguments: ["A", "AB", "ABC", "~~~", "???", "ü"])
    func `claims are read in base64 and base64url, padded or not`(_ text: String) {
        let json = #"{"access_token":{"nbf":{"value":7}},"x":"\#(text)"}"#
        let plain = base64(Array(json.utf8), "+/")
        let url = base64(Array(json.utf8), "-_")
        for claims in [plain, url, String(plain.prefix { $0 != "=" }), url.filter { $0 != "=" }] {
            let answer = read(
                "WWW-Authenticate: Bearer error=insufficient_claims, claims=\"\(claims)\"")
            #expect(
                answer.statements == [
                    .claimsChallenge(error: "insufficient_claims", claims: json, notBefore: 7)
                ])
        }
    }

    @Test func `the last block of headers counts`() {
        let answer = read(
            "HTTP/1.1 429 X\nRetry-After: 5\nWWW-Authenticate: A\n\nHTTP/1.1 200 OK\n\n{}")
        #expect(answer.status == 200)
        #expect(answer.body == .json)
        #expect(answer.challenges.isEmpty)
        #expect(answer.statements.isEmpty)
    }

    @Test func `a sentence with a colon is no header`() {
        let answer = read("Error: Account is not provisioned.")
        #expect(answer.body == .other)
        #expect(answer.statements == [.notProvisioned])
        #expect(read("HTTP/x is not spoken here").body == .other)
    }

    private func base64(_ bytes: [UInt8], _ last: String) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count { text.append(alphabet[bits >> (18 - 6 * place) & 63]) }
            text += String(repeating: "=", count: 3 - group.count)
        }
        return text
    }
}
