/// Takes tokens out of texts that quote the command line.
enum Redaction {
    /// A message of the argument parser, which quotes arguments that nobody has looked at.
    ///
    /// Here whatever has the shape of a token goes, short parts included: two dots between base64url characters, or
    /// more than 40 of these in a row.
    static func redacted(parserMessage text: String) -> String {
        replacing(in: text) { parts in
            parts.contains { $0.count > 40 }
                || parts.count >= 3 && !parts[0].isEmpty && !parts[1].isEmpty
        }
    }

    /// The text with a sign in the place of everything that could be a token or a secret.
    ///
    /// That is any run of base64url characters and dots that holds two dots between such characters, or more than 40
    /// base64url characters without a dot.
    static func redacted(_ text: String) -> String {
        replacing(in: text, where: isSuspicious)
    }

    private static func replacing(
        in text: String, where isSuspicious: ([ArraySlice<Character>]) -> Bool
    ) -> String {
        var result = ""
        var run: [Character] = []
        func flush() {
            let parts = run.split(separator: ".", omittingEmptySubsequences: false)
            result += isSuspicious(parts) ? "‹token›" : String(run)
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

    private static func isSuspicious(_ parts: [ArraySlice<Character>]) -> Bool {
        if parts.contains(where: { $0.count > 40 }) { return true }
        // Two dots make a JWT; a version or a host name has short parts and is left readable.
        return parts.count >= 3 && parts[0].count >= 4 && parts[1].count >= 4
            && (parts[0].starts(with: "eyJ") || parts.dropFirst().contains { $0.count > 20 })
    }
}

extension Character {
    /// Whether base64url has this character, or its padded form.
    fileprivate var isTokenCharacter: Bool {
        isASCII
            && (isLetter || isNumber || self == "-" || self == "_" || self == "+" || self == "=")
    }
}
