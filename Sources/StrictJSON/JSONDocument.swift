/// A strict JSON text (RFC 8259, RFC 7493) with its values as ranges of the bytes.
///
/// Refused are a byte order mark, invalid or overlong UTF-8, halves of surrogate pairs, raw control characters,
/// anything behind the value, too much nesting and, unless they are only to be recorded, repeated names.
/// Reading takes one pass; nothing is converted before it is asked for.
public struct JSONDocument: Sendable {
    /// What was read: one object, so that handing a document on costs one reference.
    @usableFromInline package final class Contents: Sendable {
        @usableFromInline package let bytes: [UInt8]
        @usableFromInline package let nodes: [JSONNode]
        let firstRepeatedName: Int?

        init(_ bytes: [UInt8], _ nodes: [JSONNode], _ firstRepeatedName: Int?) {
            self.bytes = bytes
            self.nodes = nodes
            self.firstRepeatedName = firstRepeatedName
        }
    }

    @usableFromInline package let contents: Contents

    @inlinable package var bytes: [UInt8] { contents.bytes }
    @inlinable package var nodes: [JSONNode] { contents.nodes }

    /// The offset of the opening quote of the first name that its object had already, if names were only recorded.
    public var firstRepeatedName: Int? { contents.firstRepeatedName }

    /// Reads a copy of the bytes.
    /// - Parameters:
    ///   - bytes: The text in UTF-8.
    ///   - limits: The bounds within which it is read.
    /// - Throws: ``JSONDefect`` with the offset at which no strict reader could go on.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONDefect) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONDefect(.tooLarge, at: limits.maximumBytes)
        }
        try self.init(taking: [UInt8](copying: bytes), limits: limits)
    }

    /// Reads bytes that become the document's own, without a copy.
    /// - Parameters:
    ///   - bytes: The text in UTF-8.
    ///   - limits: The bounds within which it is read.
    /// - Throws: ``JSONDefect`` with the offset at which no strict reader could go on.
    public init(taking bytes: consuming [UInt8], limits: JSONLimits = JSONLimits())
        throws(JSONDefect)
    {
        // SAFETY: the buffer is the array's own and outlives the reader, which does not leave the closure. An empty
        // array may have no address; the reader then gets one that it never loads from, since the count is 0.
        let outcome: Result<([JSONNode], Int?), JSONDefect> = bytes.withUnsafeBufferPointer {
            buffer in
            let none: StaticString = ""
            var reader = JSONReader(
                bytes: buffer.baseAddress ?? none.utf8Start, count: buffer.count, limits: limits)
            do throws(JSONDefect) {
                try reader.read()
                return .success((reader.nodes, reader.firstRepeatedName))
            } catch {
                return .failure(error)
            }
        }
        let (nodes, firstRepeatedName) = try outcome.get()
        contents = Contents(bytes, nodes, firstRepeatedName)
    }

    /// The whole value.
    public var root: JSONValue { JSONValue(document: self, index: 0) }
}

// Access by node index, for readers that must not keep a copy of the document with each value.
extension JSONDocument {
    /// The bytes of a value as they stand; of a string what is between the quotes.
    package func raw(_ index: Int) -> ArraySlice<UInt8> {
        bytes[Int(nodes[index].start)..<Int(nodes[index].end)]
    }

    /// Whether a string, its escapes resolved, is exactly these bytes.
    package func string(_ index: Int, equals text: [UInt8]) -> Bool {
        string(index, equals: text[...])
    }

    /// Whether a string, its escapes resolved, is exactly these bytes.
    package func string(_ index: Int, equals text: ArraySlice<UInt8>) -> Bool {
        let node = nodes[index]
        guard !node.isEscaped else { return JSONString.unescaped(raw(index))[...] == text }
        guard Int(node.end &- node.start) == text.count else { return false }
        return bytes.span.extracting(Int(node.start)..<Int(node.end)).isSame(as: text.span)
    }

    /// The text of a string, its escapes resolved.
    package func string(_ index: Int) -> String {
        String(decoding: utf8(index), as: UTF8.self)
    }

    /// The bytes of a string, its escapes resolved; without escapes no copy is made.
    package func text(_ index: Int) -> ArraySlice<UInt8> {
        nodes[index].isEscaped ? JSONString.unescaped(raw(index))[...] : raw(index)
    }

    /// The bytes of a string, its escapes resolved.
    package func utf8(_ index: Int) -> [UInt8] {
        nodes[index].isEscaped ? JSONString.unescaped(raw(index)) : Array(raw(index))
    }

    /// The first child of a container, or nil when it is empty.
    package func firstChild(of index: Int) -> Int? {
        Int(nodes[index].next) > index + 1 ? index + 1 : nil
    }

    /// The number of elements of an array.
    package func elementCount(of index: Int) -> Int {
        var count = 0
        var child = index + 1
        while child < Int(nodes[index].next) {
            count += 1
            child = Int(nodes[child].next)
        }
        return count
    }

    /// Calls the body with each element of an array until it answers false.
    @inline(__always)
    package func forEachElement(of index: Int, while body: (Int) -> Bool) {
        var child = index + 1
        let end = Int(nodes[index].next)
        while child < end, body(child) { child = Int(nodes[child].next) }
    }
}
