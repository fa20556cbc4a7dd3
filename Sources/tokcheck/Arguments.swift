internal import ArgumentParser
internal import TokenCheck

/// A duration on the command line: `90s`, `10m`, `25h`, `1d`, or seconds.
struct DurationArgument: ExpressibleByArgument {
    /// Its length.
    let seconds: Int64

    /// Reads a duration; nil for anything else, and for more than ten thousand days.
    init?(argument: String) {
        var digits = argument[...]
        var size: Int64 = 1
        if let unit = argument.last, !unit.isASCIIDigit {
            guard let known = ["s": 1, "m": 60, "h": 3600, "d": 86_400][String(unit)] else {
                return nil
            }
            size = Int64(known)
            digits = argument.dropLast()
        }
        guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy(\.isASCIIDigit),
            let count = Int64(digits), count * size <= 864_000_000
        else { return nil }
        seconds = count * size
    }
}

/// A time on the command line: RFC 3339, or seconds since 1970.
struct TimeArgument: ExpressibleByArgument {
    /// The time.
    let instant: Instant

    /// Reads a time; a fraction of a second is dropped.
    init?(argument: String) {
        if !argument.isEmpty, argument.count <= 12, argument.allSatisfy(\.isASCIIDigit),
            let seconds = Int64(argument)
        {
            instant = Instant(secondsSince1970: seconds)
            return
        }
        guard let seconds = RFC3339.seconds(argument) else { return nil }
        instant = Instant(secondsSince1970: seconds)
    }
}

extension Character {
    /// Whether this is one of `0` to `9`; digits of other scripts are not numbers here.
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

/// A need on the command line: one name, `any:A,B` or `all:A,B`.
enum NeedArgument {
    /// Reads a need.
    /// - Throws: ``CommandFault`` that says how to write what was meant.
    static func need(_ text: String, flag: String) throws(CommandFault) -> Need {
        let (rule, list) = rule(text)
        let names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if rule == nil, names.count > 1 {
            let shown = Redaction.redacted(list)
            throw .usage(
                "\(flag): a list of permissions could mean either",
                hint: "write \(flag) any:\(shown) or \(flag) all:\(shown)"
            )
        }
        for name in names {
            guard isPermission(name) else {
                throw .usage(
                    "\(flag): not the name of a permission: \(Redaction.quoted(name))",
                    hint: "names have no blanks, and * stands for nothing here")
            }
        }
        let needs = names.map(Need.permission)
        return rule == "any" ? .any(needs) : rule == "all" ? .all(needs) : needs[0]
    }

    private static func rule(_ text: String) -> (String?, String) {
        for rule in ["any", "all"] where text.hasPrefix(rule + ":") {
            return (rule, String(text.dropFirst(4)))
        }
        return (nil, text)
    }

    /// What Entra ID allows as the value of a role or scope, without `*`: at most 120 characters, no leading dot.
    static func isPermission(_ name: String) -> Bool {
        let others = Set(":!#$%&'()+,-./;<=>?@[]^_{|}~")
        return !name.isEmpty && name.count <= 120 && !name.hasPrefix(".")
            && name.allSatisfy { character in
                character.isASCII
                    && (character.isLetter || character.isNumber || others.contains(character))
            }
    }
}
