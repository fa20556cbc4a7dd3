import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct LearningTests {
    /// What Defender answers a token that lacks every role.
    private static func defender(_ names: [String]) -> [UInt8] {
        Array(
            (#"{"error":{"code":"Forbidden","message":"Missing application roles. API required roles: "#
                + names.joined(separator: ",")
                + #", application roles: Other.Role.","target":"6f1c2d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f"}}"#)
                .utf8)
    }

    /// The answers to a token without any of the permissions that a need asks.
    private static func answers(to need: Need) -> [[UInt8]] {
        switch need {
        case .permission(let name): [defender([name])]
        case .any(let needs): [defender(needs.flatMap(\.names))]
        case .all(let needs): needs.flatMap(answers)
        }
    }

    @Test func `what Defender refuses for is learnt as the manifest asks it`() throws {
        let operations = CatalogueOperation.all.filter {
            $0.resource != .graph && !$0.application.isEmpty
        }
        #expect(operations.count > 90)
        let manifest = ManifestDraft(of: operations, kinds: [.application]).manifest
        var refusals: [Refusal] = []
        for operation in manifest.operations {
            let need = try #require(operation.application)
            let request = try #require(operation.request).split(separator: " ").map(String.init)
            for answer in Self.answers(to: need) {
                var refusal = Refusal(ServerAnswer(reading: answer.span), source: "test")
                refusal.method = request[0]
                // As the job would have called it, with an id in the place of each placeholder.
                let path = request[1].replacing(#/\{[a-z]+\}/#, with: "42")
                let host = try #require(operation.resource?.apiHost(in: .public))
                refusal.address = "https://\(host)\(path)?$top=1"
                refusals.append(refusal)
            }
        }
        let learnt = try ManifestDraft(learning: refusals, resource: nil).manifest
        #expect(learnt.operations.count == manifest.operations.count)
        for (one, other) in zip(learnt.operations, manifest.operations) {
            #expect(one.name == other.name)
            #expect(one.application == other.application)
            #expect(one.request == other.request)
            #expect(one.resource == other.resource)
            #expect(one.delegated == nil)
        }
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
