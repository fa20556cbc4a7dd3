/// How text is shown: with which colours, characters and width.
public struct TextStyle: Sendable {
    /// The few colours; none carries a meaning that the words do not.
    public enum Colour: String, Sendable {
        /// Good.
        case green = "32"
        /// Bad.
        case red = "31"
        /// Open, or worth a look.
        case yellow = "33"
        /// The main thing.
        case bold = "1"
        /// The lesser thing.
        case dim = "2"
    }

    /// Whether colours are used.
    public let usesColour: Bool
    /// Whether characters beyond ASCII are used.
    public let usesUnicode: Bool
    /// How many columns there are; lines are folded where words allow.
    public let columns: Int
    /// Whether the text goes to a terminal.
    public let isTerminal: Bool

    /// Describes how text is shown.
    public init(usesColour: Bool, usesUnicode: Bool, columns: Int, isTerminal: Bool) {
        self.usesColour = usesColour
        self.usesUnicode = usesUnicode
        self.columns = max(40, min(columns, 80))
        self.isTerminal = isTerminal
    }

    /// Without colour, in ASCII, 80 columns.
    public static let plain = TextStyle(
        usesColour: false, usesUnicode: false, columns: 80, isTerminal: false)

    /// Text in a colour, if colours are used.
    public func paint(_ text: String, _ colour: Colour) -> String {
        usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The sign of a satisfied check.
    public var yes: String { paint(usesUnicode ? "✔" : "+", .green) }
    /// The sign of a violated check.
    public var no: String { paint(usesUnicode ? "✘" : "x", .red) }
    /// The sign of a check that could not be made.
    public var open: String { paint("?", .yellow) }
    /// The sign of a warning.
    public var warning: String { paint("!", .yellow) }

    /// Characters that an ASCII terminal lacks, replaced.
    public func spelled(_ text: String) -> String {
        guard !usesUnicode else { return text }
        return String(
            text.map { character -> String in
                switch character {
                case "…": "..."
                case "‹", "›": "'"
                case "–", "—": "-"
                case "·": "-"
                case "→": "->"
                case "≥": ">="
                case "≤": "<="
                default: character.isASCII ? String(character) : "?"
                }
            }.joined())
    }

    /// Words folded into lines of at most ``columns``, each line after the first behind the indentation.
    ///
    /// A word that is longer than a line stands on its own.
    public func folded(_ text: String, firstIndent: String, indent: String) -> String {
        var lines: [String] = []
        var line = firstIndent
        var isBlank = true
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if !isBlank, !word.isCommand, line.count + 1 + word.count > columns {
                lines.append(line)
                line = indent
                isBlank = true
            }
            line += (isBlank ? "" : " ") + word
            isBlank = false
        }
        lines.append(line)
        return lines.joined(separator: "\n")
    }
}
