internal import StrictJSON

/// A sentence as Markdown that means nothing but its words.
///
/// What is in quotes, and every word with a character that some renderer gives a meaning, stands in a code span, where no
/// link, mention, formula or HTML begins. A backtick or a bar would end the span or the table's cell, and is written
/// out like a control character.
struct MarkdownText {
    /// The sentence, fit for a paragraph and for a table's cell.
    let escaped: String

    init(_ sentence: String) {
        escaped = Self.pieces(of: sentence).map(Self.word).joined(separator: " ")
    }

    /// A word as it is, or in a code span between the punctuation around it.
    private static func word(_ text: String) -> String {
        guard !isPlain(text) else { return text }
        let front = text.prefix { $0 == "(" }
        var core = text.dropFirst(front.count)
        while let last = core.last, ",.;:)".contains(last) { core = core.dropLast() }
        guard !core.isEmpty else { return text }
        return front + "`" + code(String(core)) + "`" + text[core.endIndex...]
    }

    /// A text in one code span.
    static func code(of text: String) -> String { text.isEmpty ? "" : "`" + code(text) + "`" }

    /// The words; a value in quotes, with what sticks to it, is one.
    private static func pieces(of sentence: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var isQuoted = false
        var isEscaped = false
        for scalar in sentence.unicodeScalars {
            if scalar == " ", !isQuoted {
                pieces.append(piece)
                piece = ""
                continue
            }
            if scalar == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = scalar == "\\" && !isEscaped
            piece.unicodeScalars.append(scalar)
        }
        return pieces + [piece]
    }

    /// Whether no renderer sees more in a word than its letters.
    private static func isPlain(_ word: String) -> Bool {
        let isInert = word.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", ",", ";", ":", "?", "'", "(", ")", "/", "-",
                "…":
                true
            default: false
            }
        }
        let lower = word.lowercased()
        // Addresses and :names: are more than words to some; a colon behind a word is none of these.
        return isInert && !lower.contains("www.") && !lower.dropLast().contains(":")
    }

    private static func code(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result +=
                scalar.isHazardous || scalar == "`" || scalar == "|"
                ? Escaping.written(scalar)
                : String(scalar)
        }
        return result
    }
}
