import TestSupport

// Random manifests and tokens over few names, so that they meet often.
extension SplitMix64 {
    private static let names = ["A.Read", "A.Write", "B.Read", "B.Write", "C.Run", "D"]
    private static let patterns = ["*.Write", "A.*", "*", "C.Run", "*e*d", "D*", "z*", "B.*.*"]
    private static let resources = ["defender-xdr", "defender-endpoint", "graph"]

    /// Whether something that happens once in so many times happens now.
    mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    private mutating func one(of texts: [String]) -> String {
        texts[Int.random(in: texts.indices, using: &self)]
    }

    private mutating func some(of texts: [String], in count: Int) -> [String] {
        texts.shuffled(using: &self).filter { _ in once(in: count) }
    }

    /// A need of this depth at most.
    mutating func need(depth: Int = 3) -> ReferenceNeed {
        if depth == 0 || once(in: 3) { return .permission(one(of: Self.names)) }
        let members = (0..<Int.random(in: 1...3, using: &self)).map { _ in need(depth: depth - 1) }
        return once(in: 3) ? .all(members) : .any(members)
    }

    /// An operation, perhaps of a resource of its own.
    mutating func operation(_ name: String) -> ReferenceOperation {
        var operation = ReferenceOperation(name: name)
        if once(in: 3) { operation.resource = one(of: Self.resources) }
        let form = Int.random(in: 0..<5, using: &self)
        if form != 0 { operation.application = need() }
        if form != 1 { operation.delegated = need() }
        return operation
    }

    /// A manifest of one to four operations.
    mutating func manifest() -> ReferenceManifest {
        var manifest = ReferenceManifest(resource: one(of: Self.resources), operations: [])
        for index in 0..<Int.random(in: 1...4, using: &self) {
            manifest.operations.append(operation("o\(index)"))
        }
        if once(in: 3) { manifest.forbiddenApplication = some(of: Self.patterns, in: 4) }
        if once(in: 3) { manifest.forbiddenDelegated = some(of: Self.patterns, in: 4) }
        if once(in: 2) { manifest.allowed = some(of: Self.patterns, in: 5) }
        manifest.level = one(of: ["ignore", "warn", "warn", "fail"])
        return manifest
    }

    /// A manifest, a token, and what is asked.
    mutating func question() -> ReferenceQuestion {
        let manifest = self.manifest()
        let names = manifest.operations.map(\.name)
        let resource =
            once(in: 8)
            ? one(of: Self.resources)
            : manifest.operations.randomElement(using: &self)?.resource ?? manifest.resource
        var question = ReferenceQuestion(
            manifest: manifest, kind: once(in: 2) ? .application : .delegated, held: [],
            audience: ReferenceManifest.audiences[resource] ?? "")
        if once(in: 2) { question.selected = some(of: names, in: 2) }
        if once(in: 4) {
            question.quick = operation("")
            question.quick?.resource = nil
        }
        question.held = self.held(by: question.kind)
        return question
    }

    /// The names that a token holds, in any order.
    private mutating func held(by kind: ReferenceKind) -> [String] {
        var held = Self.names.filter { _ in !once(in: 3) }
        if once(in: 3) { held.append("Z.Other") }
        if once(in: 6) { held.append("a.read") }
        if kind == .delegated, once(in: 2) { held += ["openid", "offline_access"] }
        if once(in: 10) { held = [] }
        return held.shuffled(using: &self)
    }
}
