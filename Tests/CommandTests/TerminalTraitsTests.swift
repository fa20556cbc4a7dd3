import Testing

@testable import tokcheck

@Suite struct TerminalTraitsTests {
    @Test(
        arguments: [
            (ColourChoice.auto, true, [:], true), (.auto, false, [:], false),
            (.auto, true, ["NO_COLOR": "1"], false), (.auto, true, ["NO_COLOR": ""], true),
            (.auto, true, ["TERM": "dumb"], false), (.auto, true, ["TERM": "xterm"], true),
            (.auto, false, ["CLICOLOR_FORCE": "1"], true),
            (.auto, false, ["CLICOLOR_FORCE": "0"], false),
            (.auto, false, ["CLICOLOR_FORCE": ""], false),
            (.auto, true, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
            (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true),
            (.never, true, ["CLICOLOR_FORCE": "1"], false),
        ] as [(ColourChoice, Bool, [String: String], Bool)])
    func `colours are used when the flag, the variables or the terminal say so`(
        _ choice: ColourChoice, _ isTerminal: Bool, _ environment: [String: String],
        _ expected: Bool
    ) {
        let usesColour = TerminalTraits.usesColour(
            choice, isTerminal: isTerminal, environment: environment)
        #expect(usesColour == expected)
    }

    @Test(
        arguments: [
            ([:], false), (["LANG": "C"], false), (["LANG": "de_DE.UTF-8"], true),
            (["LANG": "C.utf8"], true), (["LC_CTYPE": "UTF-8"], true),
            (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false),
            (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"], true),
            (["LC_CTYPE": "POSIX", "LANG": "en_US.UTF-8"], false),
        ] as [([String: String], Bool)])
    func `the first variable of the locale that is not empty decides`(
        _ environment: [String: String], _ expected: Bool
    ) {
        #expect(TerminalTraits.usesUnicode(environment) == expected)
    }

    @Test(
        arguments: [
            ("CET", 3600, "CET"), ("GMT", 0, "GMT"), ("UTC", 0, "UTC"), ("Nowhere", 0, "UTC"),
            ("", 0, "UTC"),
        ] as [(String, Int64, String)])
    func `an unknown zone is universal time`(_ name: String, _ offset: Int64, _ expected: String) {
        #expect(TerminalTraits.zoneName(name, offset: offset) == expected)
    }
}
