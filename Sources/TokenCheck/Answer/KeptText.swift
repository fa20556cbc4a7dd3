/// Text of an answer as it is kept: of bounded length, and without anything that could be a token.
enum KeptText {
    /// A server's message has a few hundred bytes.
    static let mostBytes = 2048
    /// A server's code, a permission or an audience is shorter.
    static let mostNameBytes = 128
    /// A server names a handful.
    static let mostNames = 64

    /// A sentence, cut where it is too long; nil when nothing is left.
    static func sentence(_ bytes: some Collection<UInt8>) -> String? {
        let start = Array(bytes.prefix(mostBytes))[...].trimmed
        guard !start.isEmpty else { return nil }
        return cut(String(decoding: withoutTokens(start), as: UTF8.self))
    }

    /// A code or a name; nil when it is empty, too long to be one, or holds a token.
    static func name(_ bytes: some Collection<UInt8>) -> String? {
        guard bytes.count <= mostNameBytes, !bytes.isEmpty else { return nil }
        let name = Array(bytes)
        guard withoutTokens(name[...]) == name else { return nil }
        let text = String(decoding: name, as: UTF8.self)
        return text.utf8.count <= mostNameBytes ? text : nil
    }

    /// Bytes that are no UTF-8 become longer when they are replaced.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > mostBytes else { return text }
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= mostBytes else { break }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// The shortest run that is taken for a token, or for a part of one, by its beginning.
    private static let shortestToken = 32
    /// The shortest run that is taken for a token of any kind.
    private static let shortestSecret = 256

    /// Replaces runs that look like tokens: what is kept may be printed.
    private static func withoutTokens(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [UInt8] = []
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let run = bytes[position...].prefix { $0.isTokenByte }
            guard !run.isEmpty else {
                kept.append(bytes[position])
                position += 1
                continue
            }
            kept += isToken(run) ? Array("<token>".utf8)[...] : run
            position = run.endIndex
        }
        return kept
    }

    private static func isToken(_ run: ArraySlice<UInt8>) -> Bool {
        guard run.count >= shortestToken else { return false }
        let parts = run.split(separator: UInt8(ascii: "."))
        return run.count >= shortestSecret || run.hasPrefix(lowered: "ewb")
            || parts.contains { $0.hasPrefix(lowered: "eyj") }
    }
}

extension UInt8 {
    /// Whether the byte may stand in a token in compact form.
    fileprivate var isTokenByte: Bool {
        isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
            || self == UInt8(ascii: ".")
    }
}
