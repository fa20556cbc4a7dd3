internal import TokenCheck

/// A cause as people read it: what is wrong, what to do, where to read more.
struct CauseText {
    private let cause: Cause
    private let style: TextStyle
    private let localTime: LocalTime

    init(_ cause: Cause, style: TextStyle, localTime: LocalTime) {
        self.cause = cause
        self.style = style
        self.localTime = localTime
    }

    var lines: [String] {
        let words = CauseWords(cause, localTime: localTime)
        return [
            style.folded(words.message + doubt, firstIndent: "  ", indent: "  "),
            style.folded("Do: " + words.fix, firstIndent: "  ", indent: "      "),
            "  More: tokcheck help \(cause.code)",
        ]
    }

    /// What was tried needs no word; what was not does.
    private var doubt: String {
        switch cause.certainty {
        case .proof, .strong: ""
        case .hint: " (Likely, not certain.)"
        }
    }
}
