import Testing

@testable import tokcheck

@Suite struct TokenSourceTests {
    private func source(
        _ argument: String?, variable: String? = nil, environment: [String: String] = [:],
        isTerminal: Bool = false
    ) throws(CommandFault) -> TokenSource {
        try TokenSource(
            argument: argument, variable: variable,
            in: TokenSource.Surroundings(
                environment: environment, isTerminal: isTerminal,
                fileExists: { $0 == "token.txt" }))
    }

    @Test func `each argument names its source`() throws {
        #expect(try source(nil) == .standardInput)
        #expect(try source("-") == .standardInput)
        #expect(try source("@token.txt") == .file("token.txt"))
        #expect(try source("@nothing") == .file("nothing"))
        #expect(try source(nil, variable: "T", environment: ["T": "x"]) == .variable("x"))
        #expect(try source(nil, variable: "T", environment: ["T": ""]) == .variable(""))
        #expect(try source("eyJa.b.c") == .argument("eyJa.b.c"))
        #expect(try source("eyJa.b.c", environment: ["CI": ""]) == .argument("eyJa.b.c"))
    }

    @Test(arguments: [nil, "-"])
    func `a terminal is asked, never read as a stream`(_ argument: String?) throws {
        #expect(try source(argument, isTerminal: true) == .prompt)
    }

    @Test func `only a token as argument is remarked on`() throws {
        #expect(try source("eyJa.b.c").note?.contains("ps") == true)
        #expect(try source(nil).note == nil)
        #expect(try source("@token.txt").note == nil)
    }

    @Test(
        arguments: [
            ("-", "T", "leave out one"), ("@token.txt", "T", "leave out one"),
            ("eyJa.b.c", "T", "leave out one"), (nil, "MISSING", "without a dollar sign"),
            ("@", nil, "@FILE"), ("token.txt", nil, "write @token.txt"), ("word", nil, "pipe"),
            ("", nil, "pipe"),
        ] as [(String?, String?, String)])
    func `what cannot be meant is a usage error`(
        _ argument: String?, _ variable: String?, _ hint: String
    ) {
        let fault = #expect(throws: CommandFault.self) {
            try source(argument, variable: variable, environment: ["T": "eyJa.b.c"])
        }
        #expect(fault?.exit == .usage)
        #expect(fault?.hint?.contains(hint) == true)
    }

    @Test func `a pipeline takes no token as argument`() {
        let fault = #expect(throws: CommandFault.self) {
            try source("eyJa.b.c", environment: ["CI": "true"])
        }
        #expect(fault?.exit == .usage)
        #expect(fault?.hint == "use - with a pipe, or --token-env NAME")
    }

    @Test func `a token in the place of a name is not shown`() {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0." + String(repeating: "c", count: 342)
        let variable = #expect(throws: CommandFault.self) { try source(nil, variable: token) }
        #expect(variable?.message.contains("ccc") == false)
        let path = #expect(throws: CommandFault.self) {
            try FileReader.bytes(of: token, limit: 1)
        }
        #expect(path?.file == "‹token›")
        #expect(path?.exit == .noInput)
    }

    @Test(arguments: [("/nothing/here", "there is no such file"), ("/", "a folder, not a file")])
    func `a file that cannot be read is told apart`(_ path: String, _ message: String) {
        let fault = #expect(throws: CommandFault.self) {
            try FileReader.bytes(of: path, limit: 1)
        }
        #expect(fault?.exit == .noInput)
        #expect(fault?.message == message)
        #expect(fault?.file == path)
    }

    @Test func `a file is read up to the limit`() throws {
        #expect(try FileReader.bytes(of: "/dev/zero", limit: 100_000).count == 100_000)
        #expect(try FileReader.bytes(of: "/dev/null", limit: 1).isEmpty)
    }
}
