internal import EntraID
internal import Reporting
internal import StrictJSON

/// The key lists of the cache for people and programs.
struct CacheListing {
    private let lists: [CachedList]
    private let folder: String
    private let now: Int64

    init(_ lists: [CachedList], folder: String, now: Int64) {
        self.lists = lists
        self.folder = folder
        self.now = now
    }

    var text: String {
        let paragraphs = lists.map { list in
            var lines = [Escaping.plain(list.authority)]
            if let fetchedAt = list.fetchedAt {
                lines.append(
                    "  \(list.keyCount) keys, fetched \(TimeText.duration(now - fetchedAt)) ago")
            } else {
                lines.append(
                    "  no keys; asked in vain \(TimeText.duration(now - list.attemptedAt)) ago")
            }
            if let sha256 = list.sha256 { lines.append("  SHA-256 \(sha256)") }
            return lines.joined(separator: "\n") + "\n"
        }
        let count = "\(lists.count) \(lists.count == 1 ? "list" : "lists")"
        return paragraphs.joined() + "\(count) in \(Escaping.plain(folder))\n"
    }

    var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/cache/1")),
            ("folder", .string(folder)),
            (
                "lists",
                .array(
                    lists.map { list in
                        .object([
                            ("authority", .string(list.authority)),
                            ("tenant", .optional(list.tenant)),
                            ("address", .optional(list.address)),
                            ("keys", .integer(Int64(list.keyCount))),
                            ("sha256", .optional(list.sha256)),
                            ("fetchedAt", .optional(list.fetchedAt.map(TimeText.utc))),
                            ("ageSeconds", .optional(list.fetchedAt.map { now - $0 })),
                        ])
                    })
            ),
        ])
    }
}
