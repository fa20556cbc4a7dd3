import EntraID
import JOSE
import Testing
import TokenCheck
import Transport

/// Assertions of GitHub Actions: where they are asked for, and what comes back.
@Suite struct FederatedAssertionTests {
    private static let variables = [
        "ACTIONS_ID_TOKEN_REQUEST_URL": "https://run.actions.githubusercontent.com/x?api-version=2",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-token",
    ]
    private static let address =
        "https://run.actions.githubusercontent.com/x?api-version=2"
        + "&audience=api%3A%2F%2FAzureADTokenExchange"

    private static func assertion(
        _ reply: ReplayExchange.Reply, variables: [String: String] = variables
    ) async throws -> (Result<String, SignInFault>, [HTTPRequest]) {
        let exchange = ReplayExchange([address: reply])
        let job = try #require(FederatedAssertion.GitHubActions(variables))
        do throws(SignInFault) {
            let text = try await job.assertion(
                for: FederatedAssertion.audience(in: .public), by: exchange,
                pace: SignInScene.pace(HandClock(), SignInScene.Waits())
            ).text
            return (.success(text), exchange.requests)
        } catch {
            return (.failure(error), exchange.requests)
        }
    }

    @Test("the job's token is shown to the job's own server, and its value taken")
    func success() async throws {
        let (result, requests) = try await Self.assertion(
            SignInScene.answer(#"{"count":1,"value":"a.b.c"}"#))
        #expect(result == .success("a.b.c"))
        #expect(requests.first?.bearer?.fieldValue == "Bearer job-token")
        #expect(requests.first?.method == .get)
    }

    @Test("no job, no answer, no HTTPS")
    func faults() async throws {
        #expect(FederatedAssertion.GitHubActions([:]) == nil)
        var partial = Self.variables
        partial["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = nil
        #expect(FederatedAssertion.GitHubActions(partial) == nil)
        let (empty, _) = try await Self.assertion(SignInScene.answer("{}"))
        #expect(empty == .failure(.answer(.assertion, .memberMissing("value"))))
        var plain = Self.variables
        plain["ACTIONS_ID_TOKEN_REQUEST_URL"] = "http://run.example/x"
        let (fault, requests) = try await Self.assertion(SignInScene.answer("{}"), variables: plain)
        #expect(fault == .failure(.answer(.assertion, .address("ACTIONS_ID_TOKEN_REQUEST_URL"))))
        #expect(requests.isEmpty)
    }

    @Test("each cloud has an audience of its own")
    func audiences() {
        #expect(FederatedAssertion.audience(in: .public) == "api://AzureADTokenExchange")
        #expect(FederatedAssertion.audience(in: .usgov).hasSuffix("USGov"))
        #expect(FederatedAssertion.audience(in: .china).hasSuffix("China"))
    }
}
