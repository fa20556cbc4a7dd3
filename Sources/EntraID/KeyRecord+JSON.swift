internal import StrictJSON

// A record as it is kept in a file.
extension KeyRecord {
    private static let schema = "tokcheck/key-cache/1"
    /// A list of 1 MiB whose every byte is escaped.
    private static let limits = JSONLimits(maximumBytes: 8_388_608)

    /// Reads a file's bytes.
    /// - Parameters:
    ///   - bytes: The file.
    ///   - authority: The address of the metadata for which the file was written.
    ///   - now: The time by the wall clock.
    /// - Throws: ``KeyCacheDefect`` when the file is damaged, dated in the future or about another authority.
    init(_ bytes: [UInt8], of authority: String, now: Int64) throws(KeyCacheDefect) {
        guard let file = try? JSONDocument(taking: bytes, limits: Self.limits).root,
            file["schema"]?.string == Self.schema, let name = file["authority"]?.string,
            let attemptedAt = file["attemptedAt"]?.number?.integer, let list = file["list"]
        else { throw .damaged }
        guard name.utf8.elementsEqual(authority.utf8) else { throw .otherAddress }
        guard let record = KeyRecord(list: try Self.list(list), attemptedAt: attemptedAt) else {
            throw .damaged
        }
        guard attemptedAt <= now, (record.list?.fetchedAt ?? 0) <= now else { throw .future }
        self = record
    }

    /// The authority that a file says it is of.
    static func authority(of bytes: [UInt8]) -> String? {
        (try? JSONDocument(taking: bytes, limits: limits))?.root["authority"]?.string
    }

    private static func list(_ value: JSONValue) throws(KeyCacheDefect) -> List? {
        if value.kind == .null { return nil }
        guard let text = value["keys"]?.string, let address = value["address"]?.string,
            let fetchedAt = value["fetchedAt"]?.number?.integer
        else { throw .damaged }
        let list = List(
            bytes: Array(text.utf8), address: address, tenant: value["tenant"]?.string,
            fetchedAt: fetchedAt)
        guard list.sha256 == value["sha256"]?.string else { throw .damaged }
        return list
    }

    /// The file's bytes.
    func file(of authority: String) -> [UInt8] {
        let list: JSONOutput =
            self.list.map { list in
                .object([
                    ("address", .string(list.address)),
                    ("tenant", .optional(list.tenant)),
                    ("fetchedAt", .integer(list.fetchedAt)),
                    ("sha256", .string(list.sha256)),
                    ("keys", .string(String(decoding: list.bytes, as: UTF8.self))),
                ])
            } ?? .null
        let document = JSONOutput.object([
            ("schema", .string(Self.schema)),
            ("authority", .string(authority)),
            ("attemptedAt", .integer(attemptedAt)),
            ("list", list),
        ])
        return Array((JSONWriter.text(document, layout: .indented) + "\n").utf8)
    }
}
