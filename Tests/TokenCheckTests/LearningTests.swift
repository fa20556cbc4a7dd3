import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct LearningTests {
    /// What Defender answers a token that lacks every permission.
    private static func defender(_ names: [String], _ word: String = "roles") -> [UInt8] {
        Array(
            (#"{"error":{"code":"Forbidden","message":"Missing application roles. API required \#(word): "#
                + names.joined(separator: ",")
                + #", application roles: Other.Role.","target":"6f1c2d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f"}}"#)
                .utf8)
    }

    /// What Microsoft Graph answers.
    private static func graph(_ names: [String], _ kind: TokenKind) -> [UInt8] {
        let (word, title) = kind == .application ? ("role", "Role") : ("scope", "Scope")
        return Array(
            (#"{"error":{"code":"Forbidden","message":"Missing \#(word) permissions on the request. "#
                + "API requires one of '\(names.joined(separator: ", "))'. "
                + #"\#(title)s on the request 'User.Read'.","innerError":{}}}"#).utf8)
    }

    /// Each answer that a token without any of the permissions may get, one after the other until all is granted.
    private static func answers(to need: Need, _ kind: TokenKind, of resource: Resource)
        -> [[UInt8]]
    {
        switch need {
        case .permission, .any:
            [resource == .graph ? graph(need.names, kind) : defender(need.names)]
        case .all(let needs): needs.flatMap { answers(to: $0, kind, of: resource) }
        }
    }

    /// The refusals of everything that a manifest asks of one kind of token.
    private static func refusals(of manifest: Manifest, _ kind: TokenKind) throws -> [Refusal] {
        try manifest.operations.flatMap { operation in
            let need = try #require(operation.need(of: kind))
            let resource = try #require(operation.resource)
            let request = try #require(operation.request).split(separator: " ").map(String.init)
            // As the job would have called it, with an id in the place of each placeholder.
            let path = request[1].replacing(#/\{[A-Za-z-]+\}/#, with: "42")
            let host = try #require(resource.apiHost(in: .public))
            return answers(to: need, kind, of: resource).map { answer in
                var refusal = Refusal(ServerAnswer(reading: answer.span), source: "test")
                refusal.method = request[0]
                refusal.address = "https://\(host)\(path)?$top=1"
                refusal.kind = kind
                return refusal
            }
        }
    }

    @Test(arguments: [TokenKind.application, .delegated])
    func `what servers refuse every request of the catalogue for is learnt as the manifest asks it`(
        _ kind: TokenKind
    ) throws {
        let operations = CatalogueOperation.all.filter { !$0.permissions(of: kind).isEmpty }
        #expect(operations.count >= (kind == .application ? 140 : 120))
        #expect(Set(operations.map(\.resource.name)) == Set(Resource.all.map(\.name)))
        let manifest = ManifestDraft(of: operations, kinds: [kind]).manifest
        let refusals = try Self.refusals(of: manifest, kind)
        #expect(refusals.count == operations.count)
        let learnt = try ManifestDraft(learning: refusals, resource: nil).manifest
        #expect(learnt.operations.count == manifest.operations.count)
        let other: TokenKind = kind == .application ? .delegated : .application
        for (one, before) in zip(learnt.operations, manifest.operations) {
            #expect(one.name == before.name)
            #expect(one.need(of: kind) == before.need(of: kind), "\(before)")
            #expect(one.request == before.request)
            #expect(one.resource == before.resource)
            #expect(one.need(of: other) == nil, "\(before)")
        }
    }

    @Test func `needs of needs are learnt from one answer after the other`() throws {
        var random = SplitMix64(seed: 52)
        var counts = (all: 0, any: 0)
        for _ in 0..<200 {
            let manifest = random.catalogueManifest()
            for kind in [TokenKind.application, .delegated] {
                for operation in manifest.operations {
                    guard let need = operation.need(of: kind), let resource = operation.resource,
                        // A server names alternatives in one list, and what must be held together in several answers.
                        need.isListOfAlternatives
                    else { continue }
                    let refusals = Self.answers(to: need, kind, of: resource).map { answer in
                        var refusal = Refusal(ServerAnswer(reading: answer.span), source: "test")
                        refusal.method = "GET"
                        refusal.address = "/not/in/the/catalogue"
                        refusal.kind = kind
                        return refusal
                    }
                    let learnt = try ManifestDraft(learning: refusals, resource: resource).manifest
                    #expect(learnt.operations.count == 1)
                    let again = try #require(learnt.operations.first?.need(of: kind), "\(need)")
                    // The same needs: each set of the names meets both or neither.
                    let names = Array(Set(need.names)).sorted().prefix(10)
                    for bits in 0..<(1 << names.count) {
                        let held = names.indices.filter { bits & 1 << $0 != 0 }.map { names[$0] }
                        #expect(
                            again.isMet(by: held.contains) == need.isMet(by: held.contains),
                            "\(need), \(again), \(held)")
                    }
                    if case .all = need { counts.all += 1 } else { counts.any += 1 }
                }
            }
        }
        #expect(counts.all > 50 && counts.any > 50, "\(counts)")
    }

    @Test func `scopes that Defender calls scopes are a user's`() throws {
        let answer = Self.defender(["Machine.Read", "Machine.ReadWrite"], "scopes")
        var refusal = Refusal(ServerAnswer(reading: answer.span), source: "test")
        refusal.method = "GET"
        refusal.address = "/api/machines"
        let operation = try #require(
            try ManifestDraft(learning: [refusal], resource: nil).manifest.operations.first)
        #expect(
            operation.delegated
                == .any([.permission("Machine.Read"), .permission("Machine.ReadWrite")]))
        #expect(operation.application == nil)
    }

    @Test func `two answers to one request must both be met, and the same one counts once`() throws
    {
        let names = [
            ["Alert.Read.All", "Alert.ReadWrite.All"], ["Machine.Read.All"], ["Machine.Read.All"],
        ]
        let refusals = names.map { names in
            let answer = Self.defender(names)
            var refusal = Refusal(ServerAnswer(reading: answer.span), source: "test")
            refusal.method = "GET"
            refusal.address = "/api/alerts"
            return refusal
        }
        let learnt = try ManifestDraft(learning: refusals, resource: nil).manifest
        #expect(
            learnt.operations.map(\.application) == [
                .all([
                    .any([.permission("Alert.Read.All"), .permission("Alert.ReadWrite.All")]),
                    .permission("Machine.Read.All"),
                ])
            ])
    }

    @Test func `hostile answers make no manifest that cannot be read`() throws {
        var random = SplitMix64(seed: 51)
        let words = [
            "A.B", "*", "any:x", "\u{202E}", "Incident.Read.All", "a b", "\\u0000", "-", "é",
        ]
        for _ in 0..<300 {
            let names = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                words[Int.random(in: words.indices, using: &random)]
            }
            let answer = Self.defender(names)
            var refusal = Refusal(ServerAnswer(reading: answer.span), source: "test")
            refusal.method = "GET"
            refusal.address = ["/a b\u{202E}", "/../", "https://x", "/%zz{", "//1/2/3"]
                .randomElement(
                    using: &random)
            guard let draft = try? ManifestDraft(learning: [refusal], resource: .graph) else {
                continue
            }
            let json = JSONWriter.text(draft.writer.json, layout: .indented)
            #expect(
                try Manifest(parsing: JSONDocument(taking: Array(json.utf8))) == draft.manifest)
        }
    }
}

extension Need {
    /// Whether it is a list of alternatives, or of such lists that must all be met: what answers can tell.
    fileprivate var isListOfAlternatives: Bool {
        switch self {
        case .permission: true
        case .any(let needs): needs.allSatisfy { if case .permission = $0 { true } else { false } }
        case .all(let needs): needs.allSatisfy(\.isListOfAlternatives)
        }
    }
}
