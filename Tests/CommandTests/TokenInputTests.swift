import TestSupport
import Testing

@testable import tokcheck

/// One way to give a token.
private struct InputCase: CustomTestStringConvertible {
    let testDescription: String
    let form: InputForm
    /// The input around `TOKEN`.
    let text: String

    init(_ form: InputForm, _ text: String) {
        testDescription = text.prefix(60).debugDescription
        self.form = form
        self.text = text
    }
}

@Suite struct TokenInputTests {
    /// Stands for any token: what is taken out is not looked into.
    private static let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"

    private static let recognised: [InputCase] = [
        InputCase(.plain, "TOKEN"), InputCase(.plain, " \t\r\n\u{B}\u{C}TOKEN\r\n\n"),
        InputCase(.quoted, "\"TOKEN\""), InputCase(.quoted, " 'TOKEN'\n"),
        InputCase(.quoted, "` TOKEN `"),
        InputCase(.bearer, "Bearer TOKEN"), InputCase(.bearer, "bearer\tTOKEN\n"),
        InputCase(.bearer, "\"BEARER  TOKEN\""),
        InputCase(.headerLine, "Authorization: Bearer TOKEN"),
        InputCase(.headerLine, "authorization:bearer TOKEN\r\n"),
        InputCase(.headerLine, "'Authorization: Bearer TOKEN'"),
        InputCase(.curlCommand, "curl -H 'Authorization: Bearer TOKEN' https://a.example/"),
        InputCase(.curlCommand, "curl https://a.example/ -sH\"authorization: bearer TOKEN\""),
        InputCase(.curlCommand, "curl \\\n  --header \"Authorization: Bearer TOKEN\" \\\n  u"),
        InputCase(.curlCommand, "curl \\\r\n  --header='Authorization: Bearer TOKEN'"),
        InputCase(.curlCommand, "/usr/bin/curl -H Authorization:\\ Bearer\\ TOKEN u"),
        InputCase(
            .curlCommand, "curl -d $'it\\'s' -H 'Accept: */*' -H 'Authorization: Bearer TOKEN'"),
        InputCase(.curlCommand, "curl --oauth2-bearer TOKEN u"),
        InputCase(
            .curlCommand, "curl.exe ^\"https://a^\" ^\r\n -H ^\"Authorization: Bearer TOKEN^\""),
        InputCase(.curlCommand, "curl -H 'Authorization: Bearer TOKEN"),
        InputCase(.tokenResponse, #"{"token_type":"Bearer","access_token":"TOKEN"}"#),
        InputCase(.tokenResponse, #"[{"access_token":" TOKEN\n"}]"#),
        InputCase(.tokenResponse, #"{"token":"eyJ.b.c","access_token":"TOKEN"}"#),
        InputCase(.tokenResponse, #"{"access\u005ftoken":"TOKEN"}"#),
        InputCase(.azureCLI, #"{"accessToken":"TOKEN","tokenType":"Bearer"}"#),
        InputCase(.azureCLI, #"{"access_token":null,"accessToken":"TOKEN"}"#),
        InputCase(.azurePowerShell, #"{"Token":"TOKEN"}"#),
        InputCase(.azurePowerShell, #"{"token":"TOKEN"}"#),
    ]

    @Test(arguments: recognised)
    private func `a token is taken out of what is around it`(_ input: InputCase) {
        let text = input.text.replacing("TOKEN", with: Self.token)
        let found = TokenWrappers.unwrap(Array(text.utf8), joiningLines: .never)
        #expect(String(decoding: found.bytes, as: UTF8.self) == Self.token)
        #expect(found.form == input.form)
        #expect(!found.isTooLarge)
    }

    @Test func `every form has its case`() {
        #expect(Set(Self.recognised.map(\.form)) == Set(InputForm.allCases).subtracting([.har]))
        #expect(Self.recognised.count == 28)
    }

    @Test(arguments: [
        ("az-output.json", InputForm.azureCLI, "defender-xdr-app"),
        ("az-powershell.json", .azurePowerShell, "defender-xdr-app"),
        ("curl-command.txt", .curlCommand, "defender-xdr-app"),
        ("header-line.txt", .headerLine, "defender-xdr-app"),
        ("quoted.txt", .quoted, "defender-xdr-app"),
        ("token-response.json", .tokenResponse, "own-api-v2-user"),
    ])
    func `the fixtures hold the tokens they name`(
        _ file: String, _ form: InputForm, _ token: String
    )
        throws
    {
        let input = try TestFiles.bytes("Fixtures/tokens/" + file)
        let found = TokenWrappers.unwrap(input, joiningLines: .never)
        #expect(found.form == form)
        #expect(try found.bytes == TestFiles.bytes("Fixtures/tokens/\(token).jwt"))
    }

    @Test(arguments: [
        "", "Bearer", "BearerTOKEN", "Authorization: TOKEN", "Authorization: Basic eDp5",
        "Bearer: TOKEN", "\"TOKEN", "curl https://a.example/", "curl -H 'Authorization: TOKEN'",
        "curling -H 'Authorization: Bearer TOKEN'", "<html>TOKEN</html>", "{\"access_token\":1}",
        "{\"access_token\":\"TOKEN\"", "{\"access_token\":\"a\",\"access_token\":\"TOKEN\"}",
        "[{\"access_token\":\"a\"},{\"access_token\":\"TOKEN\"}]",
        "{\"result\":{\"access_token\":\"TOKEN\"}}", "{}", "[]", "[1]", "[[]]",
    ])
    func `what has no known form is left as it is`(_ text: String) {
        let input = Array(text.replacing("TOKEN", with: Self.token).utf8)
        let found = TokenWrappers.unwrap(input, joiningLines: .never)
        #expect(found.bytes == input)
        #expect(found.form == .plain)
        #expect(found.notes.isEmpty)
    }

    @Test(arguments: [
        "eyJ TOKEN", "Bearer eyJ TOKEN", "Bearer Bearer TOKEN", "Bearer \"TOKEN\"",
        "\"eyJ\nTOKEN\"", "curl -H 'Authorization: Bearer TOKEN more'",
        "curl -H \"Authorization: Bearer eyJ\nTOKEN\"", #"{"access_token":"TOKEN more"}"#,
    ])
    func `nothing inside a token is forgiven`(_ text: String) {
        let input = Array(text.replacing("TOKEN", with: Self.token).utf8)
        let found = TokenWrappers.unwrap(input, joiningLines: .never)
        #expect(found.bytes != Array(Self.token.utf8))
        #expect(found.bytes.contains { !$0.isTokenCharacter })
    }

    @Test func `broken lines are joined only when asked, and that is said`() throws {
        let input = try TestFiles.bytes("Fixtures/tokens/wrapped.txt")
        let token = try TestFiles.bytes("Fixtures/tokens/defender-xdr-app.jwt")
        #expect(TokenWrappers.unwrap(input, joiningLines: .never).bytes != token)
        let joined = TokenWrappers.unwrap(input, joiningLines: .always)
        #expect(joined.bytes == token)
        #expect(joined.notes.count == 1)
        let whole = TokenWrappers.unwrap(token, joiningLines: .always)
        #expect(whole.notes.isEmpty)
        let sentence = Array("eyJhbGci is how it begins!".utf8)
        #expect(TokenWrappers.unwrap(sentence, joiningLines: .always).bytes == sentence)
    }

    @Test func `other tokens are named and never shown`() throws {
        let text = #"""
            {"access_token":"TOKEN","token_type":"Bearer","id_token":"TOKEN","refresh_token":"1.Ab",
             "other":"TOKEN","TOKEN":"TOKEN","\u202Etoken":"x","expires_in":5,"Token":{}}
            """#.replacing("TOKEN", with: Self.token)
        let found = TokenWrappers.unwrap(Array(text.utf8), joiningLines: .never)
        let names = ["id_token", "refresh_token", "other", "‹token›", "\\u{202E}token"]
        #expect(
            found.notes == names.map { "the JSON also holds \"\($0)\"; access_token was taken" })
    }

    @Test func `several tokens in a command are told`() {
        let header = { (token: String) in "-H 'Authorization: Bearer \(token)' " }
        let two = Array(("curl " + header("eyJa") + header("eyJb")).utf8)
        let found = TokenWrappers.unwrap(two, joiningLines: .never)
        #expect(found.bytes == Array("eyJa".utf8))
        #expect(found.notes == ["the command has 2 bearer tokens; the first was taken"])
    }

    @Test func `too much is cut, marked and not searched`() {
        let limit = TokenWrappers.maximumBytes
        let blanks = [UInt8](repeating: 0x20, count: limit + 1)
        let cut = TokenWrappers.unwrap(blanks, joiningLines: .always)
        #expect(cut.isTooLarge && cut.bytes.count == limit)
        let full = TokenWrappers.unwrap(Array(blanks.dropLast()), joiningLines: .always)
        #expect(!full.isTooLarge && full.bytes.isEmpty)
    }

    @Test func `no bytes make it trap`() {
        var random = SplitMix64(seed: 11)
        let pieces = [
            "curl ", "-H", "'", "\"", "\\", "^\"", "$'", "\r\n", "Authorization:", "Bearer ", "{",
            "}",
            "[", "]", "\"access_token\":", "eyJ", "\0", ".",
        ].map { Array($0.utf8) }
        for _ in 0..<5000 {
            var input: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                input += pieces.randomElement(using: &random) ?? []
                if Bool.random(using: &random) {
                    input.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            let found = TokenWrappers.unwrap(input, joiningLines: .always)
            #expect(found.bytes.count <= input.count)
        }
    }
}
