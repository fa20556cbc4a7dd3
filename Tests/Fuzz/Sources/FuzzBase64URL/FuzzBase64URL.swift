import StrictJSON

/// A text that decodes is the one text of its bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBase64URL(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(Base64URLDefect) {
        let decoded = try Base64URL.decode(input.span)
        if Array(Base64URL.encode(decoded).utf8) != input {
            fatalError("a second text of the same bytes")
        }
    } catch {
        if error.offset < 0 || error.offset > count { fatalError("an offset outside the text") }
    }
    let encoded = Array(Base64URL.encode(input).utf8)
    if (try? Base64URL.decode(encoded.span)) != input { fatalError("not what was encoded") }
    return 0
}
