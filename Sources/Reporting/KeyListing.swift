public import JOSE
public import StrictJSON

/// The keys of a list for people and programs, in order, usable or not.
public struct KeyListing: Sendable {
    private let keys: KeySet

    /// Lists keys.
    public init(_ keys: KeySet) { self.keys = keys }

    /// The document `tokcheck/keys/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/keys/1")),
            (
                "source",
                .object([
                    ("source", .string(keys.origin.source.rawValue)),
                    ("file", .optional(keys.origin.name)),
                    ("sha256", .optional(keys.origin.sha256)),
                ])
            ),
            ("keys", .array(keys.entries.map(json))),
        ])
    }

    /// A paragraph for each key.
    public func text(style: TextStyle) -> String {
        var lines = keys.entries.map { text($0, style: style) }
        let usable = keys.keys.count
        lines.append(
            "\(keys.entries.count) \(keys.entries.count == 1 ? "key" : "keys"), \(usable) usable")
        return style.spelled(lines.joined(separator: "\n")) + "\n"
    }

    private func text(_ entry: KeySet.Entry, style: TextStyle) -> String {
        let name = entry.keyID.map { Escaping.quoted($0) } ?? "without a name"
        switch entry {
        case .usable(let key):
            var line = "\(style.yes) \(name)\n    RSA, \(key.modulusBits) bits"
            if let cloud = key.attributes.cloudInstance {
                line += ", cloud \(Escaping.quoted(cloud))"
            }
            if let issuer = key.attributes.issuer { line += "\n    for \(Escaping.quoted(issuer))" }
            return line
        case .skipped(let key):
            return "\(style.no) \(name)\n    not usable: \(KeyWords.reason(key.reason))"
        }
    }

    private func json(_ entry: KeySet.Entry) -> JSONOutput {
        switch entry {
        case .usable(let key):
            .object([
                ("kid", .optional(key.keyID)),
                ("kty", .string("RSA")),
                ("bits", .integer(Int64(key.modulusBits))),
                ("usable", .boolean(true)),
                ("reason", .null),
                ("issuer", .optional(key.attributes.issuer)),
                ("cloud", .optional(key.attributes.cloudInstance)),
                ("thumbprint", .string(key.thumbprint)),
            ])
        case .skipped(let key):
            .object([
                ("kid", .optional(key.keyID)),
                ("kty", .optional(key.type)),
                ("bits", .null),
                ("usable", .boolean(false)),
                ("reason", .string(key.reason.rawValue)),
                ("issuer", .null),
                ("cloud", .null),
                ("thumbprint", .null),
            ])
        }
    }
}
