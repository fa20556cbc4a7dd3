public import StrictJSON

/// Key lists put together into one file for offline use: a JWK set with a note on where each list came from.
public struct KeyBundle: Sendable {
    /// A list as it was fetched.
    public struct Part: Sendable {
        let document: [UInt8]
        let address: String
        let sha256: String
        let fetchedAt: String

        /// Describes a list.
        /// - Parameters:
        ///   - document: The list's bytes.
        ///   - address: Where it lay.
        ///   - sha256: The SHA-256 of the bytes.
        ///   - fetchedAt: When it was fetched, for people.
        public init(document: [UInt8], address: String, sha256: String, fetchedAt: String) {
            self.document = document
            self.address = address
            self.sha256 = sha256
            self.fetchedAt = fetchedAt
        }
    }

    private let parts: [Part]
    private let tenant: String?

    /// Puts lists together.
    /// - Parameters:
    ///   - parts: The lists; of equal keys the first counts.
    ///   - tenant: The tenant they serve, where it is Entra ID's.
    public init(_ parts: [Part], tenant: String?) {
        self.parts = parts
        self.tenant = tenant
    }

    /// The file.
    public var json: JSONOutput {
        var seen: Set<[String]> = []
        var keys: [JSONOutput] = []
        for part in parts {
            guard let root = try? JSONDocument(taking: part.document).root else { continue }
            for key in root["keys"]?.elements ?? [] {
                let identity = ["kid", "n", "e"].map { key[$0]?.string ?? "" }
                // A key without a name or modulus is kept as it is; readers skip it with its reason.
                if identity.contains("") || seen.insert(identity).inserted {
                    keys.append(.copy(key))
                }
            }
        }
        let sources = parts.map { part in
            JSONOutput.object([
                ("address", .string(part.address)),
                ("fetchedAt", .string(part.fetchedAt)),
                ("sha256", .string(part.sha256)),
            ])
        }
        return .object([
            (
                "tokcheck",
                .object([("tenant", .optional(tenant)), ("sources", .array(sources))])
            ),
            ("keys", .array(keys)),
        ])
    }
}
