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
    /// - Parameters:
    ///   - root: The whole answer.
    ///   - status: The status of the answer, if it is known: data may have a member `message`, too.
    /// - Returns: Its words; empty when it is no error.
    static func words(in root: JSONValue, status: Int?) -> ErrorWords {
        var words = ErrorWords()
        let isSuccess = status.map { (200..<300).contains($0) } ?? false
        read(root, into: &words, isSuccess: isSuccess, textsInTexts: 0)
        return words
    }

    private static func read(
        _ root: JSONValue, into words: inout ErrorWords, isSuccess: Bool, textsInTexts: Int
    ) {
        let error = root["error"] ?? root["odata.error"] ?? root["Error"]
        if let error, error.kind == .object {
            readError(error, into: &words, textsInTexts)
        } else if let code = error?.string {
            readSignIn(root, code, into: &words)
        } else if let errors = root["errors"], errors.kind == .array {
            for error in first(mostErrors, of: errors) {
                readError(error, into: &words, textsInTexts)
            }
        } else if !isSuccess, text(root, "message", "Message") != nil || isProblem(root) {
            readError(root, into: &words, textsInTexts)
        }
    }

    /// Whether an object is of the shape of RFC 9457; an alert has a title, too, but its status is a word.
    private static func isProblem(_ root: JSONValue) -> Bool {
        root["title"]?.string != nil && root["status"]?.kind == .number
    }

    /// An object with `code` and `message`, as Defender, Graph, Azure and many others have it.
    private static func readError(
        _ error: JSONValue, into words: inout ErrorWords, _ textsInTexts: Int
    ) {
        let message = text(error, "message", "Message", "detail", "title", "error_description")
        words.add(code: text(error, "code", "Code", "errorCode", "ErrorCode"))
        let count = words.messages.count + words.codes.count
        if let message, message.utf8.first(where: { !$0.isBlank }) == UInt8(ascii: "{"),
            textsInTexts < mostTextsInTexts,
            let inner = try? JSONDocument(taking: Array(message.utf8), limits: limits(message))
        {
            read(inner.root, into: &words, isSuccess: false, textsInTexts: textsInTexts + 1)
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
