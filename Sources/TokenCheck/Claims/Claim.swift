/// Why a claim's value cannot be used.
public enum ClaimDefect: String, Error, Sendable, CaseIterable {
    /// It must be a string.
    case notText = "not a string"
    /// It must be a number.
    case notNumber = "not a number"
    /// It must be a string or an array of strings.
    case notTextOrList = "neither a string nor an array of strings"
    /// It must be an array of strings.
    case notList = "not an array of strings"
    /// A time beyond ±2^53 seconds.
    case outOfRange = "out of range"
    /// It must be a GUID in lower case.
    case notIdentifier = "not a GUID in lower case"
    /// Permissions must be separated by single blanks, with none outside.
    case spacing = "not separated by single blanks"
    /// It must not be empty.
    case empty = "empty"
}

/// A claim as the token has it.
public enum Claim<Value: Sendable>: Sendable {
    /// The token does not have it.
    case absent
    /// The token has it with a value that cannot be used.
    case malformed(ClaimDefect)
    /// The token has it.
    case present(Value)

    /// The value, if there is one that can be used.
    public var value: Value? {
        if case .present(let value) = self { return value }
        return nil
    }

    /// Whether the token does not have the claim.
    public var isAbsent: Bool {
        if case .absent = self { return true }
        return false
    }
}
