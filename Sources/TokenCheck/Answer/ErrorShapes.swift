internal import StrictJSON

/// The shapes in which servers put their errors into JSON.
enum ErrorShapes {
    /// Errors behind the first few repeat what those say.
    private static let mostErrors = 8
    /// Graph's inner errors nest twice.
    private static let mostInnerErrors = 8
    /// An error that is the text of another error's message.
    private static let mostTextsInTexts = 2

    /// What an object says, if it has one of the shapes; what is no error has none.
    static func words(in root: JSONValue) -> ErrorWords {
        var words = ErrorWords()
        read(root, into: &words, textsInTexts: 0)
        return words
    }

    private static func read(_ root: JSONValue, into words: inout ErrorWords, textsInTexts: Int) {
        let error = root["error"] ?? root["odata.error"] ?? root["Error"]
        if let error, error.kind == .object {
            readError(error, into: &words, textsInTexts)
        } else if let code = error?.string {
            readSignIn(root, code, into: &words)
        } else if let errors = root["errors"], errors.kind == .array {
            for error in first(mostErrors, of: errors) {
                readError(error, into: &words, textsInTexts)
            }
        } else {
            readError(root, into: &words, textsInTexts)
        }
    }

    /// An object with `code` and `message`, as Defender, Graph, Azure and many others have it.
    private static func readError(
        _ error: JSONValue, into words: inout ErrorWords, _ textsInTexts: Int
    ) {
        // A row of data may have a code, too; an error has a message.
        let message = text(error, "message", "Message", "detail", "title", "error_description")
        let code = text(error, "code", "Code", "errorCode", "ErrorCode")
        guard message != nil || code != nil && error["innerError"] ?? error["target"] != nil
        else { return }
        words.add(code: code)
        let count = words.messages.count + words.codes.count
        if let message, message.utf8.first(where: { !$0.isBlank }) == UInt8(ascii: "{"),
            textsInTexts < mostTextsInTexts,
            let inner = try? JSONDocument(taking: Array(message.utf8), limits: limits(message))
        {
            read(inner.root, into: &words, textsInTexts: textsInTexts + 1)
        }
        if count == words.messages.count + words.codes.count { words.add(message: message) }
        var inner = error
        for _ in 0..<mostInnerErrors {
            guard let next = inner["innerError"] ?? inner["innererror"] ?? inner["InnerError"]
            else { break }
            words.add(code: text(next, "code"))
            words.add(message: text(next, "message"))
            inner = next
        }
        if let details = error["details"], details.kind == .array {
            for detail in first(mostErrors, of: details) {
                words.add(code: text(detail, "code"))
                words.add(message: text(detail, "message"))
            }
        }
    }

    /// The token endpoint's object (RFC 6749 §5.2, with Entra ID's own members).
    private static func readSignIn(
        _ root: JSONValue, _ code: String, into words: inout ErrorWords
    ) {
        words.signInError = KeptText.name(code.utf8)
        words.add(message: text(root, "error_description", "message"))
        if let codes = root["error_codes"], codes.kind == .array {
            let number = first(1, of: codes).first?.number?.integer
            words.signInNumber = number.flatMap { (1...999_999_999).contains($0) ? Int($0) : nil }
        }
        words.claims = root["claims"]?.string.map { Array($0.utf8) }
    }

    /// The first of these members that is a text, or an object with its text in `value`, as OData 3 has it.
    private static func text(_ value: JSONValue, _ names: String...) -> String? {
        for name in names {
            guard let member = value[name] else { continue }
            if let text = member.string ?? member["value"]?.string { return text }
        }
        return nil
    }

    private static func first(_ count: Int, of list: JSONValue) -> [JSONValue] {
        Array(list.elements.prefix(count))
    }

    private static func limits(_ message: String) -> JSONLimits {
        JSONLimits(maximumBytes: message.utf8.count, repeatedNames: .recorded)
    }
}
