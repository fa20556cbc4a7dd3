extension JSONDocument {
    /// The value at a JSON pointer (RFC 6901), and the name it stands under, by node.
    /// - Parameter pointer: The way from the root, such as `/operations/a.b/application`.
    /// - Returns: The nodes; nil when there is no such value.
    package func member(at pointer: String) -> (value: Int, name: Int?)? {
        var found: (value: Int, name: Int?) = (0, nil)
        let steps = pointer.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for step in steps.dropFirst() {
            guard let next = child(of: found.value, named: Self.unescaped(step)) else { return nil }
            found = next
        }
        return found
    }

    /// A step's own text: `~1` stands for a slash, `~0` for a tilde.
    private static func unescaped(_ step: Substring.UTF8View) -> [UInt8] {
        var text: [UInt8] = []
        var followsTilde = false
        for byte in step {
            if followsTilde {
                text[text.count - 1] =
                    byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~")
            } else {
                text.append(byte)
            }
            followsTilde = !followsTilde && byte == UInt8(ascii: "~")
        }
        return text
    }

    private func child(of parent: Int, named name: [UInt8]) -> (value: Int, name: Int?)? {
        let end = Int(nodes[parent].next)
        var node = parent + 1
        switch nodes[parent].kind {
        case .object:
            while node < end {
                if string(node, equals: name) { return (node + 1, node) }
                node = Int(nodes[node + 1].next)
            }
        case .array:
            var index = 0
            while node < end {
                if name.elementsEqual(String(index).utf8) { return (node, nil) }
                index += 1
                node = Int(nodes[node].next)
            }
        case .null, .boolean, .number, .string: break
        }
        return nil
    }
}
