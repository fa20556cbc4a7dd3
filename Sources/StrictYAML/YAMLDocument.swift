public import StrictJSON

/// A YAML text of the part of YAML 1.2 that JSON can express, as a JSON document with the place of every value.
///
/// Refused are anchors, aliases, tags, merge keys, directives, further documents, keys that are not plain or quoted
/// text, repeated keys, plain numbers that JSON cannot write, control characters, every encoding but UTF-8 without a
/// byte order mark, and too much nesting, which is checked at each step: reading takes time in proportion to the text.
public struct YAMLDocument: Sendable {
    /// The same values as JSON; its byte offsets are not those of the YAML text.
    public let json: JSONDocument
    private let places: [TextPlace]

    /// Reads a text.
    /// - Parameters:
    ///   - bytes: The text in UTF-8.
    ///   - limits: The bounds within which it is read.
    /// - Throws: ``YAMLDefect`` with the line and column at which no strict reader could go on.
    public init(parsing bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLDefect) {
        guard bytes.count <= limits.maximumBytes else {
            throw YAMLDefect(.tooLarge, at: TextPlace(of: limits.maximumBytes, in: bytes))
        }
        try YAMLCharacters.check(bytes)
        // SAFETY: the buffer is the array's own; the events that read from it do not leave the closure.
        let outcome: Result<YAMLReader, YAMLDefect> = bytes.withUnsafeBufferPointer { buffer in
            do throws(YAMLDefect) {
                return .success(try Self.read(buffer, limits: limits))
            } catch {
                return .failure(error)
            }
        }
        let reader = try outcome.get()
        places = reader.places
        do throws(JSONDefect) {
            json = try JSONDocument(
                taking: reader.json,
                limits: JSONLimits(maximumBytes: .max, maximumDepth: limits.maximumDepth))
        } catch {
            // The reader writes JSON only; should it ever not, the text is refused.
            throw YAMLDefect(
                .syntax, at: TextPlace(line: 1, column: 1), explanation: error.description)
        }
    }

    private static func read(_ buffer: UnsafeBufferPointer<UInt8>, limits: YAMLLimits)
        throws(YAMLDefect) -> YAMLReader
    {
        var events = try YAMLEvents(buffer)
        var reader = YAMLReader(limits: limits)
        while true {
            let (event, place) = try events.next()
            if try reader.take(event, at: place) { return reader }
        }
    }

    /// Where a value stands in the YAML text.
    /// - Parameter value: A value of ``json``.
    /// - Returns: The line and column of its first character.
    public func place(of value: JSONValue) -> TextPlace { place(ofNode: value.index) }

    /// Where a value or a name stands, by its node.
    package func place(ofNode node: Int) -> TextPlace {
        places.indices.contains(node) ? places[node] : TextPlace(line: 1, column: 1)
    }
}
