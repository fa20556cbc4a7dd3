/// Why a manifest cannot be used: everything that is wrong with it.
public struct ManifestDefects: Error, Equatable, Sendable {
    /// At least one, in the order of the file.
    public let all: [ManifestDefect]
}

/// One thing that is wrong with a manifest, and where.
public struct ManifestDefect: Equatable, Sendable {
    /// The kinds of defect.
    public enum Kind: String, Sendable, CaseIterable {
        /// The format is not 1.
        case formatUnknown = "format-unknown"
        /// A member that must be there is not.
        case keyMissing = "key-missing"
        /// A member that the format does not know.
        case keyUnknown = "key-unknown"
        /// A value of another kind than what is asked.
        case wrongKind = "wrong-kind"
        /// A number, truth value or null where text is asked.
        case quotesNeeded = "quotes-needed"
        /// A word that is none of those that are possible.
        case valueUnknown = "value-unknown"
        /// A name of another form.
        case nameForm = "name-form"
        /// No GUID in lower case.
        case guidForm = "guid-form"
        /// No permission's name.
        case permissionForm = "permission-form"
        /// No pattern of permission names.
        case patternForm = "pattern-form"
        /// No audience.
        case audienceForm = "audience-form"
        /// No span of time.
        case durationForm = "duration-form"
        /// No method and path.
        case requestForm = "request-form"
        /// A text that is too long.
        case tooLong = "too-long"
        /// A list with too few or too many members.
        case listSize = "list-size"
        /// The same member twice.
        case repeated
        /// No need: neither a permission nor one of `any` and `all`.
        case needForm = "need-form"
        /// An operation that serves no kind of token.
        case branchMissing = "branch-missing"
        /// Both a resource and audiences.
        case resourceAndAudiences = "resource-and-audiences"
        /// A life shorter than what must remain of it.
        case lifetimeImpossible = "lifetime-impossible"
        /// Needs nested too deep.
        case tooDeep = "too-deep"
    }

    /// Whether a member's name is meant, or its value.
    public enum Subject: Sendable {
        /// The name.
        case name
        /// The value.
        case value
    }

    /// What is wrong.
    public let kind: Kind
    /// Where, as a JSON pointer (RFC 6901).
    public let path: String
    /// What of it is meant.
    public let subject: Subject
    /// The text that is wrong, where it is one.
    public let found: String?
    /// What would be right, where that is a list of words or a sample.
    public let possible: [String]

    init(
        _ kind: Kind, at path: String, _ subject: Subject = .value, found: String? = nil,
        possible: [String] = []
    ) {
        self.kind = kind
        self.path = path
        self.subject = subject
        self.found = found
        self.possible = possible
    }
}
