import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct GrantForecastTests {
    private static let client = "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"
    private static func objectID(_ resource: Resource) -> String {
        "3d4e5f60-7182-4394-a5b6-c7d8e9f0a1b" + String(resource.name.count % 10)
    }

    /// What the exports of a tenant say in which exactly these are granted.
    private static func export(_ granted: [Permission]) throws -> EntraExport {
        let roles = granted.filter { $0.kind == .application }.map { permission in
            JSONOutput.object([
                ("appRoleId", .string(permission.id)), ("principalId", .string(client)),
                ("resourceId", .string(objectID(permission.resource))),
            ])
        }
        let grants = Resource.all.map { resource in
            JSONOutput.object([
                ("clientId", .string(client)), ("consentType", .string("AllPrincipals")),
                ("resourceId", .string(objectID(resource))),
                (
                    "scope",
                    .string(
                        granted.filter { $0.kind == .delegated && $0.resource == resource }
                            .map(\.name).joined(separator: " "))
                ),
            ])
        }
        let principals = Resource.all.map { resource in
            JSONOutput.object([
                ("id", .string(objectID(resource))), ("appId", .string(resource.applicationID)),
                ("servicePrincipalType", .string("Application")),
            ])
        }
        var export = EntraExport()
        for (context, list) in [
            ("appRoleAssignments", roles), ("oauth2PermissionGrants", grants), ("x", principals),
        ] {
            let text = JSONWriter.text(
                .object([("@odata.context", .string(context)), ("value", .array(list))]),
                layout: .line)
            export.add(try EntraExport.read(try JSONDocument(taking: Array(text.utf8))))
        }
        return export
    }

    @Test(arguments: [61, 62, 63] as [UInt64])
    func `a forecast is what check says of the token that will come`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var counts = (possible: 0, missing: 0)
        for round in 0..<40 {
            let manifest = random.catalogueManifest()
            let named = manifest.operations.flatMap { operation in
                [TokenKind.application, .delegated].flatMap { kind in
                    (operation.need(of: kind)?.names ?? []).compactMap { name in
                        operation.resource.flatMap { Permission.named(name, kind: kind, in: $0) }
                    }
                }
            }
            let granted = named.filter { _ in random.once(in: 2) }
            let export = try Self.export(granted)
            #expect(export.contradiction == nil)
            let forecast = GrantForecast(
                manifest, operations: manifest.operations, export: export)
            for entry in forecast.entries {
                let operation = try #require(manifest.operation(named: entry.operation))
                let resource = try #require(operation.resource)
                let held = granted.filter { $0.kind == entry.kind && $0.resource == resource }
                let isHeld = try Self.isHeld(held.map(\.name), entry, resource, manifest)
                let place: Comment = "seed \(seed), round \(round): \(entry), \(held.map(\.name))"
                switch entry.status {
                case .possible:
                    counts.possible += 1
                    #expect(isHeld, place)
                case .missing(let missing):
                    counts.missing += 1
                    #expect(!isHeld, place)
                    // With these it would be possible.
                    let names = held.map(\.name) + missing.map(\.permission)
                    #expect(try Self.isHeld(names, entry, resource, manifest), place)
                case .notServed: #expect(operation.need(of: entry.kind) == nil, place)
                case .unsure: #expect(Bool(false), place)
                }
            }
        }
        #expect(counts.possible > 30 && counts.missing > 30, "\(counts)")
    }

    /// Whether a token with these permissions holds what the operation needs, as `check` says it.
    private static func isHeld(
        _ names: [String], _ entry: GrantForecast.Entry, _ resource: Resource, _ manifest: Manifest
    ) throws -> Bool {
        let permissions: [(String, JSONOutput)] =
            entry.kind == .application
            ? [
                ("idtyp", .string("app")),
                ("roles", .array(names.map(JSONOutput.string))),
            ]
            : [("idtyp", .string("user")), ("scp", .string(names.joined(separator: " ")))]
        let audience = try #require(resource.canonicalAudience(in: .public))
        let payload = JSONWriter.text(
            .object(
                [
                    ("aud", .string(audience)), ("oid", .string("o")), ("sub", .string("s")),
                    ("appid", .string("a")),
                ] + permissions), layout: .line)
        let text = [#"{"alg":"RS256","kid":"k"}"#, payload, "x"].map {
            Base64URL.encode(Array($0.utf8))
        }.joined(separator: ".")
        var policy = Policy()
        policy.tenants = .any
        policy.audiences = .any
        let token = Array(text.utf8)
        let report = Report(
            on: token.span, keys: .none,
            policy: try manifest.narrowing(policy, selecting: [entry.operation]),
            now: Instant(secondsSince1970: 0))
        let finding = report.findings.first {
            $0.code.name == "permissions-held" && $0.operation == entry.operation
        }
        return finding?.status == .satisfied
    }
}
