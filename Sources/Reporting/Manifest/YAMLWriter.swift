internal import StrictJSON

/// Writes YAML that every reader of YAML 1.1 and 1.2 reads alike.
public struct YAMLWriter: Sendable {
    private var lines: [String] = []
    /// Beyond so many columns a list or mapping is broken into lines.
    private static let columns = 80

    private init() {}

    /// The text of a mapping, a line break at its end.
    /// - Parameters:
    ///   - members: The members of the document.
    ///   - comments: The lines in front of them.
    /// - Returns: YAML; comments are made harmless, and text is quoted where it could mean anything else.
    public static func text(_ members: [YAMLOutput.Member], comments: [String] = []) -> String {
        var writer = YAMLWriter()
        for comment in comments { writer.lines.append(Self.comment(comment)) }
        writer.write(members, indent: 0)
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write(_ members: [YAMLOutput.Member], indent: Int) {
        let blanks = String(repeating: " ", count: indent)
        for member in members {
            for comment in member.comments { lines.append(blanks + Self.comment(comment)) }
            write(
                member.value, behind: blanks + Self.scalar(member.name, in: .flow) + ":",
                comment: member.comment, indent: indent + 2)
        }
    }

    /// Writes a value behind the name it belongs to, or the dash of its element.
    private mutating func write(
        _ value: YAMLOutput, behind start: String, comment: String?, indent: Int
    ) {
        let end = comment.map { "  " + Self.comment($0) } ?? ""
        if let short = Self.oneLine(value, in: .block) {
            let isScalar =
                switch value {
                case .integer, .text: true
                case .list(let elements): elements.isEmpty
                case .mapping(let members, _): members.isEmpty
                }
            if isScalar || (start + " " + short).count <= Self.columns {
                lines.append(start + " " + short + end)
                return
            }
        }
        switch value {
        case .integer, .text: break
        case .list(let elements):
            lines.append(start + end)
            for element in elements {
                write(
                    element.value, behind: String(repeating: " ", count: indent) + "-",
                    comment: element.comment, indent: indent + 2)
            }
        case .mapping(let members, _):
            guard start.hasSuffix("-") else {
                lines.append(start + end)
                write(members, indent: indent)
                return
            }
            // The first member stands beside the dash.
            let first = lines.count
            write(members, indent: start.count + 1)
            guard lines.indices.contains(first) else { return }
            lines[first] = start + lines[first].dropFirst(start.count)
        }
    }

    /// The value on one line; nil when it has a comment in it or asks for lines of its own.
    private static func oneLine(_ value: YAMLOutput, in place: Place) -> String? {
        switch value {
        case .integer(let number): return String(number)
        case .text(let text): return scalar(text, in: place)
        case .list(let elements):
            var words: [String] = []
            for element in elements {
                guard element.comment == nil, let word = oneLine(element.value, in: .flow)
                else { return nil }
                words.append(word)
            }
            return "[" + words.joined(separator: ", ") + "]"
        case .mapping(let members, let layout):
            guard layout == .short || members.isEmpty else { return nil }
            var words: [String] = []
            for member in members {
                guard member.comment == nil, member.comments.isEmpty,
                    let word = oneLine(member.value, in: .flow)
                else { return nil }
                words.append(scalar(member.name, in: .flow) + ": " + word)
            }
            return members.isEmpty ? "{}" : "{ " + words.joined(separator: ", ") + " }"
        }
    }

    private static func comment(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            isNoCharacter(scalar) ? quoted(scalar) : Escaping.plain(String(scalar))
        }
        return text.isEmpty ? "#" : "# " + plain.joined()
    }
}

// How text is written.
extension YAMLWriter {
    /// Whether text stands among brackets.
    private enum Place { case block, flow }

    private static func scalar(_ text: String, in place: Place) -> String {
        if isGUID(text) || isSpan(text) || isPlain(text, in: place) { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default: quoted += Self.quoted(scalar)
            }
        }
        return quoted + "\""
    }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        guard scalar.isHazardous || isNoCharacter(scalar) else { return String(scalar) }
        let digits = Hexadecimal.text(
            (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (24 - 8 * $0)) })
        return scalar.value > 0xFFFF ? "\\U" + digits : "\\u" + digits.suffix(4)
    }

    /// The last two of each plane are no characters, and some readers take none of them.
    private static func isNoCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value & 0xFFFE == 0xFFFE
    }

    /// Words that one version of YAML or the other does not read as text.
    private static let reserved = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    ]

    /// Whether text needs no quotes: a word, or in a block also words with what requests hold.
    private static func isPlain(_ text: String, in place: Place) -> Bool {
        guard let first = text.utf8.first, isLetter(first), let last = text.utf8.last,
            last != UInt8(ascii: " "), !reserved.contains(text.lowercased())
        else { return false }
        var previous = first
        for byte in text.utf8 {
            let isWord =
                isLetter(byte) || (0x30...0x39).contains(byte) || "._-/".utf8.contains(byte)
            let isRequest =
                place == .block && " {}()='".utf8.contains(byte)
                && !(byte == previous && byte == UInt8(ascii: " "))
            guard isWord || isRequest else { return false }
            previous = byte
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// A span of time such as `25h`, which is no number either.
    private static func isSpan(_ text: String) -> Bool {
        let digits = text.utf8.dropLast()
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
            && text.utf8.last.map { "smhd".utf8.contains($0) } ?? false
    }

    /// Four hyphens keep a GUID from being a number, whatever its digits.
    private static func isGUID(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.joined().allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
    }
}
