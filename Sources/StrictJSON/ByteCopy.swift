extension Array where Element == UInt8 {
    /// Copies the bytes of a span.
    package init(copying span: Span<UInt8>) {
        // SAFETY: the copy is made inside the closure, while the buffer lives.
        self = span.withUnsafeBufferPointer { Array($0) }
    }

    /// Appends a copy of the bytes of a span.
    package mutating func append(copying span: Span<UInt8>) {
        // SAFETY: the copy is made inside the closure, while the buffer lives.
        span.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}

extension Span where Element == UInt8 {
    /// Whether both hold the same bytes, eight at a time.
    package func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        // SAFETY: words are loaded only where eight bytes are left in both, which have the same count.
        return withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                var offset = 0
                while offset &+ 8 <= left.count {
                    let mine = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    let theirs = right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    if mine != theirs { return false }
                    offset &+= 8
                }
                while offset < left.count {
                    if left[offset] != right[offset] { return false }
                    offset &+= 1
                }
                return true
            }
        }
    }
}
