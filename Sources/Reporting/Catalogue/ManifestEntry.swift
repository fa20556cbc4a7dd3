public import TokenCheck

/// What a permissions manifest would say of an operation.
public struct ManifestEntry: Sendable {
    private let operation: CatalogueOperation

    /// Makes an entry.
    public init(_ operation: CatalogueOperation) { self.operation = operation }

    /// A name for the operation, such as `incidents.list`; no other operation of the resource has the same.
    ///
    /// It is made of the path's words and of the verb: the first word of what the operation is called, unless the path has
    /// a verb itself.
    public var name: String {
        var words = Self.words(operation.path)
        let verb = operation.name.prefix { $0 != " " }.lowercased()
        let endsInPlaceholder = operation.path.hasSuffix("}")
        guard let last = words.popLast() else { return verb }
        let rest = last.hasPrefix(verb) ? last.dropFirst(verb.count).drop { $0 == "-" } : ""
        let hasVerb =
            operation.method == "POST"
            ? !isCollection
            : last.hasSuffix(verb) || Self.verbs.contains(where: last.hasPrefix)
        if endsInPlaceholder {
            words += [last, verb]
        } else if words.isEmpty {
            words = [rest.isEmpty ? last : String(rest), verb]
        } else if hasVerb {
            words += [last]
        } else {
            words += [last, verb]
        }
        return words.joined(separator: ".")
    }

    private static let verbs = ["find", "get"]

    /// Whether something can be read at the same path.
    private var isCollection: Bool {
        operation.resource.operations.contains {
            $0.method == "GET" && $0.path == operation.path
        }
    }

    /// The words of a path: no placeholders, no prefix, lower case with dashes.
    private static func words(_ path: String) -> [String] {
        var segments = path.split(separator: "/")
        for prefix in ["api", "v1.0", "beta", "security"] where segments.first == prefix[...] {
            segments.removeFirst()
        }
        return segments.filter { !$0.hasPrefix("{") }.map { segment in
            var word = ""
            for character in segment.prefix(while: { $0 != "(" }) {
                if character.isUppercase, word.last?.isLowercase ?? false { word += "-" }
                word += character.lowercased()
            }
            return word
        }
    }

    /// The entry as YAML, indented to stand under `operations:`.
    public var text: String {
        var lines = ["  \(name):"]
        let request = "    request: \(operation.request)"
        lines += request.count > 80 ? ["    request:", "      \(operation.request)"] : [request]
        lines.append("    resource: \(operation.resource.name)")
        for kind in [TokenKind.application, .delegated] {
            lines += Self.need(kind.rawValue, operation.permissions(of: kind))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func need(_ label: String, _ names: [String]) -> [String] {
        guard let first = names.first else { return [] }
        guard names.count > 1 else { return ["    \(label): \(first)"] }
        let line = "    \(label): { any: [\(names.joined(separator: ", "))] }"
        guard line.count > 80 else { return [line] }
        return ["    \(label):", "      any:"] + names.map { "        - \($0)" }
    }
}
