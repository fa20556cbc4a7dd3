public import StrictJSON

/// What a hunting query found.
public struct HuntingAnswer: Sendable {
    /// One column.
    public struct Column: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// The type of its values in the API's word, such as `DateTime`.
        public let type: String?
    }

    /// The columns, in order.
    public let columns: [Column]
    /// The rows.
    public let rows: HuntingRows
    /// What the query cost, where the API tells.
    public let statistics: JSONDocument?

    /// Reads an answer.
    /// - Throws: ``DefenderFault/malformed(_:)`` or ``DefenderFault/shape(_:)``.
    init(_ body: [UInt8]) throws(DefenderFault) {
        let frame: AnswerFrame
        do throws(JSONDefect) {
            frame = try AnswerFrame(body, list: ["Results", "results"])
        } catch {
            throw .malformed(error)
        }
        guard frame.elements != nil else { throw .shape("results") }
        rows = HuntingRows(frame)
        statistics = frame.member("Stats", "stats")
        let schema = frame.member("Schema", "schema")?.root.elements ?? []
        let told = schema.compactMap { column in
            (column["Name"] ?? column["name"])?.string.map { name in
                Column(name: name, type: (column["Type"] ?? column["type"])?.string)
            }
        }
        // Without a schema the first row names the columns.
        columns =
            told.isEmpty
            ? rows.first { _ in true }?.document.root.members.map {
                Column(name: $0.name, type: nil)
            } ?? []
            : told
    }
}

/// The rows of an answer, each read when it is looked at: memory is that of the answer's bytes.
public struct HuntingRows: Sendable, Sequence {
    private let frame: AnswerFrame

    init(_ frame: AnswerFrame) { self.frame = frame }

    /// How many there are.
    public var count: Int { frame.elements?.count ?? 0 }
    /// Begins with the first.
    public func makeIterator() -> Iterator { Iterator(frame: frame) }

    /// Goes through the rows.
    public struct Iterator: IteratorProtocol {
        fileprivate let frame: AnswerFrame
        private var position = 0

        fileprivate init(frame: AnswerFrame) { self.frame = frame }

        /// The next row.
        public mutating func next() -> HuntingRow? {
            guard let document = frame.element(position) else { return nil }
            position += 1
            return HuntingRow(document: document)
        }
    }
}

/// One row.
public struct HuntingRow: Sendable {
    /// The row as it came: an object.
    public let document: JSONDocument

    /// A cell by the name of its column; nil when the row leaves it out.
    public subscript(column: String) -> JSONValue? { document.root[column] }
}
