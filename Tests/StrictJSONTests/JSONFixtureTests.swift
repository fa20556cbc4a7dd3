import StrictJSON
import TestSupport
import Testing

/// A file of `Fixtures/json/refused`, with the offset that the list beside it names.
struct RefusedText: CustomTestStringConvertible, Sendable {
    let name: String
    let offset: Int

    var testDescription: String { name }

    static let all: [RefusedText] = {
        let list = (try? TestFiles.text("Fixtures/json/refused.expected.txt")) ?? ""
        return list.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t")
            return RefusedText(name: String(parts[0]), offset: Int(parts[1]) ?? -1)
        }
    }()

    /// The kinds that describe the fault; most follow from the first word of the file's name.
    var kinds: [JSONDefect.Kind] {
        if let kinds = Self.exceptions[String(name.dropLast(5))] { return kinds }
        return Self.subjects.first { name.hasPrefix($0.0) }.map { [$0.1] } ?? [.unexpectedByte]
    }

    private static let subjects: [(String, JSONDefect.Kind)] = [
        ("byte-order-mark", .byteOrderMark), ("control-", .controlCharacter), ("depth-", .tooDeep),
        ("escape-", .escape), ("input-", .empty), ("literal-", .literal),
        ("name-repeated", .repeatedName), ("number-", .number),
        ("surrogate-escape-", .loneSurrogate), ("trailing-", .trailingBytes),
        ("truncated-", .truncated), ("utf8-", .encoding), ("latin1-", .encoding),
    ]

    private static let exceptions: [String: [JSONDefect.Kind]] = [
        "byte-order-mark-after-space": [.unexpectedByte, .encoding],
        "comment-line": [.trailingBytes],
        "escape-outside-string": [.unexpectedByte],
        "literal-false-cut": [.truncated], "literal-null-cut": [.truncated],
        "literal-true-capital": [.unexpectedByte], "literal-true-cut": [.truncated],
        "literal-undefined": [.unexpectedByte],
        // Characters that are UTF-8 and stand where none but ASCII may.
        "number-arabic-digit": [.unexpectedByte, .encoding],
        "number-fullwidth-digit": [.unexpectedByte, .encoding, .byteOrderMark],
        "white-space-line-separator": [.unexpectedByte, .encoding],
        "white-space-next-line": [.unexpectedByte, .encoding],
        "white-space-no-break": [.unexpectedByte, .encoding],
        "number-exponent-empty": [.truncated], "number-exponent-fraction": [.trailingBytes],
        "number-exponent-plus-empty": [.truncated], "number-exponent-twice": [.trailingBytes],
        "number-hexadecimal": [.trailingBytes], "number-inf-lower-case": [.unexpectedByte],
        "number-infinity": [.unexpectedByte], "number-letter-after": [.unexpectedByte],
        "number-minus-alone": [.truncated], "number-nan": [.unexpectedByte],
        "number-plus": [.unexpectedByte], "number-point-first": [.unexpectedByte],
        "number-point-last": [.truncated], "number-two-points": [.trailingBytes],
        "number-underscore": [.trailingBytes],
        "utf16-little-endian-with-mark": [.byteOrderMark],
    ]
}

@Suite struct JSONFixtureTests {
    @Test func `there are as many files as were written`() throws {
        let refused = try TestFiles.paths(below: "Fixtures/json/refused")
        #expect(try TestFiles.paths(below: "Fixtures/json/accepted").count == 53)
        #expect(refused.count == 192)
        #expect(
            Set(refused) == Set(RefusedText.all.map { "Fixtures/json/refused/\($0.name)" }))
        #expect(RefusedText.all.count == 192)
    }

    @Test(arguments: try TestFiles.paths(below: "Fixtures/json/accepted"))
    func `an accepted text is read, written and read again`(_ path: String) throws {
        let bytes = try TestFiles.bytes(path)
        let root = try JSONDocument(taking: bytes).root
        #expect(try JSONDocument(parsing: bytes.span).root.isSame(as: root))
        for layout in [JSONWriter.Layout.line, .indented] {
            let text = JSONWriter.text(.copy(root), layout: layout)
            let again = try JSONDocument(taking: Array(text.utf8)).root
            #expect(again.isSame(as: root))
            #expect(!text.unicodeScalars.contains { $0.isHazardous && $0 != "\n" })
        }
    }

    @Test(arguments: RefusedText.all)
    func `a refused text is refused where no strict reader could go on`(
        _ refused: RefusedText
    ) throws {
        let bytes = try TestFiles.bytes("Fixtures/json/refused/\(refused.name)")
        for isCopied in [true, false] {
            let defect = #expect(throws: JSONDefect.self) {
                _ =
                    isCopied
                    ? try JSONDocument(parsing: bytes.span) : try JSONDocument(taking: bytes)
            }
            #expect(defect?.offset == refused.offset)
            #expect(defect.map { refused.kinds.contains($0.kind) } == true, "\(defect?.kind)")
        }
    }

    @Test(arguments: RefusedText.all.filter { $0.kinds == [.repeatedName] })
    func `a repeated name is only recorded if that is asked`(_ refused: RefusedText) throws {
        let bytes = try TestFiles.bytes("Fixtures/json/refused/\(refused.name)")
        let limits = JSONLimits(repeatedNames: .recorded)
        #expect(try JSONDocument(taking: bytes, limits: limits).firstRepeatedName == refused.offset)
    }
}
