internal import Reporting

/// Takes tokens out of texts that quote the command line.
enum Redaction {
    /// A message of the argument parser, which quotes arguments that nobody has looked at.
    ///
    /// Here whatever has the shape of a token goes, short parts included: two dots between base64url characters, or
    /// more than 40 of these in a row.
    static func redacted(parserMessage text: String) -> String {
        replacing(in: text) { run in
            let parts = run.split(separator: ".", omittingEmptySubsequences: false)
            return parts.contains { $0.count > 40 }
                || parts.count >= 3 && !parts[0].isEmpty && !parts[1].isEmpty
        }
    }

    /// A message of the argument parser with the arguments that it quotes as they may be shown.
    ///
    /// A secret that was given as an argument by mistake may look like anything, but for the name of a flag.
    /// - Parameters:
    ///   - arguments: The command line.
    ///   - text: The message.
    ///   - isHiding: Whether the command takes secrets, so that no argument is shown.
    /// - Returns: The message.
    static func quoting(_ arguments: [String], in text: String, hiding isHiding: Bool) -> String {
        var words = Set(arguments)
        for argument in arguments where argument.hasPrefix("-") {
            if let equals = argument.firstIndex(of: "=") {
                words.insert(String(argument[argument.index(after: equals)...]))
            }
        }
        let isFlag = #/--?[a-z][a-z0-9\-]*/#
        return words.filter { $0.wholeMatch(of: isFlag) == nil }
            // One may hold another.
            .sorted { $0.count > $1.count }
            .reduce(text) { text, word in
                let shown =
                    isHiding
                    ? "‹hidden›" : "'" + Escaping.plain(redacted(parserMessage: word)) + "'"
                return text.replacing("'\(word)'", with: shown)
            }
    }

    /// The text with a sign in the place of everything that could be a token or a secret.
    ///
    /// That is a run of base64url characters and dots that holds two dots between such characters, or more than 40
    /// base64url characters without a dot; and a long run, slashes included, that begins as tickets and refresh
    /// tokens do. Paths and addresses, whose parts are short, stay readable.
    static func redacted(_ text: String) -> String {
        replacing(in: text) { run in
            if run.count > 40, ["Ew", "M.", "0.A", "1.A"].contains(where: { run.starts(with: $0) })
            {
                return true
            }
            return run.split(whereSeparator: { $0 == "/" || $0 == "~" }).contains(
                where: isSuspicious)
        }
    }

    /// The text in quotes, harmless for a terminal and without what could be a token.
    static func quoted(_ text: String) -> String { Escaping.quoted(redacted(text)) }

    private static func replacing(
        in text: String, where isSuspicious: (ArraySlice<Character>) -> Bool
    ) -> String {
        var result = ""
        var run: [Character] = []
        func flush() {
            result += isSuspicious(run[...]) ? "‹token›" : String(run)
            run = []
        }
        for character in text {
            if character.isTokenCharacter || character == "." {
                run.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }

    private static func isSuspicious(_ run: ArraySlice<Character>) -> Bool {
        let parts = run.split(separator: ".", omittingEmptySubsequences: false)
        if parts.contains(where: { $0.count > 40 }) { return true }
        // Two dots make a JWT; a version or a host name has short parts and is left readable.
        return parts.count >= 3 && parts[0].count >= 4 && parts[1].count >= 4
            && (parts[0].starts(with: "eyJ") || parts.dropFirst().contains { $0.count > 20 })
    }
}

extension Character {
    /// Whether base64 in any of its forms has this character, or a secret of Entra ID.
    fileprivate var isTokenCharacter: Bool {
        isASCII && (isLetter || isNumber || ["-", "_", "+", "=", "/", "~"].contains(self))
    }
}
