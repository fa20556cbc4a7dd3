public import JOSE
internal import StrictJSON
public import TokenCheck
public import Transport

/// Assertions of other issuers that an application's registration trusts, instead of a secret of its own.
public enum FederatedAssertion {
    /// The audience that Entra ID expects in such an assertion.
    public static func audience(in cloud: Cloud) -> String {
        switch cloud {
        case .public: "api://AzureADTokenExchange"
        case .usgov, .usgovDoD: "api://AzureADTokenExchangeUSGov"
        case .china: "api://AzureADTokenExchangeChina"
        }
    }

    /// What a job of GitHub Actions knows, if it may ask for assertions (`permissions: id-token: write`).
    public struct GitHubActions: Sendable {
        private let address: String
        private let bearer: BearerToken
        private let secret: Secret

        /// Reads the job's variables; nil when one is missing.
        public init?(_ environment: [String: String]) {
            guard let address = environment["ACTIONS_ID_TOKEN_REQUEST_URL"], !address.isEmpty,
                let token = environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
                let bearer = BearerToken(token.utf8)
            else { return nil }
            self.address = address
            self.bearer = bearer
            secret = Secret(token)
        }

        /// Asks for an assertion; it lives a few minutes.
        /// - Parameters:
        ///   - audience: For whom, see ``FederatedAssertion/audience(in:)``.
        ///   - exchange: The way to the network.
        ///   - pace: Clock and sleep.
        /// - Returns: The assertion.
        /// - Throws: ``SignInFault``.
        public func assertion(
            for audience: String, by exchange: any HTTPExchange, pace: SignInPace = .system
        ) async throws(SignInFault) -> Secret {
            let query =
                (address.contains("?") ? "&" : "?") + "audience="
                + String(decoding: FormBody.encoded(audience.utf8), as: UTF8.self)
            let rest = address.dropFirst("https://".count)
            let host = rest.prefix { !"/:?#".contains($0) }.lowercased()
            // The runner names its own server, which may be a company's: exactly this host, and over TLS.
            guard
                let address = try? AllowedAddress(
                    address + query, hosts: AllowedHosts(exact: [host]))
            else { throw .answer(.assertion, .address("ACTIONS_ID_TOKEN_REQUEST_URL")) }
            let (root, _) = try await SignInWire(exchange: exchange, pace: pace).object(
                HTTPRequest(get: address, bearer: bearer), .assertion, .twice, hiding: [secret])
            guard let value = root["value"]?.string, !value.isEmpty else {
                throw .answer(.assertion, .memberMissing("value"))
            }
            return Secret(value)
        }
    }
}
