/// What kind of thing an incident turned out to be; which words there are depends on the classification.
public struct IncidentDetermination: IncidentWord {
    /// The word as it was written.
    public let text: String
    /// Takes a word, whatever it is.
    public init(_ text: String) { self.text = text }

    /// The words that can be set; each API has others still, which only old incidents carry.
    public static let known: [Self] = Entry.all.map { Self($0.words[0]) }

    /// The words that go with a classification.
    public static func known(for classification: IncidentClassification) -> [Self] {
        Entry.all.filter { $0.classifications.contains(classification) }.map { Self($0.words[0]) }
    }

    /// Whether it goes with a classification; nil when the word is not documented.
    func fits(_ classification: IncidentClassification) -> Bool? {
        entry.map { $0.classifications.contains(classification) }
    }

    /// Whether it can be set.
    var isSettable: Bool { entry != nil }

    /// The word as an API wants it written; nil when it is not documented.
    func written(for backend: DefenderBackend) -> String? {
        guard let entry else { return nil }
        switch backend {
        case .xdr: return entry.words[0]
        case .graph: return entry.graph ?? entry.words[0].loweringFirst
        }
    }

    private var entry: Entry? {
        Entry.all.first { $0.words.contains { Self($0) == self } }
    }

    /// One meaning, for which Microsoft's own pages have several words.
    private struct Entry {
        /// The words, the one of Defender XDR's page on updates first.
        let words: [String]
        /// Graph's word, if it is not the first with a small letter.
        var graph: String?
        let classifications: [IncidentClassification]

        static let all: [Entry] = [
            Entry(words: ["MultiStagedAttack"], classifications: [.truePositive]),
            Entry(words: ["MaliciousUserActivity"], classifications: [.truePositive]),
            Entry(
                words: ["CompromisedAccount", "CompromisedUser"], classifications: [.truePositive]),
            Entry(words: ["Malware"], classifications: [.truePositive]),
            Entry(words: ["Phishing"], classifications: [.truePositive]),
            Entry(words: ["UnwantedSoftware"], classifications: [.truePositive]),
            Entry(words: ["SecurityTesting"], classifications: [.expectedActivity]),
            Entry(words: ["LineOfBusinessApplication"], classifications: [.expectedActivity]),
            Entry(
                words: ["ConfirmedActivity", "ConfirmedUserActivity"],
                graph: "confirmedUserActivity", classifications: [.expectedActivity]),
            Entry(
                words: ["Clean", "NotMalicious"], graph: "notMalicious",
                classifications: [.falsePositive]),
            Entry(
                words: ["NoEnoughDataToValidate", "NotEnoughDataToValidate", "InsufficientData"],
                graph: "notEnoughDataToValidate", classifications: [.falsePositive]),
            Entry(words: ["Other"], classifications: IncidentClassification.settable),
        ]
    }
}

extension String {
    /// The text with its first letter small, as Graph writes words.
    var loweringFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension IncidentWord {
    /// The word as an API wants it written: Defender XDR with a capital, Graph with a small letter.
    func written(for backend: DefenderBackend) -> String {
        let word = documented?.text ?? text
        return backend == .graph ? word.loweringFirst : word
    }
}
