public import StrictJSON

/// A value to be written as YAML for people, with comments, or as JSON without them.
public indirect enum YAMLOutput: Sendable {
    /// A number.
    case integer(Int64)
    /// Text, quoted where plain text would be read as something else.
    case text(String)
    /// A list; on one line if that is short enough and nothing in it has a comment.
    case list([Element])
    /// A mapping, its members in this order.
    case mapping([Member], Layout)

    /// How a mapping is laid out.
    public enum Layout: Sendable {
        /// A line for each member.
        case lines
        /// On one line if that is short enough and nothing in it has a comment.
        case short
    }

    /// An element of a list.
    public struct Element: Sendable {
        /// What it is.
        public let value: YAMLOutput
        /// What stands behind it, if that is not nil.
        public let comment: String?

        /// Makes an element.
        public init(_ value: YAMLOutput, comment: String? = nil) {
            self.value = value
            self.comment = comment
        }
    }

    /// A member of a mapping.
    public struct Member: Sendable {
        /// Its name.
        public let name: String
        /// Its value.
        public let value: YAMLOutput
        /// The lines above it.
        public let comments: [String]
        /// What stands behind a value of one line, if that is not nil.
        public let comment: String?

        /// Makes a member.
        public init(
            _ name: String, _ value: YAMLOutput, above comments: [String] = [],
            behind comment: String? = nil
        ) {
            self.name = name
            self.value = value
            self.comments = comments
            self.comment = comment
        }
    }

    /// The value as JSON.
    public var json: JSONOutput {
        switch self {
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        case .list(let elements): .array(elements.map(\.value.json))
        case .mapping(let members, _): .object(members.map { ($0.name, $0.value.json) })
        }
    }
}
