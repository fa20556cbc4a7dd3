internal import Reporting
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

    /// More than any form of one token has, and little enough to hold: the largest token is 64 KiB.
    static let maximumBytes = 1_048_576

    /// Finds the token.
    ///
    /// Input of more than ``maximumBytes`` is cut there and searched for nothing.
    static func unwrap(_ input: [UInt8], joiningLines: LineJoining) -> FoundToken {
        guard input.count <= maximumBytes else {
            return FoundToken(
                bytes: Array(input.prefix(maximumBytes)), form: .plain, isTooLarge: true)
        }
        var found = unwrap(input[...].trimmed)
        if joiningLines == .always, found.bytes.contains(where: \.isWhiteSpace),
            found.bytes.starts(with: "eyJ".utf8),
            found.bytes.allSatisfy({ $0.isTokenCharacter || $0.isWhiteSpace })
        {
            found.bytes.removeAll(where: \.isWhiteSpace)
            found.notes.append("the token was broken over lines; they were joined to read it")
        }
        return found
    }

    private static func unwrap(_ text: ArraySlice<UInt8>) -> FoundToken {
        if let found = jsonToken(text) ?? CurlCommand.token(in: text) { return found }
        let inner = text.unquoted?.trimmed
        let rest = inner ?? text
        if let value = rest.dropping("authorization:")?.bearerValue {
            return FoundToken(bytes: Array(value), form: .headerLine)
        }
        if let value = rest.bearerValue { return FoundToken(bytes: Array(value), form: .bearer) }
        return FoundToken(bytes: Array(rest), form: inner == nil ? .plain : .quoted)
    }

    // MARK: JSON

    /// The members that hold an access token, the one that is taken first in front.
    private static let members: [(name: String, form: InputForm)] = [
        ("access_token", .tokenResponse), ("accessToken", .azureCLI), ("Token", .azurePowerShell),
        ("token", .azurePowerShell),
    ]

    private static func jsonToken(_ text: ArraySlice<UInt8>) -> FoundToken? {
        guard text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "["),
            let root = try? JSONDocument(taking: Array(text)).root
        else { return nil }
        let elements = root.elements
        let object = elements.count == 1 ? elements[0] : root
        for (name, form) in members {
            guard let token = object[name]?.string else { continue }
            let others = object.members.filter { $0.name != name && holdsToken($0) }
            let notes = others.map {
                // A name is whatever the text says: it may be hostile, or a token itself.
                "the JSON also holds \(Escaping.quoted(Redaction.redacted($0.name))); \(name) was taken"
            }
            return FoundToken(
                bytes: Array(Array(token.utf8)[...].trimmed), form: form, notes: notes)
        }
        return nil
    }

    /// Whether a member is another token: by its name (`id_token`, `refresh_token`, `accessToken`) or by its value.
    private static func holdsToken(_ member: (name: String, value: JSONValue)) -> Bool {
        guard let text = member.value.string else { return false }
        return text.hasPrefix("eyJ") || !text.isEmpty && member.name.lowercased().hasSuffix("token")
    }
}
