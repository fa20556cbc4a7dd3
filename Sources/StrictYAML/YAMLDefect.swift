public import StrictJSON

/// Why a text is not the YAML that is asked for, and where.
public struct YAMLDefect: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Kind: String, Sendable, CaseIterable {
        /// The text is larger than the limit.
        case tooLarge = "too-large"
        /// There is nothing but white space and comments.
        case empty
        /// The text begins with a byte order mark.
        case byteOrderMark = "byte-order-mark"
        /// A byte sequence that is not UTF-8; UTF-16 is refused this way, too.
        case encoding = "not-utf8"
        /// A control character other than tab and line break.
        case controlCharacter = "control-character"
        /// A character at which YAML 1.1 ends a line and YAML 1.2 does not.
        case lineSeparator = "line-separator"
        /// No YAML.
        case syntax = "yaml-syntax"
        /// A name for a value, which aliases repeat.
        case anchor = "yaml-anchor"
        /// The repetition of a named value.
        case alias = "yaml-alias"
        /// A type written in front of a value.
        case tag = "yaml-tag"
        /// The key `<<`, which merges mappings elsewhere.
        case mergeKey = "yaml-merge"
        /// A directive, such as `%YAML`.
        case directive = "yaml-directive"
        /// A second document.
        case secondDocument = "yaml-second-document"
        /// A key that is not plain or quoted text.
        case key = "yaml-key"
        /// A plain value that YAML reads as a number and JSON cannot write.
        case scalar = "yaml-scalar"
        /// More nesting than the limit allows.
        case tooDeep = "too-deep"
        /// A mapping names a key twice.
        case repeatedName = "name-repeated"
    }

    /// What is wrong.
    public let kind: Kind
    /// Where.
    public let place: TextPlace
    /// For ``Kind/syntax`` what the YAML library says.
    public let explanation: String?

    init(_ kind: Kind, at place: TextPlace, explanation: String? = nil) {
        self.kind = kind
        self.place = place
        self.explanation = explanation
    }
}

extension YAMLDefect: CustomStringConvertible {
    /// The place and the kind, never the text itself.
    public var description: String {
        "line \(place.line), column \(place.column): \(kind.rawValue)"
    }
}
