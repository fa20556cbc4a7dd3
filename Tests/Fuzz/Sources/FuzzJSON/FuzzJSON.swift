import StrictJSON

/// Any bytes are either refused at an offset within them, or read; what was read is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(JSONDefect) {
        let document = try JSONDocument(parsing: input.span)
        let text = JSONWriter.text(.copy(document.root), layout: .line)
        let written = Array(text.utf8)
        guard let again = try? JSONDocument(parsing: written.span),
            JSONWriter.text(.copy(again.root), layout: .line) == text
        else { fatalError("what was written is not read") }
    } catch {
        if error.offset < 0 || error.offset > count { fatalError("an offset outside the text") }
    }
    return 0
}
