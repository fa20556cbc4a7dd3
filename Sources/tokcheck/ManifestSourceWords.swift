internal import Reporting
internal import StrictJSON
internal import StrictYAML

/// What is said of a manifest that is neither YAML nor JSON as they are read here.
enum ManifestSourceWords {
    /// The problem of a YAML file.
    static func problem(_ defect: YAMLDefect) -> ManifestProblem {
        let (message, hint) = words(defect)
        return ManifestProblem(
            level: .error, code: defect.kind.rawValue, place: defect.place, path: nil,
            message: message, hint: hint)
    }

    /// The problem of a JSON file.
    static func problem(_ defect: JSONDefect, in bytes: [UInt8]) -> ManifestProblem {
        let (code, hint): (String, String?) =
            switch defect.kind {
            case .tooLarge: (YAMLDefect.Kind.tooLarge.rawValue, "a manifest has at most 256 KiB")
            case .empty: (YAMLDefect.Kind.empty.rawValue, "begin with {\"tokcheck\": 1, …}")
            case .byteOrderMark:
                (YAMLDefect.Kind.byteOrderMark.rawValue, "save it as UTF-8 without a mark")
            case .encoding: (YAMLDefect.Kind.encoding.rawValue, "save it as UTF-8")
            case .tooDeep: (YAMLDefect.Kind.tooDeep.rawValue, "at most 16 levels are read")
            case .repeatedName:
                (YAMLDefect.Kind.repeatedName.rawValue, "leave one of the two out")
            case .truncated, .unexpectedByte, .trailingBytes, .literal, .number,
                .controlCharacter, .escape, .loneSurrogate:
                (
                    "json-syntax",
                    "a name that ends in .json is strict JSON (RFC 8259); YAML is read under any other"
                )
            }
        return ManifestProblem(
            level: .error, code: code, place: TextPlace(of: defect.offset, in: bytes), path: nil,
            message: "not strict JSON: \(defect.kind.rawValue)", hint: hint)
    }

    private static func words(_ defect: YAMLDefect) -> (String, String?) {
        switch defect.kind {
        case .tooLarge: ("more than 256 KiB", "is it the right file?")
        case .empty: ("nothing but white space and comments", "begin with `tokcheck: 1`")
        case .byteOrderMark: ("a byte order mark", "save it as UTF-8 without one")
        case .encoding: ("not UTF-8", "save it as UTF-8")
        case .controlCharacter: ("a control character", "take it out, or write it as \\u in quotes")
        case .lineSeparator:
            (
                "a character at which only some YAML readers end the line",
                "take it out, or write it as \\u in quotes"
            )
        case .syntax: syntax(defect.explanation ?? "")
        case .anchor, .alias:
            ("anchors and aliases are not read", "write the value out where it is meant")
        case .tag: ("tags such as !!str are not read", "put text in quotes instead")
        case .mergeKey: ("the merge key << is not read", "write the members out")
        case .directive: ("directives such as %YAML are not read", "leave the line out")
        case .secondDocument: ("a second document", "keep one manifest a file")
        case .key: ("a key that is not plain or quoted text", "put the key in quotes")
        case .scalar:
            ("a number that JSON cannot write", "write it in quotes, if it is meant as text")
        case .tooDeep: ("nested too deep", "at most 16 levels are read")
        case .repeatedName: ("the key stands there already", "leave one of the two out")
        }
    }

    private static func syntax(_ explanation: String) -> (String, String?) {
        let hint: String? =
            if explanation.contains("cannot start any token") {
                "indent with blanks, not tabs; put text that begins with @ ` or % in quotes"
            } else if explanation.contains("':'") {
                "a key and its colon stand on one line, with a blank behind the colon"
            } else if explanation.contains("quoted scalar") {
                "close the quotes"
            } else {
                "look at the indentation, quotes and brackets up to here"
            }
        return ("not YAML: " + Escaping.plain(explanation), hint)
    }
}
