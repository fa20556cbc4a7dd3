import DefenderXDR
import StrictJSON
import Testing
import TokenCheck
import Transport

@Suite struct IncidentTests {
    private func incident(_ text: String, _ backend: DefenderBackend = .xdr) async throws
        -> Incident
    {
        let id = try #require(IncidentID("1"))
        return try await FakeClient(FakeAPI([.json(text)]), backend: backend).client.incident(id)
    }

    @Test func `both APIs' words become the same`() async throws {
        let xdr = try await incident(
            #"{"incidentId":924565,"redirectIncidentId":null,"incidentName":"n","createdTime":"2020-09-06T14:46:57.0733333Z","lastUpdateTime":"2020-09-06T14:46:57.29Z","assignedTo":null,"classification":"TruePositive","determination":"Malware","status":"InProgress","severity":"Medium","tags":["a"],"comments":[{"comment":"c","createdBy":"b","createdTime":"2020-09-06T14:46:57Z"}],"alerts":[{},{}]}"#
        )
        let graph = try await incident(
            ##"{"@odata.type":"#microsoft.graph.incident","id":"924565","displayName":"n","createdDateTime":"2020-09-06T14:46:57.0733333Z","lastUpdateDateTime":"2020-09-06T14:46:57Z","classification":"truePositive","determination":"malware","status":"inProgress","severity":"medium","customTags":["a"],"comments":[{"comment":"c","createdByDisplayName":"b","createdDateTime":"2020-09-06T14:46:57Z"}]}"##,
            .graph)
        for one in [xdr, graph] {
            #expect(one.id.text == "924565" && one.name == "n" && one.tags == ["a"])
            #expect(one.status == .inProgress && one.severity == "Medium")
            #expect(one.classification == .truePositive && one.determination == "Malware")
            #expect(one.created?.secondsSince1970 == 1_599_403_617 && one.updated == one.created)
            #expect(one.comments.first?.text == "c" && one.comments.first?.author == "b")
            #expect(one.redirectID == nil && one.assignedTo == nil)
        }
        #expect(xdr.alertCount == 2 && graph.alertCount == nil)
        #expect(graph.document.root["@odata.type"]?.string == "#microsoft.graph.incident")
    }

    @Test func `null everywhere is nothing, and words that nobody knows are kept`() async throws {
        let names = [
            "redirectIncidentId", "incidentName", "createdTime", "lastUpdateTime", "assignedTo",
            "classification", "determination", "status", "severity", "tags", "comments", "alerts",
        ]
        let members = names.map { "\"\($0)\":null" }.joined(separator: ",")
        let nothing = try await incident("{\"incidentId\":7,\(members)}")
        #expect(nothing.id.text == "7" && nothing.status == nil && nothing.tags.isEmpty)
        #expect(nothing.created == nil && nothing.alertCount == nil && nothing.comments.isEmpty)
        let odd = try await incident(
            #"{"incidentId":"7","status":"AwaitingAction","severity":"sky","createdTime":"yesterday","tags":[1,"t"]}"#
        )
        #expect(odd.status?.text == "AwaitingAction" && odd.status?.documented == nil)
        #expect(odd.severity?.text == "sky" && odd.created == nil && odd.tags == ["t"])
    }

    @Test func `a merged incident names the other`() async throws {
        let merged = try await incident(
            #"{"incidentId":1,"redirectIncidentId":924,"status":"Redirected"}"#)
        #expect(merged.redirectID?.text == "924" && merged.status == .redirected)
    }

    @Test(arguments: ["", "a/b", "a?b", "..", "1 2", "ä", String(repeating: "1", count: 65)])
    func `what would change the address is no id`(_ text: String) {
        #expect(IncidentID(text) == nil)
    }

    @Test(arguments: [
        ("", 0), ("{", 1), (#"{"incidentId":1,"#, 16), ("<html>", 0), (#"{"incidentId":1}}"#, 16),
        ("{\"incidentId\":\"\u{1}\"}", 15),
    ])
    func `a broken body is told with its place`(_ body: String, _ offset: Int) async throws {
        let id = try #require(IncidentID("1"))
        let client = try FakeClient(FakeAPI([.json(body)]))
        guard
            case .malformed(let defect)? = await client.fault({
                _ = try await client.client.incident(id)
            })
        else {
            Issue.record("not malformed")
            return
        }
        #expect(defect.offset == offset)
    }

    @Test(arguments: ["{}", #"{"incidentId":null}"#, #"{"incidentId":1.5}"#, "[]", "7"])
    func `JSON without an id is no incident`(_ body: String) async throws {
        let id = try #require(IncidentID("1"))
        let client = try FakeClient(FakeAPI([.json(body)]))
        guard
            case .shape("incidentId")? = await client.fault({
                _ = try await client.client.incident(id)
            })
        else {
            Issue.record("taken for an incident")
            return
        }
    }

    @Test(arguments: [
        (#"{"value":[{"incidentId":1}"#, 26), (#"{"value":[{"incidentId":1},]}"#, 27),
        (#"{"value":[{"incidentId":1} {"incidentId":2}]}"#, 27),
        (#"{"value":[{"incidentId":01}]}"#, 25),
        (#"{"value":[]},"#, 12), (#"{"value":[{"a":"b]}"#, 19), (#"{"value":[{"a":[}]]}"#, 16),
        (#"{"a":tru,"value":[]}"#, 8), (#"{"value":[],}"#, 12), (#"{"value":["\"#, 12),
    ])
    func `a page cut or broken in the middle is told with its place`(_ body: String, _ offset: Int)
        async throws
    {
        let client = try FakeClient(FakeAPI([.json(body)]))
        guard case .malformed(let defect)? = await client.fault({ _ = try await client.list() })
        else {
            Issue.record("not malformed")
            return
        }
        #expect(defect.offset == offset)
    }

    @Test func `404 is told of the incident, and not of a list`() async throws {
        let id = try #require(IncidentID("1"))
        let client = try FakeClient(FakeAPI([.error(404, "NotFound", "no")]))
        guard
            case .notFound(id)? = await client.fault({ _ = try await client.client.incident(id) }),
            case .status? = await client.fault({ _ = try await client.list() })
        else {
            Issue.record("told otherwise")
            return
        }
    }
}
