import DefenderXDR
import TestSupport
import Testing
import Transport

@Suite struct ExampleTests {
    @Test func `the README's example is what is compiled here`() throws {
        let example = try TestFiles.text("Tests/DefenderXDRTests/ActiveIncidents.swift")
        #expect(try TestFiles.text("README.md").contains(example))
    }

    @Test func `it asks for what is active, and stops before a token that lacks the role`()
        async throws
    {
        let api = FakeAPI([.page([1, 2])])
        // The clock of this machine judges it: the frozen token has expired long ago.
        let token = try TestFiles.bytes("Fixtures/tokens/defender-xdr-app.jwt")
        await #expect(throws: DefenderFault.self) {
            try await printActiveIncidents(token: token, exchange: api)
        }
        #expect(api.asked.isEmpty)
    }
}
