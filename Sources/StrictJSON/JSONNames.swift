/// The member names of one object, for finding a repeated one.
struct JSONNames {
    // SAFETY: lives only inside a call of `JSONReader.close`, whose caller keeps `bytes` alive; every range was
    // read from these bytes by the same reader.
    let bytes: UnsafePointer<UInt8>
    let nodes: [JSONNode]
    let object: Int
    let count: Int

    /// Up to this many members each pair is compared; beyond, the names are sorted, so that the work stays O(n log n).
    private static let pairwiseLimit = 24

    /// A digest of a name that equal names share: its length and two of its bytes.
    ///
    /// Names with escapes have the tag 0, which says nothing.
    static func tag(_ name: UnsafePointer<UInt8>, count: Int, isEscaped: Bool) -> UInt16 {
        guard !isEscaped, count > 0 else { return 0 }
        let ends = UInt16(name[0]) << 8 ^ UInt16(name[count - 1]) << 3
        return ends ^ UInt16(truncatingIfNeeded: count &* 0x9E5) | 1
    }

    /// The offset of the opening quote of the first name that stood before in this object.
    func firstRepeated() -> Int? {
        count <= Self.pairwiseLimit ? firstRepeatedByPairs() : firstRepeatedBySorting()
    }

    private func firstRepeatedByPairs() -> Int? {
        nodes.withUnsafeBufferPointer { nodes in
            var later = object + 1
            // A bit for each tag so far, folded: a name whose bit is free has no equal before it.
            var seen: UInt64 = 0
            var hasUntagged = false
            for position in 0..<count {
                let tag = nodes[later].tag
                let bit: UInt64 = 1 << UInt64((tag ^ tag >> 7) & 63)
                defer {
                    seen |= bit
                    hasUntagged = hasUntagged || tag == 0
                    // The last name of an object that is still open may have no value yet.
                    if position + 1 < count { later = Int(nodes[later + 1].next) }
                }
                if seen & bit == 0, tag != 0, !hasUntagged { continue }
                var earlier = object + 1
                for _ in 0..<position {
                    let other = nodes[earlier].tag
                    if tag == other || tag == 0 || other == 0,
                        areEqual(nodes[earlier], nodes[later])
                    {
                        return Int(nodes[later].start) - 1
                    }
                    earlier = Int(nodes[earlier + 1].next)
                }
            }
            return nil
        }
    }

    private func firstRepeatedBySorting() -> Int? {
        var names: [Int] = []
        names.reserveCapacity(count)
        var name = object + 1
        for position in 0..<count {
            names.append(name)
            if position + 1 < count { name = Int(nodes[name + 1].next) }
        }
        let texts = names.map { text(of: nodes[$0]) }
        let order = texts.indices.sorted { left, right in
            texts[left].lexicographicallyPrecedes(texts[right])
                || texts[left] == texts[right] && left < right
        }
        var first: Int?
        for (left, right) in zip(order, order.dropFirst()) where texts[left] == texts[right] {
            let offset = Int(nodes[names[right]].start) - 1
            first = min(offset, first ?? offset)
        }
        return first
    }

    private func areEqual(_ left: JSONNode, _ right: JSONNode) -> Bool {
        if left.isEscaped || right.isEscaped { return text(of: left) == text(of: right) }
        let count = left.end - left.start
        guard count == right.end - right.start else { return false }
        for offset in 0..<Int(count)
        where bytes[Int(left.start) + offset] != bytes[Int(right.start) + offset] {
            return false
        }
        return true
    }

    private func text(of node: JSONNode) -> [UInt8] {
        let raw = UnsafeBufferPointer(
            start: bytes + Int(node.start), count: Int(node.end - node.start))
        return node.isEscaped ? JSONString.unescaped(raw) : Array(raw)
    }
}
