import StrictJSON
import StrictYAML

/// No text traps; what is read is JSON, and as JSON is YAML, reading it again gives the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard let yaml = read(input) else { return 0 }
    let json = yaml.json.root.text
    guard (try? JSONDocument(taking: Array(json.utf8))) != nil else { fatalError("no JSON") }
    visit(yaml.json.root, of: yaml)
    // Escaped characters may have become raw ones that no YAML text may hold, and long keys are no keys in YAML.
    if let again = read(Array(json.utf8)), again.json.root.text != json {
        fatalError("read again it is another value")
    }
    return 0
}

private func read(_ text: [UInt8]) -> YAMLDocument? {
    do throws(YAMLDefect) {
        return try YAMLDocument(parsing: text)
    } catch {
        if error.place.line < 1 || error.place.column < 1 { fatalError("a place before the text") }
        return nil
    }
}

private func visit(_ value: JSONValue, of yaml: YAMLDocument) {
    if yaml.place(of: value).line < 1 { fatalError("a place before the text") }
    for element in value.elements { visit(element, of: yaml) }
    for member in value.members { visit(member.value, of: yaml) }
}
