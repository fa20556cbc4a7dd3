import TestSupport
import Testing

@testable import tokcheck

@Suite struct RedactionTests {
    private static let long = String(repeating: "a1-_", count: 10)

    @Test func `every token of the fixtures disappears whole`() throws {
        let files = try TestFiles.paths(below: "Fixtures/tokens").filter {
            $0.hasSuffix(".jwt") || $0.hasSuffix(".jwe") || $0.hasSuffix("-token.txt")
        }
        #expect(files.count >= 17)
        for file in files {
            let token = try TestFiles.text(file)
            #expect(
                Redaction.redacted("Unexpected argument '\(token)'")
                    == "Unexpected argument '‹token›'", "\(file)")
        }
    }

    @Test(arguments: [
        "Unknown option '--foo'", "contoso.onmicrosoft.com", "version 1.0.0", "/etc/tokens/a.txt",
        "https://login.microsoftonline.com/1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801/v2.0", "", "…",
        "...",
        "Machine.Read.All", long, "eyJ",
    ])
    func `words, names and addresses stay readable`(_ text: String) {
        #expect(Redaction.redacted(text) == text)
    }

    @Test(arguments: [
        (["it's~8Q"], "Unexpected argument 'it's~8Q'", "Unexpected argument ‹hidden›"),
        (
            ["a", "b"], "2 unexpected arguments: 'a', 'b'",
            "2 unexpected arguments: ‹hidden›, ‹hidden›"
        ),
        (
            ["--grant", "b' is invalid"],
            "The value 'b' is invalid' is invalid for '--grant <grant>'. Please",
            "The value ‹hidden› is invalid for '--grant <grant>'. Please"
        ),
        (
            ["--show=8Q~x"],
            "The option '--show' does not take any value, but '8Q~x' was specified.",
            "The option '--show' does not take any value, but ‹hidden› was specified."
        ),
        (["-o8Q~x"], "Unknown option '-o8Q~x'", "Unknown option ‹hidden›"),
        (
            ["--client-secret-8Q~x"], "Unknown option '--client-secret-8Q~x'",
            "Unknown option ‹hidden›"
        ),
        (
            ["--client-secret"], "Unknown option '--client-secret'",
            "Unknown option '--client-secret'"
        ),
        (
            ["--tenant"], "Missing value for '--tenant <tenant>'",
            "Missing value for '--tenant <tenant>'"
        ),
    ])
    func `a command that takes secrets quotes no argument`(
        _ arguments: [String], _ text: String, _ expected: String
    ) {
        #expect(Redaction.quoting(arguments, in: text, hiding: true) == expected)
    }

    @Test(arguments: [
        (
            ["red\u{1B}[31m\n"], "Unexpected argument 'red\u{1B}[31m\n'",
            #"Unexpected argument 'red\u{1B}[31m\u{A}'"#
        ),
        (["a.b.c"], "Unexpected argument 'a.b.c'", "Unexpected argument '‹token›'"),
        (["--color=a b"], "The value 'a b' is invalid", "The value 'a b' is invalid"),
    ])
    func `an argument is quoted without what could harm`(
        _ arguments: [String], _ text: String, _ expected: String
    ) {
        #expect(Redaction.quoting(arguments, in: text, hiding: false) == expected)
    }

    @Test(arguments: [
        (long + "x", "‹token›"), ("a \(long)x b", "a ‹token› b"), ("--x=\(long)x", "‹token›"),
        ("eyJh.eyJz.c2ln", "‹token›"), ("(eyJh.eyJz.)", "(‹token›)"),
        ("\(long)x,\(long)y", "‹token›,‹token›"), ("é\(long)xé", "é‹token›é"),
    ])
    func `what may be a token does not`(_ text: String, _ expected: String) {
        #expect(Redaction.redacted(text) == expected)
    }

    @Test(arguments: [
        ("Unexpected argument 'a.b.c'", "Unexpected argument '‹token›'"),
        ("Unexpected argument 'h.p.'", "Unexpected argument '‹token›'"),
        ("Unknown option '--a.b.c'", "Unknown option '‹token›'"),
        ("Missing expected argument '<file> ...'", "Missing expected argument '<file> ...'"),
        ("1.5 is not a number…", "1.5 is not a number…"), ("a..b", "a..b"),
    ])
    func `the parser's messages lose whatever is shaped like a token`(
        _ message: String, _ expected: String
    ) {
        #expect(Redaction.redacted(parserMessage: message) == expected)
    }

    @Test func `the program's own usage error shows no token`() throws {
        let outcome = try Binary.run(["inspect", "@a", "h.p.s"])
        #expect(outcome.exit == 64)
        #expect(!outcome.errors.contains("h.p.s"))
        #expect(outcome.errors.contains("‹token›"))
    }
}
