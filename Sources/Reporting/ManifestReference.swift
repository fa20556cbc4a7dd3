public import StrictJSON

/// The manifest that a result speaks of.
public struct ManifestReference: Sendable {
    /// Its file, as it was given.
    public let file: String
    /// The SHA-256 of its bytes.
    public let sha256: String
    /// The name it has inside.
    public let name: String?
    /// Where its parts stand, by JSON pointer; what is not there, or was not asked for, is missing.
    public var places: [String: TextPlace] = [:]

    /// Names a manifest.
    public init(file: String, sha256: String, name: String?) {
        self.file = file
        self.sha256 = sha256
        self.name = name
    }

    var json: JSONOutput {
        .object([
            ("file", .string(file)), ("sha256", .string(sha256)), ("name", .optional(name)),
        ])
    }

    var note: String {
        "manifest \(name.map { "\($0) of " } ?? "")\(Escaping.plain(file)), SHA-256 \(sha256)"
    }
}

extension ManifestReference {
    /// The document `tokcheck/hash/1`.
    public var hash: JSONOutput {
        .object([
            ("schema", .string("tokcheck/hash/1")),
            ("file", .string(file)),
            ("sha256", .string(sha256)),
        ])
    }
}
