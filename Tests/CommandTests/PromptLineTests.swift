import Testing

@testable import tokcheck

@Suite struct PromptLineTests {
    private func line(_ chunks: String..., limit: Int = 100) -> PromptLine {
        var line = PromptLine(limit: limit)
        for chunk in chunks { line.take(chunk.utf8) }
        return line
    }

    private func text(_ line: PromptLine) -> String { String(decoding: line.bytes, as: UTF8.self) }

    @Test(arguments: [
        ("abc", "abc"), ("abx\u{7F}c", "abc"), ("abx\u{8}c", "abc"), ("\u{7F}abc", "abc"),
        ("wrong\u{15}abc", "abc"), ("\u{1B}[Dabc\u{1B}[3~", "abc"), ("\u{1B}[1;5Cabc", "abc"),
        ("\u{1B}[200~abc\u{1B}[201~", "abc"), ("a\u{1B}bc", "abc"), ("abc\u{1B}", "abc"),
        ("abc\u{4}def", "abc"), ("a\nb", "a\nb"),
    ])
    func `what was typed is edited as in a terminal`(_ typed: String, _ expected: String) {
        #expect(text(line(typed)) == expected)
    }

    @Test func `marks may be cut anywhere`() {
        let marked = Array("\u{1B}[200~abc\u{1B}[201~".utf8)
        for cut in marked.indices {
            var line = PromptLine(limit: 100)
            line.take(marked[..<cut])
            line.take(marked[cut...])
            #expect(text(line) == "abc")
        }
    }

    @Test func `enter counts outside a paste only`() {
        #expect(line("abc\n").isAtEnter)
        #expect(line("abc\r").isAtEnter)
        #expect(!line("abc\nd").isAtEnter)
        #expect(!line("\u{1B}[200~abc\n").isAtEnter)
        #expect(line("\u{1B}[200~abc\n", "def\u{1B}[201~", "\r").isAtEnter)
    }

    @Test func `the end of input ends everything`() {
        #expect(line("\u{4}").isOver)
        #expect(line("abc\u{4}").isOver)
        #expect(!line("abc").isOver)
    }

    @Test func `what is too much is dropped, and enter still seen`() {
        let line = line(String(repeating: "x", count: 500), "\n", limit: 10)
        #expect(line.bytes.count == 10)
        #expect(line.isAtEnter)
    }
}
