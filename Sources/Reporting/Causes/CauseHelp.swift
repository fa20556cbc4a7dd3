public import TokenCheck

/// What `help CODE` says of a cause: what it means, how it is recognised, what to do, an example.
public struct CauseHelp: Sendable {
    /// The words for one cause.
    struct Entry: Sendable {
        let meaning: String
        let recognised: String
        let remedy: String
        let example: String

        init(_ meaning: String, _ recognised: String, do remedy: String, _ example: String) {
            self.meaning = meaning
            self.recognised = recognised
            self.remedy = remedy
            self.example = example
        }
    }

    private let code: CauseCode

    /// Explains a cause.
    public init(_ code: CauseCode) { self.code = code }

    /// What the cause is, in one sentence.
    public var meaning: String { Self.entry(code).meaning }

    /// A page of text.
    public func text(style: TextStyle) -> String {
        let entry = Self.entry(code)
        return [
            style.paint(code.name, .bold),
            style.folded(entry.meaning, firstIndent: "  ", indent: "  "),
            "",
            style.folded(entry.recognised, firstIndent: "Recognised by: ", indent: "  "),
            style.folded(entry.remedy, firstIndent: "Do: ", indent: "  "),
            style.folded(entry.example, firstIndent: "Example: ", indent: "  "),
        ].joined(separator: "\n") + "\n"
    }

    static func entry(_ code: CauseCode) -> Entry {
        table[code] ?? Entry(code.name, "", do: "", "")
    }

    /// The causes that have words.
    static var codes: [CauseCode] { Array(table.keys) }

    private static let table: [CauseCode: Entry] =
        token
        .merging(audience) { first, _ in first }
        .merging(permissions) { first, _ in first }
        .merging(answers) { first, _ in first }
}
