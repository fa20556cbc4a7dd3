/// What one error object, or one text, says in its own words.
struct ErrorWords {
    /// One sentence of a server.
    struct Message {
        var text: [UInt8]
        /// Whether its end is there.
        var isWhole = true
    }

    /// The codes, the outermost first.
    var codes: [String] = []
    /// The messages, the outermost first.
    var messages: [Message] = []
    /// `error` of OAuth.
    var signInError: String?
    /// The first of `error_codes`.
    var signInNumber: Int?
    /// `claims` of a claims challenge.
    var claims: [UInt8]?

    var isEmpty: Bool {
        codes.isEmpty && messages.isEmpty && signInError == nil && signInNumber == nil
            && claims == nil
    }

    mutating func add(code: String?) {
        if let name = code.flatMap({ KeptText.name($0.utf8) }), !codes.contains(name) {
            codes.append(name)
        }
    }

    mutating func add(message: String?) {
        guard let message, !message.isEmpty else { return }
        messages.append(Message(text: Array(message.utf8)))
    }
}
