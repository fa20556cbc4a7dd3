public import TokenCheck

/// What is said of a defect of a manifest.
public struct ManifestWords: Sendable {
    /// What is wrong.
    public let sentence: String
    /// What was probably meant, or what to do.
    public let hint: String?

    /// The words for a defect.
    /// - Parameters:
    ///   - defect: The defect.
    ///   - redacted: Takes out of a text what could be a token: somebody may have pasted one into the file.
    public init(_ defect: ManifestDefect, redacted: (String) -> String) {
        let found = defect.found.map { Escaping.quoted(redacted($0), limit: 80) } ?? "this"
        let words = Self.words(defect.kind, found: found, possible: defect.possible)
        sentence = words.sentence
        hint = Self.likely(defect) ?? words.hint
    }

    /// The word that was probably meant, if one is near.
    private static func likely(_ defect: ManifestDefect) -> String? {
        guard defect.kind == .valueUnknown || defect.kind == .keyUnknown, let found = defect.found,
            let name = NearestName.nearest(to: found, among: defect.possible)
        else { return nil }
        return "did you mean \(name)?"
    }

    private static func words(
        _ kind: ManifestDefect.Kind, found: String, possible: [String]
    ) -> (sentence: String, hint: String?) {
        let list = possible.joined(separator: ", ")
        switch kind {
        case .formatUnknown:
            return (
                "format \(found); this program reads format 1",
                "write `tokcheck: 1`, without quotes"
            )
        case .keyMissing:
            return ("\(list) is missing", "add \(list)" + (list == "tokcheck" ? ": 1" : ""))
        case .keyUnknown:
            return (
                "unknown key \(found)",
                possible.isEmpty ? nil : "one of \(list)"
            )
        case .wrongKind: return ("not \(list)", "write \(list) here")
        case .quotesNeeded:
            let value = bare(found)
            if value == "null" {
                return (
                    "nothing stands where a value is asked", "write a value, or leave the key out"
                )
            }
            return (
                "\(value) stands there as a \(value.first?.isLetter == true ? "truth value" : "number"), not as text",
                "write it in quotes, if it is meant as text"
            )
        case .valueUnknown: return ("unknown word \(found)", "one of \(list)")
        case .listSize:
            let bounds = "\(possible.first ?? "1") to \(possible.last ?? "1")"
            return ("\(bare(found)) members, \(bounds) are allowed", nil)
        case .repeated: return ("\(found) stands there twice", "leave one of them out")
        case .tooLong: return ("more than \(list) characters", "say it in fewer words")
        case .tooDeep: return ("nested too deep", "a need is at most 16 deep")
        case .branchMissing:
            return (
                "operation \(found) has neither application nor delegated",
                "say what an app-only token (application) or a user's (delegated) must hold"
            )
        case .resourceAndAudiences:
            return ("both resource and audiences", "name one of them; a resource has its audiences")
        case .lifetimeImpossible:
            return (
                "max is less than remaining, so that no token could pass",
                "give max the larger span"
            )
        case .nameForm, .guidForm, .permissionForm, .patternForm, .audienceForm, .durationForm,
            .requestForm, .needForm:
            return form(kind, found: found)
        }
    }

    /// A number in quotes, without them.
    private static func bare(_ found: String) -> String { found.filter { $0 != "\"" } }

    private static func form(_ kind: ManifestDefect.Kind, found: String) -> (String, String?) {
        switch kind {
        case .nameForm:
            (
                "\(found) is no name",
                "1 to 64 of a-z, 0-9 and . _ -, with a letter or digit at both ends"
            )
        case .guidForm:
            (
                "\(found) is no GUID in lower case",
                GUID.isCanonical(bare(found).lowercased())
                    ? "write \(bare(found).lowercased())"
                    : "a GUID looks like 00000003-0000-0000-c000-000000000000"
            )
        case .permissionForm:
            (
                "\(found) is no permission's name",
                found.contains("*")
                    ? "name each permission; * is for forbid and excess.allow"
                    : "at most 120 characters, no blanks, no dot in front"
            )
        case .patternForm:
            ("\(found) is no pattern", "a permission's name in which * stands for any characters")
        case .audienceForm:
            ("\(found) is no audience", "1 to 300 characters without blanks, as aud has them")
        case .durationForm: ("\(found) is no span of time", "write 90s, 10m, 25h or 1d")
        case .requestForm:
            ("\(found) is no request", "write a method and a path, such as GET /api/incidents")
        default:
            (
                found == "this"
                    ? "neither a permission nor one of any and all" : "\(bare(found)) is no need",
                "write one name, { any: [A, B] } or { all: [A, B] }"
            )
        }
    }
}
