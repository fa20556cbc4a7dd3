internal import StrictJSON

/// Makes hostile text harmless for a terminal.
public enum Escaping {
    /// A value in quotes, hazardous characters as `\u{…}`, cut after 200 characters with its full length given.
    ///
    /// Claim values come from whoever made the token: they may hold terminal commands, invisible characters or text
    /// that runs from right to left.
    /// - Parameters:
    ///   - text: The value.
    ///   - limit: After how many characters it is cut.
    /// - Returns: One line of text.
    public static func quoted(_ text: String, limit: Int = 200) -> String {
        let scalars = text.unicodeScalars
        var result = "\""
        for scalar in scalars.prefix(limit) {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default: result += plain(scalar)
            }
        }
        result += "\""
        if scalars.count > limit { result += "… (\(scalars.count) characters)" }
        return result
    }

    /// Text without quotes around it, for names that are known to be short.
    public static func plain(_ text: String) -> String {
        text.unicodeScalars.map(plain).joined()
    }

    private static func plain(_ scalar: Unicode.Scalar) -> String {
        scalar.isHazardous
            ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }
}
