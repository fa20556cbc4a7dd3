extension ServerAnswer {
    /// Reads an answer in whatever form it was saved.
    ///
    /// Understood are a body alone, what `curl -i` and `curl -v` print (of several answers the last counts), and header
    /// lines alone; a body may be JSON, broken JSON, a web page or any text. Nothing is refused: what is not understood
    /// makes no statement. Only the first ``maximumBytes`` are read, and what is kept of a text is bounded, too.
    /// - Parameter bytes: The whole answer.
    /// - Complexity: O(n) in the bytes; O(n log n) in the members of the largest JSON object.
    public init(reading bytes: Span<UInt8>) {
        let text = AnswerText(bytes)
        self.init(AnswerReader(reading: text), isCut: text.isCut)
    }

    init(_ reader: AnswerReader, isCut: Bool) {
        status = reader.head.status
        date = reader.head.date
        body = reader.body
        statements = reader.list.ordered()
        challenges = reader.challenges
        self.isCut = isCut
    }

    /// How many bytes are looked at while an answer is read, each as often as it is: what tests bound.
    package static func stepsOfReading(_ bytes: Span<UInt8>) -> Int {
        AnswerReader(reading: AnswerText(bytes)).steps
    }
}

extension ServerAnswer {
    /// A server's sentence as it may be kept and shown: bounded, and without anything that looks like a token.
    package static func keptSentence(_ bytes: [UInt8]) -> String? { KeptText.sentence(bytes) }

    /// The JSON of a claims challenge, given as JSON or in base64 as headers have it; nil for anything else.
    package static func challengeClaims(_ text: String) -> String? {
        ChallengeClaims(Array(text.utf8))?.json
    }
}
