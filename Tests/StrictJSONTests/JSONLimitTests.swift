import StrictJSON
import TestSupport
import Testing

@Suite struct JSONLimitTests {
    private func defect(_ text: String, _ limits: JSONLimits = JSONLimits()) -> JSONDefect? {
        do throws(JSONDefect) {
            _ = try JSONDocument(taking: Array(text.utf8), limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test func `a text of exactly the most bytes is read, one byte more is not`() {
        let text = #"{"a":"bcd"}"#
        let count = text.utf8.count
        #expect(defect(text, JSONLimits(maximumBytes: count)) == nil)
        #expect(
            defect(text, JSONLimits(maximumBytes: count - 1))
                == JSONDefect(.tooLarge, at: count - 1))
        let bytes = Array(text.utf8)
        #expect(throws: JSONDefect(.tooLarge, at: count - 1)) {
            _ = try JSONDocument(parsing: bytes.span, limits: JSONLimits(maximumBytes: count - 1))
        }
        #expect(defect("", JSONLimits(maximumBytes: 0)) == JSONDefect(.empty, at: 0))
    }

    @Test func `the default is one mebibyte`() {
        let bound = 1_048_576
        let exact = "\"" + String(repeating: "x", count: bound - 2) + "\""
        #expect(defect(exact) == nil)
        #expect(defect(exact + " ") == JSONDefect(.tooLarge, at: bound))
        #expect(JSONLimits(maximumBytes: .max).maximumBytes == 1 << 31)
    }

    @Test func `sixty-four levels are read and one more is not`() {
        #expect(defect(nested(64)) == nil)
        #expect(defect(nested(65)) == JSONDefect(.tooDeep, at: 64))
        let objects =
            String(repeating: "{\"a\":", count: 64) + "1" + String(repeating: "}", count: 64)
        #expect(defect(objects) == nil)
        #expect(defect("{\"a\":\(objects)}") == JSONDefect(.tooDeep, at: 5 * 64))
        #expect(
            defect("[\(nested(63)),\(nested(64))]") == JSONDefect(.tooDeep, at: 1 + 126 + 1 + 63))
    }

    @Test(arguments: [0, 1, 2, 7]) func `the depth can be set`(_ depth: Int) {
        let limits = JSONLimits(maximumDepth: depth)
        #expect(defect(depth == 0 ? "1" : nested(depth), limits) == nil)
        #expect(defect(nested(depth + 1), limits) == JSONDefect(.tooDeep, at: depth))
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "1e400", "1E-400", "1.50", "123456789012345678901234567890", "0e0",
        "1e+05",
        "9223372036854775807", "9223372036854775808", "0.1e12345678901234567890",
    ]) func `a number keeps its exact text`(_ text: String) throws {
        for around in [("", ""), (" ", " "), ("[", "]"), ("[1,", ",2]"), ("{\"a\":", "}")] {
            let bytes = Array((around.0 + text + around.1).utf8)
            var value = try JSONDocument(taking: bytes).root
            if around.0.hasPrefix("[") { value = value.elements[around.0 == "[" ? 0 : 1] }
            if around.0.hasPrefix("{") { value = try #require(value["a"]) }
            #expect(value.number?.text == text)
            #expect(value.text == text)
            #expect(value.number?.integer == Int64(text))
            #expect(JSONWriter.text(.copy(value), layout: .line) == text)
        }
    }

    @Test func `values of other kinds answer nil or nothing`() throws {
        let text = #"{"n":null,"b":false,"i":5,"s":"x","a":[],"o":{}}"#
        let root = try JSONDocument(taking: Array(text.utf8)).root
        for member in root.members {
            #expect((member.value.string != nil) == (member.name == "s"))
            #expect((member.value.number != nil) == (member.name == "i"))
            #expect((member.value.boolean != nil) == (member.name == "b"))
            #expect(member.value.elements.isEmpty && member.value.members.isEmpty)
            #expect(member.value["x"] == nil)
            #expect(Array(text.utf8)[member.value.offset] == Array(member.value.text.utf8)[0])
        }
        #expect(root["S"] == nil)
        #expect(root["s"]?.string == "x")
    }
}
