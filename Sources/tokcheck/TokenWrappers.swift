internal import StrictJSON

/// Takes a token out of the forms in which people copy it.
///
/// Nothing is repaired: white space inside the token stays. What has no known form is taken for the token itself, and
/// the checks say what it is instead.
enum TokenWrappers {
    /// Whether a token that was broken over several lines is put together again.
    enum LineJoining {
        /// Never: a check that forgives it accepts what others refuse.
        case never
        /// Always, and said.
        case always
    }

    /// Finds the token.
    static func unwrap(_ input: [UInt8], joiningLines: LineJoining) -> FoundToken {
        var found = unwrap(trimmed(input[...]))
        if joiningLines == .always, found.bytes.contains(where: isWhiteSpace),
            found.bytes.starts(with: "eyJ".utf8)
        {
            found.bytes.removeAll(where: isWhiteSpace)
            found.notes.append("the token was broken over lines; they were joined to read it")
        }
        return found
    }

    private static func unwrap(_ text: ArraySlice<UInt8>) -> FoundToken {
        if let json = jsonToken(text) { return json }
        if let curl = curlToken(text) {
            return FoundToken(bytes: curl, form: .curlCommand, notes: [])
        }
        var rest = text
        var form = InputForm.plain
        if let inner = unquoted(rest) {
            rest = trimmed(inner)
            form = .quoted
        }
        if let value = dropping("authorization:", from: rest) {
            rest = value
            form = .headerLine
        }
        if let value = dropping("bearer ", from: rest) ?? dropping("bearer\t", from: rest) {
            rest = value
            if form != .headerLine { form = .bearer }
        }
        if let inner = unquoted(rest) { rest = trimmed(inner) }
        return FoundToken(bytes: Array(rest), form: form, notes: [])
    }

    // MARK: JSON

    private static let members: [(name: String, form: InputForm)] = [
        ("access_token", .tokenResponse), ("accessToken", .azureCLI), ("Token", .azurePowerShell),
        ("token", .azurePowerShell),
    ]

    private static func jsonToken(_ text: ArraySlice<UInt8>) -> FoundToken? {
        guard text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "["),
            let root = try? JSONDocument(taking: Array(text)).root
        else { return nil }
        let object = root.kind == .array && root.elements.count == 1 ? root.elements[0] : root
        let held = members.filter { object[$0.name]?.kind == .string }
        guard let taken = held.first, let token = object[taken.name]?.string else { return nil }
        let others = object.members.filter { member in
            member.name != taken.name && member.value.string.map(looksLikeToken) == true
        }
        let notes = others.map {
            "the JSON also holds \($0.name.debugDescription); \(taken.name) was taken"
        }
        return FoundToken(
            bytes: Array(trimmed(Array(token.utf8)[...])), form: taken.form, notes: notes)
    }

    private static func looksLikeToken(_ text: String) -> Bool {
        text.hasPrefix("eyJ") || text.hasPrefix("0.A") || text.hasPrefix("1.A")
    }

    // MARK: curl

    /// The bearer token of a copied command: what follows `Bearer ` in a quoted header.
    private static func curlToken(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard dropping("curl ", from: text) != nil else { return nil }
        var start = text.startIndex
        while start < text.endIndex {
            if let value = dropping("authorization:", from: text[start...]),
                let token = dropping("bearer ", from: value)
            {
                let isEnd: (UInt8) -> Bool = {
                    $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") || isWhiteSpace($0)
                }
                return Array(token.prefix { !isEnd($0) })
            }
            start += 1
        }
        return nil
    }

    // MARK: bytes

    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: isWhiteSpace)
        while let last = text.last, isWhiteSpace(last) { text = text.dropLast() }
        return text
    }

    /// What stands between two equal quotes.
    private static func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard text.count >= 2, let first = text.first, first == text.last,
            first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") || first == UInt8(ascii: "`")
        else { return nil }
        return text.dropFirst().dropLast()
    }

    /// What follows a word in any letter case, without the white space between.
    private static func dropping(_ word: String, from text: ArraySlice<UInt8>) -> ArraySlice<UInt8>?
    {
        let prefix = text.prefix(word.utf8.count)
        guard prefix.count == word.utf8.count,
            prefix.elementsEqual(
                word.utf8,
                by: { byte, expected in
                    byte == expected
                        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                            && byte | 0x20 == expected
                })
        else { return nil }
        return text.dropFirst(word.utf8.count).drop(while: isWhiteSpace)
    }
}
