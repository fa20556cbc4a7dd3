import StrictJSON
import StrictYAML
import Testing

@Suite struct YAMLDocumentTests {
    private func json(_ text: String) throws -> String {
        try YAMLDocument(parsing: Array(text.utf8)).json.root.text
    }

    private func defect(_ text: String) -> String? {
        do throws(YAMLDefect) {
            _ = try YAMLDocument(parsing: Array(text.utf8))
            return nil
        } catch {
            return "\(error.kind.rawValue) \(error.place.line):\(error.place.column)"
        }
    }

    @Test(arguments: [
        ("a: b", #"{"a":"b"}"#),
        ("a: 1", #"{"a":1}"#),
        (
            "a: [1, -2.5e3, true, ~, no, on, '1', \"x\\ty\\0\"]",
            #"{"a":[1,-2.5e3,true,null,"no","on","1","x\u0009y\u0000"]}"#
        ),
        ("a:\n  - b\n  - {c: d}\ne:\n", #"{"a":["b",{"c":"d"}],"e":null}"#),
        ("--- # note\na: |\n  x\n  \"y\"\n...\n", #"{"a":"x\n\"y\"\n"}"#),
        ("? a\n: b\r\n", #"{"a":"b"}"#),
        ("\"\\u0061\": é", #"{"a":"é"}"#),
        ("2026-11-24", #""2026-11-24""#),
        ("[]", "[]"), ("{}", "{}"), ("a: .5e", #"{"a":".5e"}"#), ("- 0.", ""),
    ])
    func `values become their JSON`(_ text: String, _ expected: String) throws {
        guard !expected.isEmpty else {
            #expect(defect(text) == "yaml-scalar 1:3")
            return
        }
        let expected = expected.replacing("\\n", with: "\\u000a")
        #expect(try json(text) == expected)
    }

    @Test(arguments: [
        ("", "empty 1:1"), ("# nothing\n", "empty 1:1"), ("---\n", "empty 1:1"),
        ("a: &x 1", "yaml-anchor 1:4"), ("a: *x", "yaml-alias 1:4"), ("a: !!str b", "yaml-tag 1:4"),
        ("&x a: b", "yaml-anchor 1:1"), ("a: &x [b]", "yaml-anchor 1:4"),
        ("a: !x {}", "yaml-tag 1:4"),
        ("<<: {a: b}", "yaml-merge 1:1"), ("%YAML 1.2\n---\na: b", "yaml-directive 1:1"),
        ("a: b\n---\nc: d", "yaml-second-document 2:1"), ("1: a", "yaml-key 1:1"),
        ("[a]: b", "yaml-key 1:1"), ("? |\n  a\n: b", "yaml-key 1:3"), ("~: a", "yaml-key 1:1"),
        ("a: .inf", "yaml-scalar 1:4"), ("a: 0x1F", "yaml-scalar 1:4"),
        ("a: 007", "yaml-scalar 1:4"),
        ("é: x\n\"\\xE9\": y", "name-repeated 2:1"), ("a:\n\t- b", "yaml-syntax 2:1"),
        ("a: \u{7F}", "control-character 1:4"), ("# x\u{2028}a: b", "line-separator 1:4"),
        ("\u{FEFF}a: b", "byte-order-mark 1:1"), ("a: b\n'c: d", "yaml-syntax 2:6"),
    ])
    func `what JSON cannot say is refused with its place`(_ text: String, _ expected: String) {
        #expect(defect(text) == expected)
    }

    @Test func `nesting ends at its limit`() {
        let open = String(repeating: "[", count: 16)
        #expect(defect(open + String(repeating: "]", count: 16)) == nil)
        #expect(defect("[" + open + String(repeating: "]", count: 17)) == "too-deep 1:17")
        #expect(defect(String(repeating: "[", count: 100_000)) == "too-deep 1:17")
        #expect(defect(String(repeating: "- ", count: 100_000)) == "too-deep 1:33")
    }

    @Test func `every value and name has its place`() throws {
        let yaml = try YAMLDocument(parsing: Array("a: b\nlist:\n  - {é: x, k: y}\n".utf8))
        let list = try #require(yaml.json.root["list"])
        #expect(yaml.place(of: list) == TextPlace(line: 3, column: 3))
        let object = try #require(list.elements.first)
        #expect(yaml.place(of: object) == TextPlace(line: 3, column: 5))
        #expect(try yaml.place(of: #require(object["k"])) == TextPlace(line: 3, column: 15))
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        for (bytes, place) in [
            ([0x61, 0x3A, 0x20, 0xC3], TextPlace(line: 1, column: 4)),
            ([0xFF, 0xFE, 0x61, 0x00], TextPlace(line: 1, column: 1)),
            ([0x0A, 0xED, 0xA0, 0x80], TextPlace(line: 2, column: 1)),
        ] as [([UInt8], TextPlace)] {
            #expect(throws: YAMLDefect.self) { try YAMLDocument(parsing: bytes) }
            do throws(YAMLDefect) { _ = try YAMLDocument(parsing: bytes) } catch {
                #expect(error.kind == .encoding)
                #expect(error.place == place)
            }
        }
    }

    @Test func `a text may be as large as the limit and no larger`() {
        let head = "a: b #"
        for (count, expected) in [(262_144, nil), (262_145, "too-large 1:262145")] {
            let text = head + String(repeating: "x", count: count - head.utf8.count)
            #expect(defect(text) == expected)
        }
    }
}
