/// One value of a ``JSONDocument``.
public struct JSONValue: Sendable {
    let document: JSONDocument
    package let index: Int

    package init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    private var node: JSONNode { document.nodes[index] }

    /// What kind of value this is.
    public var kind: JSONKind { node.kind }

    /// The offset in bytes of the value's first byte.
    public var offset: Int { Int(node.start) - (node.kind == .string ? 1 : 0) }

    /// The text of a string, its escapes resolved; nil for other kinds.
    public var string: String? { kind == .string ? document.string(index) : nil }

    /// The bytes of a string, its escapes resolved; nil for other kinds.
    package var utf8: [UInt8]? { kind == .string ? document.utf8(index) : nil }

    /// A number as its exact text; nil for other kinds.
    public var number: JSONNumber? {
        kind == .number ? JSONNumber(validated: Array(document.raw(index))) : nil
    }

    /// `true` or `false`; nil for other kinds.
    public var boolean: Bool? {
        kind == .boolean ? document.bytes[Int(node.start)] == UInt8(ascii: "t") : nil
    }

    /// The elements of an array, in order; empty for other kinds.
    public var elements: [JSONValue] {
        guard kind == .array else { return [] }
        var elements: [JSONValue] = []
        document.forEachElement(of: index) {
            elements.append(JSONValue(document: document, index: $0))
            return true
        }
        return elements
    }

    /// The members of an object, in order, repeated names included; empty for other kinds.
    public var members: [(name: String, value: JSONValue)] {
        guard kind == .object else { return [] }
        var members: [(name: String, value: JSONValue)] = []
        var name = index + 1
        while name < Int(node.next) {
            let value = JSONValue(document: document, index: name + 1)
            members.append((document.string(name), value))
            name = Int(document.nodes[name + 1].next)
        }
        return members
    }

    /// The value of the first member with this name; nil when there is none, or for other kinds.
    public subscript(name: String) -> JSONValue? {
        guard kind == .object else { return nil }
        let text = Array(name.utf8)
        var child = index + 1
        while child < Int(node.next) {
            if document.string(child, equals: text) {
                return JSONValue(document: document, index: child + 1)
            }
            child = Int(document.nodes[child + 1].next)
        }
        return nil
    }

    /// The value's own text, byte for byte as it stands in the document.
    public var text: String {
        let quote = kind == .string ? 1 : 0
        return String(
            decoding: document.bytes[Int(node.start) - quote..<Int(node.end) + quote],
            as: UTF8.self)
    }
}
