import StrictJSON
import TestSupport
import Testing

@testable import tokcheck

@Suite struct LineSplitterTests {
    /// Every line of an input that comes in pieces, as text, cut ones with an ellipsis.
    private func lines(_ pieces: [[UInt8]], limit: Int = 100, takingAfterEach: Bool = true)
        -> [String]
    {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        func take() {
            let block = splitter.take()
            for (offset, line) in block.lines.enumerated() {
                #expect(block.firstLine + offset == lines.count + 1)
                lines.append(
                    String(decoding: block.text(line), as: UTF8.self) + (line.isCut ? "…" : ""))
            }
        }
        for piece in pieces {
            splitter.add(piece.span)
            if takingAfterEach, splitter.hasLines { take() }
            if takingAfterEach {
                #expect(splitter.count <= limit + pieces.reduce(0) { max($0, $1.count) })
            }
        }
        splitter.endInput()
        take()
        return lines
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("a\n\nb", ["a", "", "b"]),
        ("a\r\nb\r", ["a\r", "b\r"]), ("\u{0}\n\u{0}", ["\u{0}", "\u{0}"]),
    ])
    func `a line ends with a line feed or with the input`(_ text: String, _ expected: [String]) {
        let bytes = Array(text.utf8)
        #expect(lines([bytes]) == expected)
        #expect(lines(bytes.map { [$0] }) == expected)
    }

    @Test func `of a long line only the beginning is kept`() {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 11)
        let whole = String(repeating: "x", count: 10)
        #expect(lines([long], limit: 10) == [whole + "…"])
        #expect(lines([Array(long.dropLast())], limit: 10) == [whole])
        let pieces = [long, long, Array("x\nb\n".utf8), long, Array("\n".utf8)]
        #expect(lines(pieces, limit: 10) == [whole + "…", "b", whole + "…"])
    }

    @Test func `however the input comes, the lines are the same`() {
        var random = SplitMix64(seed: 81)
        for _ in 0..<500 {
            let bytes = random.bytes(Int.random(in: 0...200, using: &random)).map {
                $0 < 40 ? UInt8(ascii: "\n") : $0
            }
            let limit = Int.random(in: 0...20, using: &random)
            let whole = lines([bytes], limit: limit)
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...30, using: &random))
                pieces.append(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(lines(pieces, limit: limit) == whole)
            #expect(lines(pieces, limit: limit, takingAfterEach: false) == whole)
        }
    }

    @Test func `what was consumed is what came`() {
        var splitter = LineSplitter(limit: 3)
        let bytes = Array("abcdef\nx\n\nend".utf8)
        splitter.add(bytes.span)
        splitter.endInput()
        #expect(splitter.take().consumed == bytes.count)
    }
}

@Suite struct LineTokenTests {
    private func found(_ line: String, field: String? = nil, id: String? = nil) -> LineToken {
        LineToken(
            Array(line.utf8)[...], isCut: false,
            field: field.flatMap { FieldPath(argument: $0) },
            idField: id.flatMap { FieldPath(argument: $0) })
    }

    @Test(arguments: [
        "eyJ.a.b", " eyJ.a.b\r", "Bearer eyJ.a.b", "bearer  eyJ.a.b \r", "\tBEARER\teyJ.a.b",
    ])
    func `a line is a token, perhaps behind Bearer`(_ line: String) {
        let token = found(line)
        #expect(String(decoding: token.bytes, as: UTF8.self) == "eyJ.a.b")
        #expect(token.problem == nil && token.id == nil)
    }

    @Test(arguments: ["a b", "\"eyJ.a.b\"", "Bearer", "{}", "eyJ. a.b"])
    func `nothing else is taken off`(_ line: String) {
        #expect(String(decoding: found(line).bytes, as: UTF8.self) == line)
    }

    @Test(arguments: [
        (#"{"t":"eyJ.a.b"}"#, "t"), (#" {"t":"Bearer eyJ.a.b"} "#, "t"),
        (#"{"a":{"b":{"c":"eyJ.a.b"}},"b":1}"#, "a.b.c"), (#"{"t":"eyJ\u002ea.b"}"#, "t"),
    ])
    func `a member holds the token`(_ line: String, _ path: String) {
        let token = found(line, field: path)
        #expect(String(decoding: token.bytes, as: UTF8.self) == "eyJ.a.b")
        #expect(token.problem == nil)
    }

    @Test(arguments: [
        ("", LineProblem.empty), ("  \r", .empty), ("{", .notJSON), ("[]", .notJSON),
        ("\"t\"", .notJSON), (#"{"t":"a","t":"b"}"#, .notJSON), ("{\"t\":\u{0}}", .notJSON),
        (#"{"t":"a"} {}"#, .notJSON), ("{}", .fieldMissing), (#"{"t.u":"a"}"#, .fieldMissing),
        (#"{"u":{"t":"a"}}"#, .fieldMissing), (#"{"t":1}"#, .fieldNotText),
        (#"{"t":null}"#, .fieldNotText), (#"{"t":{}}"#, .fieldNotText),
        (#"{"t":["a"]}"#, .fieldNotText),
    ])
    func `a line without a token says why`(_ line: String, _ problem: LineProblem) {
        let token = found(line, field: "t")
        #expect(token.problem == problem)
        #expect(token.bytes.isEmpty)
    }

    @Test func `bytes that are no text, and lines that are too long, say so`() {
        let path = FieldPath(argument: "t")
        let bytes = Array("{\"t\":\"".utf8) + [0xFF] + Array("\"}".utf8)
        let broken = LineToken(bytes[...], isCut: false, field: path, idField: nil)
        #expect(broken.problem == .notUTF8)
        let cut = LineToken(bytes[...], isCut: true, field: path, idField: nil)
        #expect(cut.problem == .tooLong)
        #expect(!cut.bytes.isEmpty)
    }

    @Test(arguments: [
        (#"{"t":"x","i":"a\u202eb"}"#, #""a\u202eb""#), (#"{"t":"x","i":12.50}"#, "12.50"),
        (#"{"t":"x","i":true}"#, "true"), (#"{"i":7}"#, "7"),
        (#"{"t":"x","i":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"}"#, #""‹token›""#),
    ])
    func `the line's own name is repeated, but never a token`(_ line: String, _ id: String) {
        let token = found(line, field: "t", id: "i")
        #expect(token.id.map { String(decoding: $0, as: UTF8.self) } == id)
    }

    @Test(arguments: [#"{"t":"x"}"#, #"{"t":"x","i":null}"#, #"{"t":"x","i":[1]}"#, "{"])
    func `a line may have no name`(_ line: String) {
        #expect(found(line, field: "t", id: "i").id == nil)
    }

    @Test func `a path has no empty name`() {
        for path in ["", ".", "a.", ".a", "a..b"] { #expect(FieldPath(argument: path) == nil) }
        #expect(FieldPath(argument: "a.b")?.names == ["a", "b"])
    }

    @Test func `the graver verdict counts`() {
        let order: [tokcheck.ExitStatus] = [
            .notAToken, .rejected, .time, .permission, .undecided, .success,
        ]
        for (place, graver) in order.enumerated() {
            for other in order[place...] {
                #expect(graver.graver(other) == graver && other.graver(graver) == graver)
            }
        }
    }
}
