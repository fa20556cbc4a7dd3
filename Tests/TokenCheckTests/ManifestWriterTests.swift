import Reporting
import StrictJSON
import StrictYAML
import TestSupport
import Testing
import TokenCheck

@Suite struct ManifestWriterTests {
    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `what is written reads back as the same manifest`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for round in 0..<60 {
            let manifest = random.fullManifest()
            let writer = ManifestWriter(manifest, comments: random.comments(on: manifest))
            let place: Comment = "seed \(seed), round \(round):\n\(writer.text)"
            try #require(try read(yaml: writer.text) == manifest, place)
            let json = JSONWriter.text(writer.json, layout: .indented)
            let document = try JSONDocument(taking: Array(json.utf8), limits: Manifest.limits)
            try #require(try Manifest(parsing: document) == manifest, place)
        }
    }

    @Test(arguments: ["examples", "accepted"])
    func `every manifest among the fixtures can be written again`(_ folder: String) throws {
        let files = try TestFiles.paths(below: "Fixtures/manifests/\(folder)")
        #expect(files.count > 4)
        for file in files {
            let text = String(decoding: try TestFiles.bytes(file), as: UTF8.self)
            let manifest =
                file.hasSuffix(".json")
                ? try Manifest(parsing: JSONDocument(taking: Array(text.utf8)))
                : try read(yaml: text)
            #expect(try read(yaml: ManifestWriter(manifest).text) == manifest, "\(file)")
        }
    }

    @Test func `it looks as people write it`() throws {
        let example = try TestFiles.text("Fixtures/manifests/examples/isolate-playbook.yaml")
        let lines = ManifestWriter(try read(yaml: example)).text.split(separator: "\n")
        #expect(
            lines.contains("    application: { any: [Machine.Read.All, Machine.ReadWrite.All] }"))
        #expect(lines.contains("    request: POST /api/machines/{id}/isolate"))
        #expect(lines.contains("  lifetime: { max: 25h, remaining: 10m }"))
    }

    @Test func `a comment cannot become more than a comment`() throws {
        var comments = ManifestWriter.Comments()
        comments.head = ["one\ntokcheck: 2", "\u{2028}x", "\u{202E}y"]
        comments.operations["a"] = ["\r\nb: {}"]
        comments.permissions[.init(operation: "a", kind: .application, permission: "P")] = "\u{85}z"
        let manifest = Manifest(operations: [
            Operation(name: "a", application: .permission("P"), delegated: nil)
        ])
        let text = ManifestWriter(manifest, comments: comments).text
        #expect(try read(yaml: text) == manifest)
        #expect(text.split(separator: "\n").count == 8)
    }
}

private func read(yaml text: String) throws -> Manifest {
    try Manifest(parsing: try YAMLDocument(parsing: Array(text.utf8)).json)
}

// Manifests that use everything the format has, with text that means something to YAML.
extension SplitMix64 {
    private static let words = [
        "A.Read.All", "B", "null", "True", "yes", "~", "[x]", "{a}", "a:b", "a#b", "#c", "&d", "!e",
        "'f'", "@g", "-h", "?", ":", "1.5", "0x1F", "1e3", "a,b", "%i", "|", ">", "=", "<<",
        "any", "all",
    ]
    private static let sentences = [
        "plain words", " blank in front", "blank behind ", "two\nlines\n", "\ttab", "a: b", "a # b",
        "- a", "\"quoted\" and \\", "null", "é 😀 \u{FFFE} \u{1FFFF}", "\u{0}\u{7}\u{85}\u{2028}",
        "\u{FEFF}", "---", "...", "%YAML 1.1", "\r\n", "",
    ]

    private mutating func one<Element>(of all: [Element]) -> Element {
        all[Int.random(in: all.indices, using: &self)]
    }

    private mutating func some<Element>(of all: [Element]) -> [Element] {
        Array(all.shuffled(using: &self).prefix(Int.random(in: 1...all.count, using: &self)))
    }

    private mutating func maybe<Value>(_ value: (inout Self) -> Value) -> Value? {
        once(in: 2) ? value(&self) : nil
    }

    private mutating func guid() -> String {
        let digits = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &self), radix: 16) }
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { digits[$0].joined() }
            .joined(separator: "-")
    }

    private mutating func name() -> String {
        one(of: ["a", "no", "1", "1.0", "0x1", "incidents.list", "e-1", "null", "a..b", "y"])
    }

    private mutating func names(_ names: [String], depth: Int) -> Need {
        if depth == 0 || once(in: 3) { return .permission(one(of: names)) }
        let needs = (0..<Int.random(in: 1...4, using: &self)).map { _ in
            self.names(names, depth: depth - 1)
        }
        return once(in: 2) ? .all(needs) : .any(needs)
    }

    private mutating func bounds() -> TokenBounds {
        var bounds = TokenBounds()
        bounds.cloud = maybe { $0.one(of: Cloud.allCases) }
        bounds.tenants = maybe { [$0.guid(), $0.guid()] }
        bounds.audiences = maybe {
            $0.once(in: 2)
                ? .resource($0.one(of: Resource.all))
                : .only($0.some(of: ["api://x", "{", "null", "1", "a:b#c", "é", "\"\\", "'"]))
        }
        bounds.versions = maybe { $0.some(of: TokenVersion.allCases) }
        bounds.kinds = maybe { $0.some(of: [.application, .delegated]) }
        bounds.clients = maybe { $0.some(of: [$0.guid(), $0.guid(), $0.guid()]) }
        let remaining = maybe { $0.one(of: [1, 59, 60, 3_600, 999_999] as [Int64]) }
        bounds.minimumRemainingSeconds = remaining
        bounds.maximumLifetimeSeconds = maybe {
            $0.one(of: [999_999, 90_000, 86_400, 86_399_913_600] as [Int64])
        }
        if let most = bounds.maximumLifetimeSeconds, most < remaining ?? 0 {
            bounds.maximumLifetimeSeconds = nil
        }
        return bounds
    }

    fileprivate mutating func fullManifest() -> Manifest {
        let bounds = bounds()
        var operations: [Operation] = []
        for name in Set((0..<4).map { _ in name() }).sorted() {
            let form = Int.random(in: 0..<3, using: &self)
            var operation = Operation(
                name: name,
                application: form == 0 ? nil : names(Self.words, depth: 5),
                delegated: form == 1 ? nil : names(Self.words, depth: 2))
            operation.about = maybe { $0.one(of: Self.sentences) }
            operation.request = maybe {
                $0.one(of: [
                    "GET /", "PATCH /a/{id}", "GET /a:b", "GET /#", "POST /x?a='b'", "PUT /\"",
                ])
            }
            operation.audiences = maybe { .resource($0.one(of: Resource.all)) } ?? bounds.audiences
            operation.directoryRoles = maybe {
                $0.names(DirectoryRole.all.map(\.id) + [$0.guid()], depth: 2)
            }
            operation.fallback = maybe { $0.name() }
            operations.append(operation)
        }
        var forbidden = ForbiddenPermissions()
        let patterns = Self.words + ["*", "*.Read", "A*"]
        forbidden.application = maybe { $0.some(of: patterns).map(PermissionPattern.init) } ?? []
        forbidden.delegated = maybe { $0.some(of: patterns).map(PermissionPattern.init) } ?? []
        var excess = ExcessRule()
        excess.level = one(of: ExcessRule.Level.allCases)
        excess.allowed = maybe { $0.some(of: patterns).map(PermissionPattern.init) } ?? []
        return Manifest(
            name: maybe { $0.name() }, about: maybe { $0.one(of: Self.sentences) }, bounds: bounds,
            operations: operations, forbidden: forbidden, excess: excess)
    }

    fileprivate mutating func comments(on manifest: Manifest) -> ManifestWriter.Comments {
        var comments = ManifestWriter.Comments()
        comments.head = maybe { $0.some(of: Self.sentences) } ?? []
        for operation in manifest.operations {
            let name = operation.name ?? ""
            comments.operations[name] = maybe { $0.some(of: Self.sentences) }
            for permission in operation.application?.names ?? [] where once(in: 3) {
                let place = ManifestWriter.PermissionPlace(
                    operation: name, kind: .application, permission: permission)
                comments.permissions[place] = one(of: Self.sentences)
            }
        }
        return comments
    }
}
