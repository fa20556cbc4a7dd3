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
        var previous: Unicode.Scalar?
        for scalar in scalars.prefix(limit) {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default: result += plain(scalar, behind: previous)
            }
            previous = scalar
        }
        result += "\""
        if scalars.count > limit { result += "… (\(scalars.count) characters)" }
        return result
    }

    /// Text without quotes around it, for names that are known to be short.
    public static func plain(_ text: String) -> String {
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            result += plain(scalar, behind: previous)
            previous = scalar
        }
        return result
    }

    /// A character written out, such as `\u{1B}`.
    static func written(_ scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }

    /// Two number signs begin a command to the agents of several pipelines, wherever they stand in a log's line.
    private static func plain(_ scalar: Unicode.Scalar, behind previous: Unicode.Scalar?) -> String
    {
        scalar.isHazardous || scalar == "#" && previous == "#" ? written(scalar) : String(scalar)
    }
}
