import Reporting
import TestSupport
import Testing
import TokenCheck

@Suite struct CatalogueTests {
    static let permissions = Resource.all.flatMap(\.permissions)

    @Test func `the catalogue has what it has`() {
        #expect(Resource.all.map(\.permissions.count) == [8, 57, 48])
        #expect(Resource.all.map(\.operations.count) == [4, 93, 53])
        #expect(CatalogueOperation.all.count == 150)
        #expect(DirectoryRole.all.count == 4)
        #expect(WellKnownClient.all.count == 3)
    }

    @Test func `names and ids are unique`() {
        for resource in Resource.all {
            for kind in [TokenKind.application, .delegated] {
                let own = resource.permissions.filter { $0.kind == kind }
                #expect(Set(own.map(\.name)).count == own.count)
                #expect(Set(own.map(\.id)).count == own.count)
            }
            let operations = resource.operations
            #expect(Set(operations.map(\.request)).count == operations.count)
            #expect(Set(operations.map(\.name)).count == operations.count)
            let entries = operations.map { ManifestEntry($0).name }
            #expect(Set(entries).count == entries.count)
        }
    }

    @Test func `a permission is found by its name, kind and resource, and by nothing else`() {
        for permission in Self.permissions {
            #expect(
                Permission.named(
                    permission.name, kind: permission.kind, in: permission.resource) == permission)
            #expect(
                Permission.named(permission.name, kind: .unknown, in: permission.resource) == nil)
        }
        #expect(
            Permission.named("incident.read.all", kind: .application, in: .defenderXDR) == nil)
        #expect(Permission.named("Incident.Read.All", kind: .application, in: .graph) == nil)
    }

    @Test func `every audience names one resource`() {
        var owners: [String: String] = [:]
        for resource in Resource.all {
            var names = Set(Cloud.allCases.flatMap { resource.aliases(in: $0) })
            names.formUnion(Cloud.allCases.compactMap { resource.canonicalAudience(in: $0) })
            for name in names.union([resource.applicationID]) {
                #expect(Resource.named(byAudience: name) == resource)
                #expect(owners.updateValue(resource.name, forKey: name) == nil, "\(name)")
            }
        }
    }

    @Test func `an operation names permissions that exist, the least privileged first`() {
        for operation in CatalogueOperation.all {
            for kind in [TokenKind.application, .delegated] {
                let names = operation.permissions(of: kind)
                for name in names {
                    #expect(Permission.named(name, kind: kind, in: operation.resource) != nil)
                }
                let least = operation.leastPermissions(of: kind)
                #expect(Array(names.prefix(least.count)) == least, "\(operation.request)")
            }
            #expect(
                CatalogueOperation.matching(
                    method: operation.method, path: operation.path
                ).contains(operation))
            #expect(operation.permissions(of: .unknown).isEmpty)
        }
    }

    @Test func `what is announced to end, ends`() {
        let ends = CatalogueOperation.all.compactMap { operation in
            operation.retires.map { "\($0) \(operation.request)" }
        }
        #expect(
            ends == [
                "2027-02-01 POST /api/advancedhunting/run",
                "2027-02-01 POST /api/advancedqueries/run",
                "2026-08-31 GET /v1.0/security/alerts",
                "2026-08-31 GET /v1.0/security/alerts/{id}",
                "2026-08-31 PATCH /v1.0/security/alerts/{id}",
                "2026-08-31 POST /beta/security/alerts/updatealerts",
            ])
        for operation in CatalogueOperation.all where operation.retires != nil {
            #expect(operation.note?.hasPrefix("use ") ?? false)
        }
    }

    @Test func `one of the permissions is enough`() throws {
        let found = CatalogueOperation.matching(method: "GET", path: "/api/incidents")
        let operation = try #require(found.first)
        #expect(operation.isPermitted(byApplication: ["A", "Incident.ReadWrite.All"]))
        #expect(operation.isPermitted(byDelegated: ["Incident.Read"]))
        #expect(!operation.isPermitted(byApplication: ["Incident.Read", "incident.read.all"]))
        #expect(!operation.isPermitted(byDelegated: ["Incident.Read.All"]))
        #expect(!operation.isPermitted(byApplication: []))
    }

    @Test func `directory roles and clients are found by name and id`() {
        let member = "b79fbf4d-3ef9-4689-8143-76b194e85509"
        #expect(DirectoryRole.withID(member) == nil)
        for role in DirectoryRole.all {
            #expect(DirectoryRole.named(role.name) == role)
            #expect(DirectoryRole.withID(role.id) == role)
        }
        #expect(
            DirectoryRole.named("security-reader")?.id == "5d6b6bb7-de71-4623-b4af-96380a352509")
        let client = WellKnownClient.withID("04b07795-8ddb-461a-bbee-02f9e1bf7b46")
        #expect(client?.displayName == "Microsoft Azure CLI")
    }

    @Test func `a resource tells its hosts`() {
        #expect(Resource.graph.apiHost(in: .china) == "microsoftgraph.chinacloudapi.cn")
        #expect(Resource.defenderXDR.apiHost(in: .china) == nil)
        #expect(Resource.defenderEndpoint.hosts.contains("api.security.microsoft.com"))
        for resource in Resource.all { #expect(Set(resource.hosts).count == resource.hosts.count) }
    }

    /// Rows of a permission with its name and id as application permission and as delegated one.
    static let identifiers = """
        defender-endpoint AdvancedQuery.Read.All 93489bf5-0fbc-4f2d-b901-33f2fe08ff05 AdvancedQuery.Read 1fb6e712-1bd9-4184-b1c0-5e71e759196b
        defender-endpoint Machine.Read.All ea8291d3-4b9a-44b5-bc3a-6cea3026dc79 Machine.Read fbd3d33a-b1f5-4573-906c-51b39682fbcf
        defender-endpoint Machine.ReadWrite.All aa027352-232b-4ed4-b963-a705fc4d6d2c Machine.ReadWrite f6846c57-9e3c-4a65-81aa-2f5e09ff4f0b
        defender-endpoint Machine.Isolate 7e4e1300-e1b9-4102-88ba-f0cb6e6d5974 Machine.Isolate 479231ef-3b86-4933-ae6b-1fa84bba9e31
        defender-endpoint Alert.Read.All 71fe6b80-7034-4028-9ed8-0f316df9c3ff Alert.Read b2069dc0-9fe9-4e6d-9aca-ccf3dd503819
        defender-endpoint Alert.ReadWrite.All 0f7000ec-157b-497f-b70e-ef0b0584f140 Alert.ReadWrite cbc3b413-21e6-416d-95a4-af87687efbd0
        defender-xdr AdvancedHunting.Read.All 7734e8e5-8dde-42fc-b5ae-6eafea078693 AdvancedHunting.Read 15f11de4-5113-4268-a2d1-0bad43d781f9
        defender-xdr Incident.Read.All a9790345-4595-42e4-971a-ccdc79f19b7c Incident.Read 12c153a4-4204-4224-aa3c-4626e2f47c2b
        defender-xdr Incident.ReadWrite.All 8d90f441-09cf-4fdc-ab45-e874fa3a28e8 Incident.ReadWrite 2af415cc-88cf-4146-a0c8-444c3a80d5db
        defender-xdr CustomDetections.ReadWrite.All a7deff90-e2f5-4e4e-83a3-2c74e7002e28 CustomDetections.ReadWrite ddbb8d0c-c86b-4ece-bcb7-0f031a9cf103
        graph ThreatHunting.Read.All dd98c7f5-2d42-42d3-a0e4-633161547251 ThreatHunting.Read.All b152eca8-ea73-4a48-8c98-1a6742673d99
        graph SecurityIncident.Read.All 45cc0394-e837-488b-a098-1918f48d186c SecurityIncident.Read.All b9abcc4f-94fc-4457-9141-d20ce80ec952
        graph SecurityIncident.ReadWrite.All 34bf0e97-1971-4929-b999-9e2442d941d7 SecurityIncident.ReadWrite.All 128ca929-1a19-45e6-a3b8-435ec44a36ba
        graph SecurityAlert.Read.All 472e4a4d-bb4a-4026-98d1-0b0d74cb74a5 SecurityAlert.Read.All bc257fb8-46b4-4b15-8713-01e91bfbe4ea
        graph SecurityAlert.ReadWrite.All ed4fca05-be46-441f-9803-1873825f8fdb SecurityAlert.ReadWrite.All 471f2a7f-2a42-4d45-a2bf-594d0838070d
        """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    @Test(arguments: identifiers)
    func `ids are those of the documentation`(_ row: [String]) throws {
        #expect(Self.identifiers.count == 15)
        let resource = try #require(Resource.named(row[0]))
        #expect(Permission.named(row[1], kind: .application, in: resource)?.id == row[2])
        #expect(Permission.named(row[3], kind: .delegated, in: resource)?.id == row[4])
    }
}

/// The generated file says what the tables say.
@Suite struct CatalogueTableTests {
    @Test func `permissions are current`() throws {
        let rows = try Self.rows("permissions.csv")
        let own = CatalogueTests.permissions.map {
            [$0.resource.name, $0.name, $0.kind.rawValue, $0.id]
        }
        #expect(Set(own) == Set(rows))
        #expect(own.count == rows.count)
    }

    @Test func `operations are current`() throws {
        let rows = CatalogueOperation.all.map { operation in
            let lists = [
                operation.application, operation.delegated, operation.leastApplication,
                operation.leastDelegated,
            ]
            return [
                operation.resource.name, operation.name, operation.method, operation.path,
            ] + lists.map { $0.joined(separator: " ") } + [
                operation.retires ?? "", operation.note ?? "",
            ]
        }
        #expect(try Self.rows("operations.csv") == rows)
    }

    @Test func `roles and clients are current`() throws {
        #expect(
            try Self.rows("roles.csv")
                == DirectoryRole.all.map { [$0.name, $0.id, $0.displayName] })
        #expect(
            try Self.rows("clients.csv") == WellKnownClient.all.map { [$0.id, $0.displayName] })
    }

    /// The rows behind the first; cells hold no quotes and no line breaks, but may be quoted.
    private static func rows(_ name: String) throws -> [[String]] {
        let text = try TestFiles.text("scripts/catalogue/\(name)")
        return text.split(separator: "\n").dropFirst().map { line in
            var cells = [""]
            var isQuoted = false
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: cells.append("")
                default: cells[cells.count - 1].append(character)
                }
            }
            return cells
        }
    }
}
