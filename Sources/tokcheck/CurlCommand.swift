/// A `curl` command as browsers, documentation and histories give it.
enum CurlCommand {
    /// The bearer token in a header of the command; nil when the text is no such command.
    ///
    /// The token is everything in its word behind `Bearer`: what follows it there is not cut off, because an API
    /// would not cut it off either.
    static func token(in text: ArraySlice<UInt8>) -> FoundToken? {
        guard isCurl(text) else { return nil }
        let words = ShellWords.split(isForWindows(text) ? withoutCarets(text) : text)
        var tokens: [[UInt8]] = []
        var previous: [UInt8] = []
        for word in words {
            if previous == Array("--oauth2-bearer".utf8) {
                tokens.append(word)
            } else if let value = header(in: word[...]).dropping("authorization:")?.bearerValue {
                tokens.append(Array(value))
            }
            previous = word
        }
        guard let first = tokens.first else { return nil }
        let isOne = tokens.allSatisfy { $0 == first }
        let note = "the command has \(tokens.count) bearer tokens; the first was taken"
        return FoundToken(bytes: first, form: .curlCommand, notes: isOne ? [] : [note])
    }

    /// Whether the first word is `curl` or `curl.exe`, with or without its folder.
    private static func isCurl(_ text: ArraySlice<UInt8>) -> Bool {
        let word = text.prefix { !$0.isWhiteSpace }
        let separators = Array("/\\".utf8)
        let name = word.split(whereSeparator: separators.contains).last ?? []
        return ["curl", "curl.exe"].contains { name.dropping($0)?.isEmpty == true }
    }

    /// A word without the flag that may stick to a header: `-HNAME: …`, `-sSHNAME: …`, `--header=NAME: …`.
    private static func header(in word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if let value = word.dropping("--header=") { return value }
        guard word.first == UInt8(ascii: "-"), let flag = word.firstIndex(of: UInt8(ascii: "H"))
        else { return word }
        return word[(flag + 1)...].trimmed
    }

    /// Whether the command is quoted for Windows' command prompt, as browsers offer it.
    private static func isForWindows(_ text: ArraySlice<UInt8>) -> Bool {
        zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: "^") && $1 == UInt8(ascii: "\"") }
    }

    /// The text without the carets that escape the next character there.
    private static func withoutCarets(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var result: [UInt8] = []
        var rest = text.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "^") else {
                result.append(byte)
                continue
            }
            if let next = rest.next() { result.append(next) }
        }
        return result[...]
    }
}

/// The words of a command line, quotes and backslashes resolved as a POSIX shell does (IEEE 1003.1 §2.2).
///
/// Nothing is expanded or run. A quote that is not closed reaches to the end.
enum ShellWords {
    private enum Quote {
        case none, single, double
        /// `$'…'`, in which a backslash keeps the next character from ending it.
        case dollar
    }

    /// Splits a text into its words.
    static func split(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8]?
        var quote = Quote.none
        var rest = text
        while let byte = rest.popFirst() {
            switch (quote, byte) {
            case (.none, UInt8(ascii: "'")):
                let isDollar = word?.last == UInt8(ascii: "$")
                if isDollar { _ = word?.popLast() }
                quote = isDollar ? .dollar : .single
                word = word ?? []
            case (.none, UInt8(ascii: "\"")):
                quote = .double
                word = word ?? []
            case (.single, UInt8(ascii: "'")), (.dollar, UInt8(ascii: "'")),
                (.double, UInt8(ascii: "\"")):
                quote = .none
            case (.none, UInt8(ascii: "\\")), (.double, UInt8(ascii: "\\")),
                (.dollar, UInt8(ascii: "\\")):
                guard !skipLineEnd(&rest) else { break }
                if quote == .double, let next = rest.first, !Array("\"\\$`".utf8).contains(next) {
                    word = word ?? []
                    word?.append(byte)
                } else if let next = rest.popFirst() {
                    word = word ?? []
                    word?.append(next)
                }
            case (.none, _) where byte.isWhiteSpace:
                if let word { words.append(word) }
                word = nil
            default: word?.append(byte) ?? { word = [byte] }()
            }
        }
        if let word { words.append(word) }
        return words
    }

    /// Drops an end of line behind a backslash, which joins two lines.
    private static func skipLineEnd(_ rest: inout ArraySlice<UInt8>) -> Bool {
        if rest.starts(with: "\r\n".utf8) {
            rest = rest.dropFirst(2)
        } else if rest.first == 0x0A {
            rest = rest.dropFirst()
        } else {
            return false
        }
        return true
    }
}
