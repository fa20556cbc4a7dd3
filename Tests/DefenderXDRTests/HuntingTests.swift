import DefenderXDR
import StrictJSON
import Testing
import TokenCheck
import Transport

@Suite struct HuntingTests {
    private func hunt(_ body: String, _ backend: DefenderBackend = .xdr) async throws
        -> HuntingAnswer
    {
        try await FakeClient(FakeAPI([.json(body)]), backend: backend).client.hunt("T")
    }

    @Test func `both APIs' answers are read`() async throws {
        let xdr = try await hunt(
            #"{"Stats":{"ExecutionTime":0.1},"Schema":[{"Name":"A","Type":"String"},{"Name":"B","Type":"SByte"}],"Results":[{"A":"x","B":1},{"A":null,"B":0}]}"#
        )
        let graph = try await hunt(
            #"{"@odata.context":"c","schema":[{"name":"A","type":"String"},{"Name":"B","Type":"SByte"}],"results":[{"A":"x","B":1},{"A":null}]}"#,
            .graph)
        for answer in [xdr, graph] {
            #expect(answer.columns.map(\.name) == ["A", "B"])
            #expect(answer.columns.map(\.type) == ["String", "SByte"])
            #expect(answer.rows.map { $0["A"]?.string } == ["x", nil])
            #expect(answer.rows.first { _ in true }?["B"]?.number?.integer == 1)
        }
        #expect(xdr.statistics?.root["ExecutionTime"]?.number?.text == "0.1")
        #expect(graph.statistics == nil)
    }

    @Test func `nothing found is nothing, and without a schema the first row names the columns`()
        async throws
    {
        let none = try await hunt(#"{"schema":[],"results":[]}"#, .graph)
        #expect(none.columns.isEmpty && none.rows.count == 0)
        #expect(try await hunt(#"{"Results":[{"Z":1,"A":2}]}"#).columns.map(\.name) == ["Z", "A"])
    }

    @Test func `a hundred thousand rows are read one at a time`() async throws {
        let rows = (0..<100_000).map { #"{"Row":\#($0),"Text":"é\"]}{"}"# }.joined(separator: ",")
        let answer = try await hunt(
            #"{"Schema":[{"Name":"Row","Type":"Int64"}],"Results":[\#(rows)]}"#)
        #expect(answer.rows.count == 100_000)
        var number: Int64 = 0
        for row in answer.rows {
            guard row["Row"]?.number?.integer == number else { break }
            number += 1
        }
        #expect(number == 100_000)
    }

    @Test func `a query may take three minutes, and everything else one`() async throws {
        let client = try FakeClient(FakeAPI([.json(#"{"Results":[],"value":[]}"#)]))
        _ = try await client.client.hunt("T")
        _ = try await client.list()
        #expect(client.api.bounds.map(\.deadline) == [.seconds(185), .seconds(60)])
        #expect(client.api.bounds.map(\.limit) == [128 << 20, 32 << 20])
    }

    @Test(arguments: ["{}", #"{"value":[]}"#, #"{"Results":{}}"#])
    func `an answer without rows is none`(_ body: String) async throws {
        let client = try FakeClient(FakeAPI([.json(body)]))
        guard case .shape? = await client.fault({ _ = try await client.client.hunt("T") }) else {
            Issue.record("taken for an answer")
            return
        }
    }

    @Test func `the query is sent as it is`() async throws {
        let query = "T\n| where A == \"ü\" // \u{202E}"
        for (backend, path) in [
            (DefenderBackend.xdr, "/api/advancedhunting/run"),
            (.graph, "/v1.0/security/runHuntingQuery"),
        ] {
            let client = try FakeClient(FakeAPI([.json(#"{"Results":[]}"#)]), backend: backend)
            _ = try await client.client.hunt(query)
            let request = try #require(client.api.asked.first)
            #expect(request.address.path == path && request.method == .post)
            let bytes = try #require(request.body?.bytes)
            #expect(try JSONDocument(parsing: bytes.span).root["Query"]?.string == query)
            #expect(request.body?.type == "application/json; charset=utf-8")
        }
    }

    @Test(
        arguments: [
            (
                "Syntax error: Query could not be parsed at '|' [line:position=2:3]",
                "DeviceInfo\n| | take 1",
                2, 3
            ),
            ("A recognition error occurred. Line: 1, Position: 5", "DeviceInfo", 1, 5),
            ("parsed at '' on line [2,99]", "A\nB", 2, 2),
            ("I could not parse that [line:position=0:0]", "A", nil, nil),
            ("[line:position=7:1]", "A", nil, nil),
            (
                "'take' operator: Failed to resolve table or column expression named 'DeviceInfos'. Fix semantic errors in your query.",
                "// first\nDeviceInfos | take 1", 2, 1
            ),
            ("named 'Info'", "DeviceInfo | where Info == 1", 1, 20),
            ("named 'Twice'", "Twice | where Twice == 1", nil, nil),
            ("Missing query.", "x", nil, nil),
            ("it's", "it", nil, nil),
        ] as [(String, String, Int?, Int?)])
    func `the place of an error is found`(
        _ message: String, _ query: String, _ line: Int?, _ column: Int?
    ) async throws {
        let client = try FakeClient(FakeAPI([.error(400, "BadRequest", message)]))
        guard
            case .query(let defect)? = await client.fault({
                _ = try await client.client.hunt(query)
            })
        else {
            Issue.record("no defect of the query")
            return
        }
        #expect(defect.code == "BadRequest" && defect.message == message)
        #expect(defect.place?.line == line && defect.place?.column == column)
    }
}
