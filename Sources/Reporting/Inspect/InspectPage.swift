internal import StrictJSON

/// Lines of an inspect report as they are written.
struct InspectPage {
    let style: TextStyle
    private var lines: [String] = []

    init(style: TextStyle) { self.style = style }

    /// The lines, without a line break at the end.
    var text: String { lines.joined(separator: "\n") }

    mutating func line(_ text: String) { lines.append(text) }

    mutating func blank() { lines.append("") }

    mutating func title(_ text: String) {
        append(wrapped(text, first: "", rest: ""), colour: .bold)
    }

    mutating func heading(_ text: String) {
        blank()
        append([text], colour: .bold)
    }

    /// A label and its words, folded behind the label.
    mutating func row(_ label: String, _ words: String, colour: TextStyle.Colour? = nil) {
        let indent = label.isEmpty ? 2 : 12
        let first = "  " + label + Self.blanks(indent - 2 - label.count)
        append(wrapped(words, first: first, rest: Self.blanks(indent)), colour: colour)
    }

    /// A claim with words in the place of its value.
    mutating func claim(_ name: String, value: String, meaning: String) {
        place(style.spelled(value), behind: title(of: name))
        explain(meaning)
    }

    /// A claim with its value; the elements of an array stand one on a line.
    mutating func claim(_ name: String, value: JSONValue, meaning: String) {
        let title = title(of: name)
        guard value.kind == .array else {
            place(shown(value), behind: title)
            explain(meaning)
            return
        }
        let elements = value.elements
        append([title + "  " + Phrase.count(elements.count, "element")])
        for element in elements.prefix(Self.mostElements) {
            append(wrapped(shown(element), first: Self.blanks(6), rest: Self.blanks(8)))
        }
        if elements.count > Self.mostElements {
            append([Self.blanks(6) + "and \(elements.count - Self.mostElements) more"])
        }
        explain(meaning)
    }

    /// The most elements of an array that are shown: somewhat more than the 200 groups that fit into a token.
    private static let mostElements = 250

    /// The most characters of a claim's name that are shown; the longest documented one has 26.
    private static let mostOfName = 60

    private func title(of name: String) -> String {
        let isPlain =
            !name.isEmpty && name.count <= Self.mostOfName
            && name.unicodeScalars.allSatisfy {
                $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "_.-#:/".unicodeScalars.contains($0)
            }
        let text = isPlain ? name : Escaping.quoted(name, limit: Self.mostOfName)
        return "  " + asciiIfNeeded(text)
    }

    private mutating func place(_ value: String, behind title: String) {
        if title.count + 2 + value.count <= style.columns {
            append([title + "  " + value])
        } else {
            append([title])
            // An issuer of version 2.0 has 77 characters with its quotes: it still fits if the indentation gives way.
            let longest = value.split(separator: " ").map(\.count).max() ?? 0
            let indent = longest > style.columns - 3 ? 6 : min(6, style.columns - longest)
            append(
                wrapped(value, first: Self.blanks(indent), rest: Self.blanks(indent + 2)))
        }
    }

    private mutating func explain(_ meaning: String) {
        append(wrapped(meaning, first: Self.blanks(6), rest: Self.blanks(6)), colour: .dim)
    }

    private mutating func append(_ added: [String], colour: TextStyle.Colour? = nil) {
        lines += colour.map { colour in added.map { style.paint($0, colour) } } ?? added
    }

    /// A value as one line: strings in quotes, numbers as they stand, objects as JSON.
    private func shown(_ value: JSONValue) -> String {
        switch value.kind {
        case .string: asciiIfNeeded(Escaping.quoted(value.string ?? ""))
        case .null, .boolean, .number: cut(value.text)
        case .array, .object:
            cut(asciiIfNeeded(JSONWriter.text(.copy(value), layout: .line)))
        }
    }

    /// JSON and numbers of any length, cut as ``Escaping/quoted(_:limit:)`` cuts strings.
    private func cut(_ text: String) -> String {
        let limit = 200
        guard text.unicodeScalars.count > limit else { return text }
        let start = String(text.unicodeScalars.prefix(limit))
        return style.spelled("\(start)… (\(text.unicodeScalars.count) characters)")
    }

    /// Escapes in place of what an ASCII terminal lacks: a value must not lose letters.
    private func asciiIfNeeded(_ text: String) -> String {
        guard !style.usesUnicode else { return text }
        return text.unicodeScalars.map { scalar in
            if scalar.isASCII { return String(scalar) }
            return scalar == "…"
                ? "..." : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }.joined()
    }

    /// Text folded at single blanks, all of which are kept but those at the folds.
    private func wrapped(_ text: String, first: String, rest: String) -> [String] {
        var lines: [String] = []
        var line = first
        var isFresh = true
        for word in style.spelled(text).split(separator: " ", omittingEmptySubsequences: false) {
            if !isFresh, line.count + 1 + word.count > style.columns {
                lines.append(line)
                line = rest
                isFresh = true
            }
            line += isFresh ? word : " " + word
            isFresh = false
        }
        return lines + [line]
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }
}
