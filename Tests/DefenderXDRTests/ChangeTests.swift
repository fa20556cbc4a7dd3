import DefenderXDR
import Testing
import TokenCheck
import Transport

@Suite struct ChangeTests {
    private static let incident = HTTPAnswer.json(#"{"incidentId":1,"id":"1"}"#)

    private func sent(_ change: IncidentChange, _ backend: DefenderBackend) async throws
        -> [(String, String, String)]
    {
        let id = try #require(IncidentID("1"))
        let client = try FakeClient(FakeAPI([Self.incident]), backend: backend)
        _ = try await client.client.update(id, change)
        return client.api.asked.map {
            (
                $0.method.rawValue, $0.address.path,
                $0.body.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
            )
        }
    }

    private var everything: IncidentChange {
        var change = IncidentChange()
        change.status = "resolved"
        change.assignedTo = "ann"
        change.classification = "falsePositive"
        change.determination = "notMalicious"
        change.tags = ["a", "b"]
        change.comment = "done"
        return change
    }

    @Test func `Defender XDR gets one request in its own words`() async throws {
        let sent = try await sent(everything, .xdr)
        #expect(sent.map(\.0) == ["PATCH"] && sent.map(\.1) == ["/api/incidents/1"])
        #expect(
            sent.first?.2
                == #"{"status":"Resolved","assignedTo":"ann","classification":"FalsePositive","determination":"Clean","tags":["a","b"],"comment":"done"}"#
        )
    }

    @Test func `Graph gets the comment as a request of its own`() async throws {
        let sent = try await sent(everything, .graph)
        #expect(sent.map(\.0) == ["PATCH", "POST"])
        #expect(
            sent.map(\.1) == [
                "/v1.0/security/incidents/1", "/v1.0/security/incidents/1/comments",
            ])
        #expect(
            sent.map(\.2) == [
                #"{"status":"resolved","assignedTo":"ann","classification":"falsePositive","determination":"notMalicious","customTags":["a","b"]}"#,
                #"{"@odata.type":"microsoft.graph.security.alertComment","comment":"done"}"#,
            ])
        var comment = IncidentChange()
        comment.comment = "only"
        #expect(try await self.sent(comment, .graph).map(\.0) == ["POST", "GET"])
    }

    @Test func `a comment that fails behind a change is told as that`() async throws {
        let id = try #require(IncidentID("1"))
        let client = try FakeClient(
            FakeAPI([Self.incident, .error(500, "InternalServerError", "no")]), backend: .graph)
        let fault = await client.fault { _ = try await client.client.update(id, everything) }
        guard case .commentMissing(.status)? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(client.api.asked.count == 2)
    }

    @Test
    func `every documented pair passes, and every other pair is refused before anything is sent`()
        async throws
    {
        let id = try #require(IncidentID("1"))
        for classification in IncidentClassification.settable {
            let fitting = IncidentDetermination.known(for: classification)
            for determination in IncidentDetermination.known {
                var change = IncidentChange()
                change.classification = classification
                change.determination = determination
                let isFitting = fitting.contains(determination)
                #expect((change.defect == nil) == isFitting, "\(classification) \(determination)")
                guard !isFitting else { continue }
                let client = try FakeClient(FakeAPI([Self.incident]))
                guard
                    case .change(.mismatch)? = await client.fault({
                        _ = try await client.client.update(id, change)
                    })
                else {
                    Issue.record("sent: \(classification) \(determination)")
                    continue
                }
                #expect(client.api.asked.isEmpty)
            }
        }
        #expect(IncidentDetermination.known(for: .truePositive).count == 7)
        #expect(IncidentDetermination.known(for: .expectedActivity).count == 4)
        #expect(IncidentDetermination.known(for: .falsePositive).count == 3)
    }

    @Test func `what cannot be set is refused`() {
        #expect(IncidentChange().defect == .nothing)
        var change = IncidentChange()
        change.status = "closed"
        #expect(change.defect == .unknownStatus("closed"))
        change = IncidentChange()
        change.classification = "unknown"
        #expect(change.defect == .unknownClassification("unknown"))
        change = IncidentChange()
        change.determination = "apt"
        #expect(change.defect == .unknownDetermination("apt"))
        change.determination = "CompromisedUser"
        #expect(change.defect == nil)
        change = IncidentChange()
        change.comment = ""
        #expect(change.defect == .empty("comment"))
    }
}
