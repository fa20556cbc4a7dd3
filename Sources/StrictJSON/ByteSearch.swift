extension Span where Element == UInt8 {
    /// The offset of the next byte of this value, eight bytes at a time.
    /// - Parameters:
    ///   - byte: What is looked for.
    ///   - start: Where the search begins, at most the count.
    /// - Returns: The offset, or nil when there is none.
    package func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        // SAFETY: eight bytes are loaded only where eight (or, together, 32) are left, single ones only below the count.
        withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let ones: UInt64 = 0x0101_0101_0101_0101
            let pattern = ones &* UInt64(byte)
            let source = UnsafeRawPointer(base)
            var offset = start
            // Four words at a glance. A byte of 0x81 and more may look like a hit; the words are then looked at singly.
            while offset &+ 32 <= buffer.count {
                let a = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ pattern
                let b = source.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self) ^ pattern
                let c =
                    source.loadUnaligned(fromByteOffset: offset &+ 16, as: UInt64.self) ^ pattern
                let d =
                    source.loadUnaligned(fromByteOffset: offset &+ 24, as: UInt64.self) ^ pattern
                let signs = (a &- ones) | (b &- ones) | (c &- ones) | (d &- ones)
                if signs & (ones &* 0x80) != 0 { break }
                offset &+= 32
            }
            while offset &+ 8 <= buffer.count {
                let word = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
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
