/// The kinds of JSON value (RFC 8259 §3).
public enum JSONKind: UInt8, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case boolean
    /// A number, kept as its text.
    case number
    /// A string.
    case string
    /// An array.
    case array
    /// An object.
    case object
}

/// One value of a document: a range of its bytes and the way past it.
///
/// An object is followed by its members as pairs of nodes, a name (a string) and a value.
@usableFromInline package struct JSONNode: Sendable {
    /// The first byte; of a string the first one after the quote.
    package var start: UInt32
    /// The byte after the last; of a string the closing quote.
    package var end: UInt32
    /// The index of the node after this value and everything in it.
    package var next: UInt32
    /// Length and outer bytes of a name, so that most pairs of names differ at a glance; for values 0.
    var tag: UInt16
    package var kind: JSONKind
    /// Whether a string holds escapes.
    package var isEscaped: Bool

    init(kind: JSONKind, start: Int) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        end = 0
        next = 0
        tag = 0
        isEscaped = false
    }
}
