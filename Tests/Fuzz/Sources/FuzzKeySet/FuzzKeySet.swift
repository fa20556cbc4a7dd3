import JOSE

/// Any file is a defect within it, or a list whose usable keys have sound numbers.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzKeySet(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(KeyFileDefect) {
        let keys = try KeySet(parsing: input.span, origin: KeySet.Origin(source: .file))
        if keys.keys.count + keys.skipped.count != keys.entries.count {
            fatalError("a key is lost")
        }
        for key in keys.keys where !(2048...8192).contains(key.modulusBits) {
            fatalError("a weak key")
        }
    } catch {
        if error.offset < 0 || error.offset > count { fatalError("an offset outside the file") }
    }
    return 0
}
