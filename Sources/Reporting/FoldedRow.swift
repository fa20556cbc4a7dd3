/// A line broken at blanks so that it fits, all lines but the first behind an indentation.
///
/// Colour sequences take no room; text in the first columns, up to the indentation, stays as it is.
struct FoldedRow {
    let text: String

    /// A label such as `expected` is not parted from the value behind it.
    private static let labelWidth = 8

    init(_ row: String, indent: String, columns: Int) {
        guard Self.width(row) > columns else {
            text = row
            return
        }
        var lines: [String] = []
        var line = ""
        var isFirstWord = true
        for word in row.split(separator: " ", omittingEmptySubsequences: false) {
            if !isFirstWord, !word.isCommand, Self.width(line) + 1 + Self.width(word) > columns,
                Self.width(line) > indent.count + Self.labelWidth
            {
                lines.append(line)
                line = indent + word
            } else {
                line += (isFirstWord ? "" : " ") + word
            }
            isFirstWord = false
        }
        text = (lines + [line]).joined(separator: "\n")
    }

    /// How many columns a text takes, escape sequences apart.
    private static func width(_ text: some StringProtocol) -> Int {
        var width = 0
        var isInSequence = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" {
                isInSequence = true
            } else if isInSequence {
                isInSequence = scalar != "m"
            } else {
                width += 1
            }
        }
        return width
    }
}

extension StringProtocol {
    /// Whether a pipeline would obey a line of its log that begins so.
    var isCommand: Bool { hasPrefix("::") }
}
