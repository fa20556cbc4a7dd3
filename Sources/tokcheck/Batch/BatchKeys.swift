internal import EntraID
internal import JOSE
internal import TokenCheck
internal import Transport

/// The keys of a batch, which may take longer than keys stay as they are.
///
/// Files are read once. Other keys follow the rules of their source: a fetch is due when a list has aged or when a token
/// names a key that is not there, but never within five minutes of the last one.
actor BatchKeys {
    /// How often the age of a list is looked at.
    static let secondsBetweenLooks: Int64 = 60

    private let sources: [KeySource]
    private let hosts: [String]
    private var saidNotes: Set<String> = []
    private var answers = 0

    /// Keys, and how many answers of the source came before them: of two the later ones count.
    struct Answer: Sendable {
        /// The keys, perhaps none.
        var keys: KeySet
        /// Which answer it is; what a batch begins with is number 0.
        var number = 0
    }

    /// Takes keys from authorities.
    init(_ authorities: [Authority], by exchange: (any HTTPExchange)?, in program: Program) {
        sources = authorities.map {
            KeySource(
                authority: $0, exchange: exchange,
                cache: KeyCacheFolder.cache(program.environment), clock: .system)
        }
        hosts = authorities.map(\.metadata.host)
    }

    /// The keys of all authorities as they are now.
    /// - Parameters:
    ///   - keyID: A key that a token names.
    ///   - wish: Whether a fetch is asked for.
    /// - Returns: The keys, perhaps none.
    func keys(wanting keyID: String?, _ wish: KeySource.Wish = .ifNeeded) async -> Answer {
        var keys = KeySet.none
        for (source, host) in zip(sources, hosts) {
            let answer = await source.keys(wanting: keyID, wish)
            keys = KeyFinder.joined(keys, answer.keys)
            for note in answer.notes {
                let sentence = KeyNoteWords.sentence(note, host: host)
                // How long ago somebody asked is different every time, and not worth a line each.
                if case .askedRecently = note { continue }
                if saidNotes.insert(sentence).inserted {
                    StandardStreams.printError("tokcheck: note: \(sentence)\n")
                }
            }
        }
        answers += 1
        return Answer(keys: keys, number: answers)
    }
}
