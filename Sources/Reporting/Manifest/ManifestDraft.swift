public import TokenCheck

/// A manifest that was made from something else, for people to review.
public struct ManifestDraft: Sendable {
    /// The manifest.
    public let manifest: Manifest
    /// What is said beside it.
    public let comments: ManifestWriter.Comments
    /// What must be said of its making, a sentence each.
    public let notes: [String]

    /// Puts a draft together.
    public init(_ manifest: Manifest, comments: ManifestWriter.Comments, notes: [String] = []) {
        self.manifest = manifest
        self.comments = comments
        self.notes = notes
    }

    /// The manifest and its comments, ready to be written.
    public var writer: ManifestWriter { ManifestWriter(manifest, comments: comments) }

    /// Makes a manifest for operations of the catalogue.
    /// - Parameters:
    ///   - operations: What is to be done, at least one.
    ///   - kinds: For which kinds of token; nil: those that each operation is open to.
    public init(of operations: [CatalogueOperation], kinds: [TokenKind]? = nil) {
        var bounds = TokenBounds()
        bounds.kinds = kinds
        bounds.audiences = Self.common(operations.map(\.resource)).map { .resource($0) }
        var comments = ManifestWriter.Comments()
        comments.head = [
            "In each `any` the least privileged permission comes first: the one to register."
        ]
        var names = OperationNames()
        let drafted = operations.map { operation in
            let draft = operation.operation(named: names.take(operation), kinds: kinds)
            comments.operations[draft.name ?? ""] = Self.comments(on: operation)
            return draft
        }
        self.init(Manifest(bounds: bounds, operations: drafted), comments: comments)
    }

    private static func comments(on operation: CatalogueOperation) -> [String] {
        let end = operation.retires.map {
            ["Ends on \($0)\(operation.note.map { "; \($0)" } ?? "")"]
        }
        return [operation.name] + (end ?? [])
    }

    /// The resource of all; nil when they have several.
    static func common(_ resources: [Resource]) -> Resource? {
        guard let first = resources.first, resources.allSatisfy({ $0 == first }) else { return nil }
        return first
    }
}

/// Names for operations, each given once.
struct OperationNames {
    private var taken: Set<String> = []

    /// A name for an operation of the catalogue.
    mutating func take(_ operation: CatalogueOperation) -> String {
        take(ManifestEntry(operation).name, or: operation.resource.name)
    }

    /// A name; if it is taken, with another word or a number behind it.
    mutating func take(_ name: String, or word: String? = nil) -> String {
        var names = [name]
        if let word { names.append("\(name).\(word)") }
        for candidate in names where taken.insert(candidate).inserted { return candidate }
        var number = 2
        while !taken.insert("\(name).\(number)").inserted { number += 1 }
        return "\(name).\(number)"
    }
}
