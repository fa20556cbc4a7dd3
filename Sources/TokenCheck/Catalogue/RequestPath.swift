/// A path that somebody typed or copied, taken apart for ``PathPattern``.
struct RequestPath {
    /// The parts between slashes in lower case, without the version of the API.
    let segments: [String]
    /// The host in lower case, if there was one.
    private let host: String?

    /// The longest text that is read: the longest address that proxies pass without being asked to.
    private static let mostBytes = 2048

    /// Takes a path, or an address with scheme and host, apart; nil for anything else.
    init?(_ text: String) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        var rest = text.lowercased()[...]
        if let scheme = ["https://", "http://"].first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(scheme.count)
            let authority = rest.prefix { !"/?#".contains($0) }
            rest = rest.dropFirst(authority.count)
            let name = authority.prefix { $0 != ":" }
            guard !name.isEmpty, !authority.contains("@") else { return nil }
            host = String(name)
        } else {
            host = nil
        }
        guard rest.hasPrefix("/") else { return nil }
        segments = Self.segments(rest)
    }

    /// The parts of a path in lower case, without the version: before or behind it nothing differs in permissions.
    static func segments(_ path: Substring) -> [String] {
        var segments = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
        if segments.first == "v1.0" || segments.first == "beta" {
            segments.removeFirst()
        } else if segments.count > 1, segments[0] == "api", segments[1] == "v1.0" {
            segments.remove(at: 1)
        }
        return segments
    }

    /// Whether the host is no obstacle: it belongs to the resource, or the catalogue does not know it.
    func mayBeSent(to resource: Resource) -> Bool {
        guard let host else { return true }
        let owners = Resource.all.filter { $0.hosts.contains(host) }
        return owners.isEmpty || owners.contains { $0.name == resource.name }
    }
}

/// A path with placeholders in braces.
struct PathPattern: Sendable {
    /// For each segment the words around its placeholders: one word if it has none.
    private let segments: [[String]]

    init(_ path: String) {
        segments = RequestPath.segments(path.lowercased()[...]).map(Self.words)
    }

    private static func words(_ segment: String) -> [String] {
        var words = [""]
        var isPlaceholder = false
        for character in segment {
            switch character {
            case "{":
                isPlaceholder = true
                words.append("")
            case "}": isPlaceholder = false
            default: if !isPlaceholder { words[words.count - 1].append(character) }
            }
        }
        return words
    }

    /// How near the words are, segment for segment: 2 exactly, 1 in part, 0 for a placeholder alone; nil for no match.
    func rank(of path: RequestPath) -> [Int]? {
        guard path.segments.count == segments.count else { return nil }
        var rank: [Int] = []
        for (words, segment) in zip(segments, path.segments) {
            guard Self.matches(words, segment) else { return nil }
            rank.append(words.count == 1 ? 2 : words.allSatisfy(\.isEmpty) ? 0 : 1)
        }
        return rank
    }

    /// Whether a segment has these words in order, with at least one character at each placeholder.
    private static func matches(_ words: [String], _ segment: String) -> Bool {
        guard words.count > 1, let first = words.first, let last = words.last else {
            return words.first.map { $0.utf8.elementsEqual(segment.utf8) } ?? false
        }
        let text = Array(segment.utf8)
        guard text.starts(with: first.utf8), text.count >= first.utf8.count + last.utf8.count,
            text.reversed().starts(with: last.utf8.reversed())
        else { return false }
        var rest = text[first.utf8.count..<(text.count - last.utf8.count)]
        for word in words.dropFirst().dropLast() {
            // The first place that leaves something for the placeholder before the word is as good as any later one.
            guard
                let place = rest.indices.dropFirst().first(where: {
                    rest[$0...].starts(with: word.utf8)
                })
            else { return false }
            rest = rest[place...].dropFirst(word.utf8.count)
        }
        return !rest.isEmpty
    }
}
