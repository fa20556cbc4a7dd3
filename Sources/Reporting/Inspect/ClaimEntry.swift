internal import StrictJSON
internal import TokenCheck

/// What the dictionary knows of one claim or header parameter.
struct ClaimEntry: Sendable {
    /// What kind of value a claim must have, and how it is put into words.
    ///
    /// The words are nil when the value says nothing beyond the meaning. They may quote a value only after they have
    /// recognised it: text of the token never gets into a meaning.
    enum Reading: Sendable {
        /// Any value.
        case any
        /// A string.
        case text(@Sendable (String, ClaimContext) -> String?)
        /// An array of strings.
        case texts(@Sendable ([String], ClaimContext) -> String?)
        /// A number of seconds since 1970.
        case time
        /// Any value, which the words look at themselves.
        case value(@Sendable (JSONValue, ClaimContext) -> String?)
    }

    let name: String
    let meaning: String
    let privacy: ClaimPrivacy
    let reading: Reading

    init(
        _ name: String, _ meaning: String, privacy: ClaimPrivacy = .open, reading: Reading = .any
    ) {
        self.name = name
        self.meaning = meaning
        self.privacy = privacy
        self.reading = reading
    }

    /// The meaning, and behind a colon what the value says or that it has the wrong kind.
    func meaning(of value: JSONValue, in context: ClaimContext) -> String {
        guard let words = words(for: value, in: context) else { return meaning }
        return "\(meaning): \(words)"
    }

    private func words(for value: JSONValue, in context: ClaimContext) -> String? {
        switch reading {
        case .any: return nil
        case .text(let read):
            guard let text = value.string else { return "not a string, as it must be" }
            return read(text, context)
        case .texts(let read):
            let texts = value.elements.compactMap(\.string)
            guard value.kind == .array, texts.count == value.elements.count else {
                return "not an array of strings, as it must be"
            }
            return read(texts, context)
        case .time: return context.time(value)
        case .value(let read): return read(value, context)
        }
    }
}

/// What a value's words may depend on beside the value.
struct ClaimContext: Sendable {
    /// The object that has the claim.
    let object: JSONValue
    let kind: TokenKind
    let now: Instant
    let localTime: LocalTime

    /// Another member of the same object, if that is a string.
    func text(_ name: String) -> String? { object[name]?.string }

    /// A value as a time: universal, local and seen from now.
    func time(_ value: JSONValue) -> String {
        guard let number = value.number else { return "not a number, as it must be" }
        guard let date = try? NumericDate(number) else { return "no time that can be used" }
        return time(date.floor)
    }

    /// A time: universal, local and seen from now.
    func time(_ seconds: Int64) -> String {
        let universal = TimeText.utc(seconds)
        let relative = Self.relative(seconds - now.secondsSince1970)
        guard !universal.hasPrefix("@") else {
            return "\(seconds < 0 ? "before the year 0" : "after the year 9999"), \(relative)"
        }
        let (offset, name) = localTime.zone(seconds)
        guard offset != 0 || name != "UTC" else { return "\(universal), \(relative)" }
        return "\(universal), \(TimeText.local(seconds, in: localTime)), \(relative)"
    }

    private static func relative(_ seconds: Int64) -> String {
        if seconds == 0 { return "now" }
        let duration = TimeText.duration(seconds)
        return seconds > 0 ? "in \(duration)" : "\(duration) ago"
    }
}

extension String {
    /// Whether both are the same bytes; `==` would take texts for equal that only look the same.
    func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether all bytes are ASCII; only then does a look-up by `==` compare bytes.
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}

/// Small building blocks of sentences.
enum Phrase {
    /// A number with its noun, such as `1 group` or `3 groups`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The words for those of the values that have some, each once; nil when none has.
    static func known(_ values: [String], in words: [String: String]) -> String? {
        var found: [String] = []
        for value in values where value.isASCII {
            if let word = words[value], !found.contains(word) { found.append(word) }
        }
        return found.isEmpty ? nil : found.joined(separator: ", ")
    }
}
