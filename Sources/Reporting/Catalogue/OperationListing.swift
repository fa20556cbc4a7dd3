public import StrictJSON
public import TokenCheck

/// Operations of the catalogue with what opens them, for people and programs.
public struct OperationListing: Sendable {
    private let operations: [CatalogueOperation]

    /// Lists operations.
    public init(_ operations: [CatalogueOperation]) { self.operations = operations }

    /// A paragraph for each operation, with what a manifest would say of it; at most 80 columns.
    public var text: String { operations.map(Self.page).joined(separator: "\n") }

    private static func page(_ operation: CatalogueOperation) -> String {
        let resource = operation.resource
        var rows = [("resource", "\(resource.name), \(resource.displayName)")]
        rows += label("audience", [resource.canonicalAudience(in: .public) ?? resource.name])
        for kind in [TokenKind.application, .delegated] {
            let least = operation.leastPermissions(of: kind)
            let all = operation.permissions(of: kind)
            // Where each of several is, as for what takes another operation's permission, the mark says nothing.
            let isTelling = all.count == 1 || least.count < all.count
            let names = all.map { name in
                isTelling && least.contains(name) ? "\(name)  (least privileged)" : name
            }
            rows += label(kind.rawValue, names.isEmpty ? ["none opens it"] : names)
        }
        if let day = operation.retires {
            rows.append(("retirement", "\(day)\(operation.note.map { "; \($0)" } ?? "")"))
        } else if let note = operation.note {
            rows.append(("note", note))
        }
        let lines = rows.map { label, words in
            let row = "  " + label + String(repeating: " ", count: 13 - label.count) + words
            return FoldedRow(row, indent: String(repeating: " ", count: 15), columns: 80).text
        }
        let title = FoldedRow(
            "\(operation.request)  \(operation.name)", indent: "    ", columns: 80)
        return ([title.text] + lines + ["", "tokcheck: 1", "operations:"]).joined(separator: "\n")
            + "\n"
            + ManifestEntry(operation).text
    }

    /// Rows of which only the first has the label.
    private static func label(_ label: String, _ words: [String]) -> [(String, String)] {
        words.enumerated().map { ($0.offset == 0 ? label : "", $0.element) }
    }

    /// The document `tokcheck/operations/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/operations/1")),
            ("operations", .array(operations.map(Self.json))),
        ])
    }

    private static func json(_ operation: CatalogueOperation) -> JSONOutput {
        func list(_ names: [String]) -> JSONOutput { .array(names.map(JSONOutput.string)) }
        return .object([
            ("name", .string(operation.name)),
            ("request", .string(operation.request)),
            ("resource", .string(operation.resource.name)),
            ("audience", .optional(operation.resource.canonicalAudience(in: .public))),
            ("application", list(operation.application)),
            ("delegated", list(operation.delegated)),
            ("leastApplication", list(operation.leastApplication)),
            ("leastDelegated", list(operation.leastDelegated)),
            ("retires", .optional(operation.retires)),
            ("note", .optional(operation.note)),
        ])
    }
}
