/// Takes tokens out of texts that quote the command line.
enum Redaction {
    /// The text with a sign in the place of everything that could be a token or a secret.
    ///
    /// That is any run of base64url characters and dots that holds two dots between such characters, or more than 40
    /// base64url characters without a dot.
    static func redacted(_ text: String) -> String {
        var result = ""
        var run: [Character] = []
        func flush() {
            result += isSuspicious(run) ? "‹token›" : String(run)
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

    private static func isSuspicious(_ run: [Character]) -> Bool {
        let parts = run.split(separator: ".", omittingEmptySubsequences: false)
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
