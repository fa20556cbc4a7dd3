import Reporting
import Testing

/// The numbers behind AADSTS: everything that Microsoft's pages name is explained, once.
@Suite struct SignInWordsTests {
    /// The numbers of the reference of error codes, and of federated credentials, that people meet with tokens.
    static let numbers = [
        50001, 500_011, 50002, 500_021, 500_022, 50011, 50012, 700_027, 50013, 500_133, 50020,
        50027, 50034,
        50053, 50055, 50057, 50126, 50058, 50059, 50128, 90019, 50072, 50074, 50076, 50078, 50079,
        50105,
        50132, 50133, 50173, 50146, 501_461, 50147, 501_481, 501_491, 50194, 50196, 53000, 53001,
        53002,
        53003, 53004, 530_032, 530_035, 54005, 65001, 65002, 65004, 65005, 650_052, 650_054,
        650_056,
        650_057, 70000, 70008, 700_082, 700_084, 70043, 70001, 700_016, 7_000_112, 7_000_215,
        7_000_222,
        70002, 7_000_218, 700_025, 70003, 70011, 28002, 28003, 700_022, 700_023, 70016, 70018,
        70019, 90119,
        90120, 700_229, 90002, 9_001_023, 90124, 90130, 9_002_332, 90013, 900_144, 9_002_313, 90014,
        90027,
        90038, 900_432, 900_382, 900_439, 90094, 90095, 901_002, 70021, 700_211, 700_212, 7_002_121,
        700_213,
        7_002_131, 700_222, 700_227, 700_005, 700_024,
    ]

    @Test("each has a meaning and a remedy", arguments: numbers)
    func known(_ number: Int) {
        let words = CauseWords.signIn(number: number, error: "invalid_grant")
        #expect(
            words.message.hasPrefix(
                "Entra ID issued no token: AADSTS\(number) (\"invalid_grant\"), "))
        #expect(!words.fix.contains("look it up"))
        // One sentence for a terminal, and no blame.
        #expect(words.message.hasSuffix(".") && words.message.utf8.count < 160)
    }

    @Test("any other is looked up at Microsoft's page")
    func unknown() {
        let words = CauseWords.signIn(number: 99_999, error: nil)
        #expect(words.message == "Entra ID issued no token: AADSTS99999.")
        #expect(words.fix.contains("error?code=99999"))
    }
}
