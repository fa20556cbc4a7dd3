public import TokenCheck

/// What a program knows about a result beyond the report.
public struct ResultContext: Sendable {
    /// The version of tokcheck.
    public var version: String
    /// The form in which the token was given.
    public var inputForm: String
    /// The first 12 hexadecimal digits of the token's SHA-256, by which people may speak of it.
    public var fingerprint: String
    /// With what the process ends.
    public var exitCode: Int32
    /// For each part of the policy where it came from: a flag, an environment variable, `default`.
    public var origins: [(part: String, origin: String)]
    /// What else must be said, a sentence each.
    public var notes: [String]
    /// The manifest that was used.
    public var manifest: ManifestReference?
    /// Why the token fails, the main cause first.
    public var causes: [Cause] = []
    /// Of what people are told the causes; programs get all of them.
    public var explanation = Explanation.failures

    /// Whether a warning refuses the token as a failed check does.
    public var warnings = Warnings.pass

    /// What a warning does to the process.
    public enum Warnings: Sendable {
        /// Nothing.
        case pass
        /// It ends as if the token was rejected; the verdict stays what it is.
        case fail
    }

    /// What people want explained.
    public enum Explanation: Sendable {
        /// A token that is not accepted.
        case failures
        /// Also the warnings of an accepted one, and what a server says of it.
        case everything
    }

    /// Describes a result.
    public init(
        version: String, inputForm: String, fingerprint: String, exitCode: Int32,
        origins: [(part: String, origin: String)], notes: [String]
    ) {
        self.version = version
        self.inputForm = inputForm
        self.fingerprint = fingerprint
        self.exitCode = exitCode
        self.origins = origins
        self.notes = notes
    }
}
