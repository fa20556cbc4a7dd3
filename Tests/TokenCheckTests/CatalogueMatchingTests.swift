import Reporting
import StrictJSON
import Testing
import TokenCheck

@Suite struct CatalogueMatchingTests {
    /// Requests with the operation that they mean, or with none.
    static let requests: [(String, String, String?)] = [
        ("GET", "/api/incidents", "GET /api/incidents"),
        ("get", "/API/Incidents/", "GET /api/incidents"),
        ("GET", "/api/incidents/4711", "GET /api/incidents/{id}"),
        ("GET", "/api/incidents/{incidentId}", "GET /api/incidents/{id}"),
        ("PATCH", "/api/incidents/4711?a=/b", "PATCH /api/incidents/{id}"),
        ("GET", "/api/incidents?$filter=status eq 'Active'", "GET /api/incidents"),
        ("GET", "/api/v1.0/alerts", "GET /api/alerts"),
        ("GET", "/api/alerts/#top", "GET /api/alerts"),
        ("GET", "/api/machines/findbytag?tag=a", "GET /api/machines/findbytag"),
        ("GET", "/api/machines/1a2b", "GET /api/machines/{id}"),
        (
            "GET", "/api/machines/findbyip(ip='10.0.0.1',timestamp=2026-11-22T08:44:05Z)",
            "GET /api/machines/findbyip(ip='{ip}',timestamp={time})"
        ),
        ("GET", "/api/machines/findbyip(ip='',timestamp=)", "GET /api/machines/{id}"),
        ("GET", "/api/machines/software-inventory", "GET /api/machines/{id}"),
        (
            "GET", "/api/machines/SoftwareInventoryByMachine",
            "GET /api/machines/SoftwareInventoryByMachine"
        ),
        ("POST", "/security/runHuntingQuery", "POST /v1.0/security/runHuntingQuery"),
        ("POST", "/v1.0/security/runHuntingQuery", "POST /v1.0/security/runHuntingQuery"),
        ("POST", "/beta/security/runHuntingQuery", "POST /v1.0/security/runHuntingQuery"),
        ("GET", "/v1.0/security/rules/detectionRules", "GET /beta/security/rules/detectionRules"),
        (
            "GET", "https://API.security.microsoft.com:443/api/machines",
            "GET /api/machines"
        ),
        ("GET", "https://eu.api.security.microsoft.com/api/incidents", "GET /api/incidents"),
        ("GET", "https://proxy.example/api/incidents", "GET /api/incidents"),
        ("GET", "https://graph.microsoft.com/api/incidents", nil),
        ("GET", "https://api.securitycenter.microsoft.com/api/incidents", nil),
        ("GET", "https://user@graph.microsoft.com/v1.0/security/incidents", nil),
        ("GET", "https:///api/incidents", nil),
        ("PUT", "/api/incidents", nil),
        ("GET", "api/incidents", nil),
        ("GET", "/api/v2.0/incidents", nil),
        ("GET", "/api/incidents/1/2/3", nil),
        ("GET", "", nil), ("", "", nil), ("GET", "/", nil),
        ("GET", "/api/incidents/" + String(repeating: "1", count: 2048), nil),
    ]

    @Test(arguments: requests.indices)
    func `a request means an operation`(_ index: Int) {
        let (method, path, expected) = Self.requests[index]
        let found = CatalogueOperation.matching(method: method, path: path)
        #expect(found.map(\.request) == (expected.map { [$0] } ?? []), "\(method) \(path)")
    }

    @Test func `the methods of a path are known`() {
        let found = CatalogueOperation.all(atPath: "/api/incidents/1")
        #expect(found.map(\.method) == ["GET", "PATCH"])
    }

    @Test(arguments: [
        ("incident.read.all", "Incident.Read.All"), ("Alerts.ReadWrite.All", "Alert.ReadWrite.All"),
        ("Incident.Raed.All", "Incident.Read.All"), ("URL.Read.All", "Url.Read.All"),
        ("RemediationTask.Read.Read", "RemediationTasks.Read"),
        ("Incidents.Read.All", "Incident.Read.All"),
    ])
    func `a misprint is near to what is meant`(_ name: String, _ meant: String) {
        let names = Resource.all.flatMap(\.permissions).map(\.name)
        #expect(NearestName.nearest(to: name, among: names) == meant)
    }

    @Test func `nothing is near to something else`() {
        #expect(NearestName.nearest(to: "", among: ["", "a"]) == nil)
        #expect(NearestName.nearest(to: "ab", among: ["cd"]) == nil)
        #expect(NearestName.nearest(to: "abc", among: ["xyz", "abcdef"]) == nil)
        #expect(NearestName.nearest(to: "abc", among: ["xbc", "acb", "ABC"]) == "ABC")
        #expect(NearestName.nearest(to: "abcd", among: ["badc", "abdc"]) == "abdc")
        let long = String(repeating: "a", count: 129)
        #expect(NearestName.nearest(to: long, among: [long]) == nil)
        #expect(NearestName.nearest(to: String(long.dropLast()), among: [long]) == nil)
    }

    @Test func `an entry has a name that a manifest takes`() {
        for operation in CatalogueOperation.all {
            let name = ManifestEntry(operation).name
            let isPlain = name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                    || "._-".utf8.contains(byte)
            }
            #expect(isPlain && (1...64).contains(name.utf8.count), "\(name)")
        }
        let names = [
            "GET /api/incidents/1", "POST /security/runHuntingQuery",
            "POST /api/machines/1/isolate",
        ]
        .compactMap { request in
            let words = request.split(separator: " ").map(String.init)
            return CatalogueOperation.matching(method: words[0], path: words[1]).first
        }
        .map { ManifestEntry($0).name }
        #expect(names == ["incidents.get", "hunting-query.run", "machines.isolate"])
    }

    @Test func `lines are at most 80 columns`() {
        for operation in CatalogueOperation.all {
            for line in OperationListing([operation]).text.split(separator: "\n") {
                #expect(line.count <= 80)
            }
        }
        for permission in CatalogueTests.permissions {
            let text = PermissionListing(named: permission.name)?.text(.operations) ?? ""
            #expect(text.contains(permission.id))
            for line in text.split(separator: "\n") { #expect(line.count <= 80) }
        }
    }

    /// What `inspect` says of a token with these claims.
    private func inspected(_ claims: String) -> (text: String, json: String) {
        let report = Samples.report(claims).names
        let text = report.text(style: Samples.terminal, localTime: .utc)
        return (text, JSONWriter.text(report.json(), layout: .line))
    }

    @Test func `inspect names what a token would open`() {
        let (text, json) = inspected(
            #"{"aud":"https://api.securitycenter.microsoft.com","idtyp":"app","oid":"a","sub":"a","#
                + #""roles":["Machine.Isolate","Alerts.Read.All","Machine.Fly"]}"#)
        #expect(text.contains("What it would open, if it is genuine\n  POST      /api/machines/"))
        #expect(
            text.contains(
                #"not in the catalogue: "Alerts.Read.All", the nearest is Alert.Read.All"#))
        #expect(text.contains(#"not in the catalogue: "Machine.Fly""#))
        #expect(json.contains(#""operations":[{"request":"POST /api/machines/{id}/isolate""#))
    }

    @Test func `inspect reads only permissions of the right form`() {
        let audience = #""aud":"https://api.security.microsoft.com""#
        let (_, text) = inspected(
            #"{\#(audience),"idtyp":"app","oid":"a","sub":"a","roles":"Incident.Read.All"}"#)
        #expect(text.contains(#""operations":[]"#))
        let (_, mixed) = inspected(
            #"{\#(audience),"scp":"Incident.Read","roles":["AdvancedHunting.Read.All"]}"#)
        #expect(mixed.contains("/api/incidents") && !mixed.contains("/api/advancedhunting"))
    }

    @Test func `inspect of thousands of permissions is short`() {
        let roles = (0..<1000).map { "\"Machine.Read.\($0)\"" }.joined(separator: ",")
        let (text, _) = inspected(
            #"{"aud":"https://api.securitycenter.microsoft.com","idtyp":"app","oid":"a","sub":"a","#
                + #""roles":[\#(roles)]}"#)
        #expect(text.contains("not in the catalogue: 992 more"))
    }

    @Test func `inspect says nothing where it knows nothing`() {
        let (text, json) = inspected(#"{"aud":"api://a","scp":"Incident.Read"}"#)
        #expect(!text.contains("would open"))
        #expect(json.contains(#""operations":null"#))
        let (_, unclear) = inspected(
            #"{"aud":"https://api.security.microsoft.com","roles":["Incident.Read.All"]}"#)
        #expect(unclear.contains(#""operations":null"#))
    }

    @Test func `inspect never shows a token among permissions`() {
        let token = "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.AA"
        let graph = "https://graph.microsoft.com"
        let (text, _) = inspected(#"{"aud":"\#(graph)","scp":"openid User.Read \#(token)"}"#)
        #expect(!text.contains("the catalogue"))
        let (roles, _) = inspected(
            #"{"aud":"\#(graph)","idtyp":"app","oid":"a","sub":"a","roles":["A","\#(token)"]}"#)
        #expect(!roles.contains("eyJ") && !roles.contains("the catalogue"))
        let (plain, _) = inspected(
            #"{"aud":"https://graph.microsoft.com","scp":"openid User.Read SecurityIncident.Read.All"}"#
        )
        #expect(plain.contains("1 permission outside the catalogue"))
    }
}
