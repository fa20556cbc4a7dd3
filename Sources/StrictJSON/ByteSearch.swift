extension Span where Element == UInt8 {
    /// The offset of the next byte of this value, eight bytes at a time.
    /// - Parameters:
    ///   - byte: What is looked for.
    ///   - start: Where the search begins, at most the count.
    /// - Returns: The offset, or nil when there is none.
    package func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        // SAFETY: eight bytes are loaded only where eight are left, single ones only below the count.
        withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let ones: UInt64 = 0x0101_0101_0101_0101
            let pattern = ones &* UInt64(byte)
            var offset = start
            while offset &+ 8 <= buffer.count {
                let word = UnsafeRawPointer(base).loadUnaligned(
                    fromByteOffset: offset, as: UInt64.self)
                let differences = UInt64(littleEndian: word) ^ pattern
                let hits = (differences &- ones) & ~differences & (ones &* 0x80)
                if hits != 0 { return offset &+ hits.trailingZeroBitCount >> 3 }
                offset &+= 8
            }
            while offset < buffer.count {
                if base[offset] == byte { return offset }
                offset &+= 1
            }
            return nil
        }
    }
}
