/// A word from a list that the API may lengthen at any time: unknown ones pass through as they are.
///
/// The two APIs differ in their first letter, `InProgress` and `inProgress`, so that words are compared without regard to
/// the case of ASCII letters.
public protocol IncidentWord: Sendable, Hashable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The word as it was written.
    var text: String { get }
    /// Takes a word, whatever it is.
    init(_ text: String)
    /// The words that are documented, as Defender XDR writes them.
    static var known: [Self] { get }
}

extension IncidentWord {
    /// Takes a word.
    public init(stringLiteral text: String) { self.init(text) }
    /// The word as it was written.
    public var description: String { text }
    /// Whether both are the same word.
    public static func == (left: Self, right: Self) -> Bool { left.folded == right.folded }
    /// Feeds the word to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    /// The documented word that this is; nil for others.
    public var documented: Self? { Self.known.first { $0 == self } }

    private var folded: String {
        String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

/// How far an incident is.
public struct IncidentStatus: IncidentWord {
    /// The word as it was written.
    public let text: String
    /// Takes a word, whatever it is.
    public init(_ text: String) { self.text = text }
    /// Nobody has ended it.
    public static let active: Self = "Active"
    /// Somebody works on it.
    public static let inProgress: Self = "InProgress"
    /// It is over.
    public static let resolved: Self = "Resolved"
    /// It is part of another incident now.
    public static let redirected: Self = "Redirected"
    /// The documented words.
    public static let known: [Self] = [.active, .inProgress, .resolved, .redirected]
}

/// How bad an incident is.
public struct IncidentSeverity: IncidentWord {
    /// The word as it was written.
    public let text: String
    /// Takes a word, whatever it is.
    public init(_ text: String) { self.text = text }
    /// The documented words.
    public static let known: [Self] = [
        "UnSpecified", "Informational", "Low", "Medium", "High", "Unknown",
    ]
}

/// What an incident turned out to be.
public struct IncidentClassification: IncidentWord {
    /// The word as it was written.
    public let text: String
    /// Takes a word, whatever it is.
    public init(_ text: String) { self.text = text }
    /// An attack.
    public static let truePositive: Self = "TruePositive"
    /// Something that looks like one and is wanted.
    public static let expectedActivity: Self = "InformationalExpectedActivity"
    /// Nothing.
    public static let falsePositive: Self = "FalsePositive"
    /// The documented words.
    public static let known: [Self] = [
        "Unknown", .truePositive, .expectedActivity, .falsePositive,
    ]
    /// The words that can be set.
    public static let settable: [Self] = [.truePositive, .expectedActivity, .falsePositive]
}
