import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct RegistrationTests {
    @Test(arguments: [21, 22, 23] as [UInt64])
    func `a manifest of an app asks for what the manifest before it asked for`(_ seed: UInt64)
        throws
    {
        var random = SplitMix64(seed: seed)
        for round in 0..<60 {
            let manifest = random.catalogueManifest()
            let place: Comment = "seed \(seed), round \(round): \(ManifestWriter(manifest).text)"
            let requested = try RequestedPermissions(of: manifest, operations: manifest.operations)
            let back = try Self.manifest(from: requested)
            #expect(
                try RequestedPermissions(of: back, operations: back.operations).all.byID
                    == requested.all.byID, place)
            // What it takes is exactly what is asked, so that every operation of the first is possible with it.
            for resource in Resource.all {
                for kind in [TokenKind.application, .delegated] {
                    let asked = Set(
                        requested.permissions(for: resource).filter { $0.kind == kind }.map(\.name))
                    let taken = Set(
                        back.operations.filter { $0.resource == resource }
                            .compactMap { $0.need(of: kind) }.flatMap(\.names))
                    #expect(taken == asked, place)
                    for operation in manifest.operations where operation.resource == resource {
                        guard let need = operation.need(of: kind) else { continue }
                        #expect(need.isMet(by: asked.contains), place)
                    }
                }
            }
        }
    }

    @Test func `every operation of the catalogue goes into a registration and comes back`() throws {
        #expect(CatalogueOperation.all.count >= 150)
        for operation in CatalogueOperation.all {
            let manifest = ManifestDraft(of: [operation]).manifest
            let requested = try RequestedPermissions(of: manifest, operations: manifest.operations)
            let back = try Self.manifest(from: requested)
            let place: Comment = "\(operation.request) of \(operation.resource.name)"
            #expect(
                try RequestedPermissions(of: back, operations: back.operations) == requested, place)
            for kind in [TokenKind.application, .delegated] {
                // Of the alternatives the least privileged is asked for, and nothing else.
                let asked = requested.all.filter { $0.kind == kind }
                #expect(
                    asked.map(\.name) == Array(operation.permissions(of: kind).prefix(1)), place)
                #expect(asked.allSatisfy { $0.resource == operation.resource }, place)
                let need = back.operations.first?.need(of: kind)
                #expect(need == asked.first.map { .permission($0.name) }, place)
            }
        }
    }

    /// Through the bytes of a file, as it would go.
    private static func manifest(from requested: RequestedPermissions) throws -> Manifest {
        let text = JSONWriter.text(requested.json, layout: .indented)
        let export = try EntraExport.read(try JSONDocument(taking: Array(text.utf8)))
        let application = try #require(export.applications.first)
        return try ManifestDraft(
            of: EntraExport.permissions(of: application), title: "test", unknown: .refused
        ).manifest
    }

    @Test func `a registration as the portal makes it comes back as it was`() throws {
        let text = try TestFiles.text("Fixtures/exports/app-graph.json")
        let export = try EntraExport.read(try JSONDocument(taking: Array(text.utf8)))
        let application = try #require(export.applications.first)
        let draft = try ManifestDraft(
            of: EntraExport.permissions(of: application), title: "test", unknown: .refused)
        let requested = try RequestedPermissions(
            of: draft.manifest, operations: draft.manifest.operations)
        let asked = Set((application.requested ?? []).map { $0.kind.rawValue + $0.id })
        // A scope of every sign-in is no permission at an API.
        #expect(
            requested.all.byID
                == asked.subtracting(["delegated37f7f235-527c-4136-accd-4a02d197296e"]))
    }

    @Test func `every permission of the catalogue has an id that leads back to it`() {
        for permission in Resource.all.flatMap(\.permissions) {
            let found = Permission.withID(permission.id, kind: permission.kind)
            #expect(found == permission)
        }
    }

    @Test func `no prefix of an export is read as less than it was`() throws {
        for name in ["app-graph", "app-older", "roles", "scopes", "graph-principal"] {
            let bytes = try TestFiles.bytes("Fixtures/exports/\(name).json")
            let text = Array(String(decoding: bytes, as: UTF8.self).utf8.dropLast())
            for count in stride(from: 0, to: text.count, by: 7) {
                #expect(throws: JSONDefect.self) { try JSONDocument(taking: Array(text[..<count])) }
            }
        }
    }

    @Test func `an export with one member changed is refused or says the same of the rest`() throws
    {
        var random = SplitMix64(seed: 31)
        let strange = ["null", "1", "\"x\"", "[]", "{}", "true"]
        for name in ["app-graph", "app-older", "roles", "scopes", "graph-principal"] {
            let text = String(
                decoding: try TestFiles.bytes("Fixtures/exports/\(name).json"), as: UTF8.self)
            let whole = try JSONDocument(taking: Array(text.utf8))
            for _ in 0..<200 {
                let value = whole.root.randomDescendant(using: &random)
                let word = strange[Int.random(in: strange.indices, using: &random)]
                let changed =
                    Array(text.utf8.prefix(value.offset)) + Array(word.utf8)
                    + Array(text.utf8.dropFirst(value.offset + value.text.utf8.count))
                let document = try JSONDocument(taking: changed)
                guard let export = try? EntraExport.read(document) else { continue }
                _ = export.granted(guessing: .byNames)
                for application in export.applications {
                    _ = EntraExport.permissions(of: application)
                }
            }
        }
    }
}

extension [Permission] {
    fileprivate var byID: Set<String> { Set(map { $0.kind.rawValue + $0.id }) }
}

extension JSONValue {
    /// The value itself or one somewhere in it.
    fileprivate func randomDescendant(using random: inout SplitMix64) -> JSONValue {
        var value = self
        while true {
            let children = value.elements + value.members.map(\.value)
            guard !children.isEmpty, !random.once(in: 4) else { return value }
            value = children[Int.random(in: children.indices, using: &random)]
        }
    }
}

extension SplitMix64 {
    /// A manifest of operations of the catalogue, some with needs of their own.
    mutating func catalogueManifest() -> Manifest {
        var operations: [Operation] = []
        for index in 0..<Int.random(in: 1...6, using: &self) {
            let known = CatalogueOperation.all[
                Int.random(in: CatalogueOperation.all.indices, using: &self)]
            func need(_ kind: TokenKind) -> Need? {
                let names = known.permissions(of: kind).shuffled(using: &self)
                guard let first = names.first else { return nil }
                let others = known.resource.permissions.filter { $0.kind == kind }.map(\.name)
                let other = others[Int.random(in: others.indices, using: &self)]
                switch Int.random(in: 0..<4, using: &self) {
                case 0: return .permission(first)
                case 1: return .any(names.map(Need.permission))
                case 2: return .all([.any(names.map(Need.permission)), .permission(other)])
                default: return .any([.all(names.map(Need.permission)), .permission(other)])
                }
            }
            let application = need(.application)
            let delegated = need(.delegated)
            guard application != nil || delegated != nil else { continue }
            var operation = Operation(
                name: "o\(index)", application: application, delegated: delegated)
            operation.audiences = .resource(known.resource)
            operations.append(operation)
        }
        return operations.isEmpty ? catalogueManifest() : Manifest(operations: operations)
    }
}
